"""Agencies of the public employment service and its partners, and who works there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation.declarations import ALL, WRITE, Isolation, Rows, own_organisation, public
from kairos.foundation.retention import kept
from kairos.foundation.text import sort_key
from kairos.identity.accounts.models import User


class Agency(models.Model):
    """Where job seekers are followed. Opened by the operator; its name and address are public."""

    class Kind(models.TextChoices):
        PUBLIC_SERVICE = "public", "Service public de l’emploi"
        MISSION_LOCALE = "mission", "Mission locale"
        CAP_EMPLOI = "cap", "Cap emploi"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField("Réseau", max_length=7, choices=Kind)
    name = models.CharField("Nom", max_length=200)
    sort_key = models.CharField(max_length=200, db_collation="C")
    town = models.CharField("Ville", max_length=100)
    email = models.EmailField("Courriel", max_length=254, default="")
    phone = models.CharField("Téléphone", max_length=20, default="")
    opened_at = models.DateTimeField()

    isolation = public(written_by=(Audience.OPERATOR, Audience.SYSTEM), commands=WRITE)
    retention = kept("closed", None, plain="id kind name sort_key town email phone opened_at")

    class Meta:
        db_table = "agency"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "sort_key", "town"],
                name="one_agency_of_a_name",
                violation_error_message="Une agence de ce réseau porte déjà ce nom dans cette ville.",
            )
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="agency_by_name")]

    def __str__(self) -> str:
        return self.name


class Adviser(models.Model):
    """A person in an agency. INVITED → ACTIVE → LEFT; INVITED → LEFT.

    rights: `agency.follow` (has a portfolio), `agency.desk` (front desk: may open in emergency), `agency.manage`.
    answer_by: until when the invitation opens. first_name, last_name: as the agency wrote them.
    """

    class State(models.TextChoices):
        INVITED = "invited", "Invité"
        ACTIVE = "active", "Actif"
        LEFT = "left", "Parti"

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="advisers")
    state = models.CharField(max_length=7, choices=State)
    rights = ArrayField(models.CharField(max_length=20), default=list)
    title = models.CharField("Fonction", max_length=120)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    sort_key = models.CharField(max_length=200, db_collation="C")
    invited_by = models.UUIDField()
    invited_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, default="")

    isolation = Isolation(
        "agency",
        {
            Audience.AGENCY: Rows(WRITE, own_organisation("agency_id")),
            Audience.OPERATOR: Rows(WRITE),
            Audience.SYSTEM: Rows(ALL),
        },
        policed=True,
        tracked=True,
    )
    retention = kept(
        "ended",
        60,
        plain="id user agency state rights invited_by invited_at answer_by started_at ended_at",
        blank="title ended_why",
        pseudonym="first_name last_name sort_key",
    )

    class Meta:
        db_table = "adviser"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "user"],
                condition=Q(ended_at__isnull=True),
                name="one_live_adviser",
                violation_error_message="Cette personne fait déjà partie de l’agence.",
            ),
            models.CheckConstraint(
                condition=Q(state="left", ended_at__isnull=False) | ~Q(state="left") & Q(ended_at__isnull=True),
                name="adviser_left_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["user"], name="adviser_live", condition=Q(ended_at__isnull=True))]

    @property
    def shown_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()

    def call(self, first_name: str, last_name: str) -> None:
        self.first_name, self.last_name = first_name, last_name
        self.sort_key = sort_key(f"{last_name} {first_name}")[:200]
