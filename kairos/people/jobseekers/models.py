"""Job seekers: who they are for the agency that follows them. No social security number, ever."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation.declarations import ALL, READ, Isolation, Rows, own_organisation
from kairos.foundation.retention import kept
from kairos.foundation.text import sort_key
from kairos.identity.accounts.models import User
from kairos.people.agencies.models import Adviser, Agency

CHANGE = ("select", "update")


def readable(setting: str) -> str:
    """Whom the reader named by this setting may read now: the open rows of one table, by its index (architecture 5).

    Not EXISTS and no OR of policies: the array is made once, whatever the statement asks of the table.
    """
    return (
        "id = ANY (ARRAY(SELECT a.person_id FROM person_access a "
        f"WHERE a.reader_id = (SELECT current_setting('kairos.{setting}')::uuid) AND a.closed_at IS NULL "
        "AND a.starts_at <= (SELECT kairos_now()) AND (a.ends_at IS NULL OR a.ends_at > (SELECT kairos_now()))))"
    )


class JobSeeker(models.Model):
    """A person followed by an agency. WAITING until they open their space, then ACTIVE; LEFT when no longer followed.

    identifier: see `rules`. adviser: who follows them, nobody for a while. user: once they opened their space.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Espace à activer"
        ACTIVE = "active", "Espace ouvert"
        LEFT = "left", "N’est plus suivi"

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    adviser = models.ForeignKey(Adviser, on_delete=models.PROTECT, related_name="+", null=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    state = models.CharField(max_length=7, choices=State)
    identifier = models.CharField("Identifiant", max_length=11)
    birth_date = models.DateField("Date de naissance")
    first_name = models.CharField("Prénom", max_length=80)
    last_name = models.CharField("Nom", max_length=80)
    sort_key = models.CharField(max_length=200, db_collation="C")
    email = models.EmailField("Courriel", max_length=254, default="")
    phone = models.CharField("Téléphone", max_length=20, default="")
    loaded_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)
    activated_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    isolation = Isolation(
        "person",
        {
            Audience.PROVIDER: Rows(READ, readable("organisation")),
            Audience.AGENCY: Rows(CHANGE, readable("user")),
            Audience.OPERATOR: Rows(READ, readable("user")),
            Audience.JOBSEEKER: Rows(CHANGE, own_organisation("id")),
            Audience.SYSTEM: Rows(ALL),
        },
        policed=True,
        tracked=True,
    )
    retention = kept(
        "left",
        24,
        plain="id agency adviser user state loaded_at invited_at activated_at left_at",
        blank="email phone",
        pseudonym="identifier first_name last_name sort_key",
        deleted="birth_date",
    )

    class Meta:
        db_table = "job_seeker"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "identifier"],
                name="one_job_seeker_of_an_identifier",
                violation_error_message="Cet identifiant est déjà celui d’une personne de votre agence.",
            ),
            models.UniqueConstraint(fields=["user"], condition=Q(user__isnull=False), name="one_job_seeker_of_a_user"),
            models.CheckConstraint(
                condition=Q(state="active", user__isnull=False, activated_at__isnull=False) | ~Q(state="active"),
                name="active_job_seeker_has_an_account",
            ),
            models.CheckConstraint(
                condition=Q(state="left", left_at__isnull=False) | ~Q(state="left") & Q(left_at__isnull=True),
                name="job_seeker_left_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["identifier", "birth_date"], name="job_seeker_exactly"),
            models.Index(fields=["adviser"], name="job_seeker_followed", condition=~Q(state="left")),
            models.Index(fields=["agency", "sort_key"], name="job_seeker_of_agency"),
        ]

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()

    def call(self, first_name: str, last_name: str) -> None:
        self.first_name, self.last_name = first_name, last_name
        self.sort_key = sort_key(f"{last_name} {first_name}")[:200]


class PortfolioMove(models.Model):
    """Everybody that one adviser followed, shared among colleagues. people: how many."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey(Adviser, on_delete=models.PROTECT, related_name="+")
    takers = ArrayField(models.UUIDField())
    people = models.IntegerField()
    reason = models.CharField(max_length=300)
    moved_at = models.DateTimeField()
    moved_by = models.UUIDField()

    isolation = Isolation(
        "agency",
        {
            Audience.AGENCY: Rows(("select", "insert"), own_organisation("agency_id")),
            Audience.SYSTEM: Rows(ALL),
        },
        policed=True,
    )
    retention = kept("written", 60, plain="id agency giver takers people moved_at moved_by", blank="reason")

    class Meta:
        db_table = "portfolio_move"
        indexes = [models.Index(fields=["agency", "-moved_at"], name="portfolio_move_of_agency")]
