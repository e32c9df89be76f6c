"""A conversation of two sides, and what each wrote in it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation.declarations import ALL, WRITE, Isolation, Rows, own_organisation
from kairos.foundation.retention import kept
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.path.enrolments.models import Enrolment
from kairos.people.agencies.models import Agency
from kairos.people.jobseekers.models import JobSeeker

LONGEST = 2000
KEPT = ("select", "insert")
FOLLOWED = (
    "person_id = ANY (ARRAY(SELECT a.person_id FROM person_access a "
    "WHERE a.reader_id = (SELECT current_setting('kairos.user')::uuid) AND a.closed_at IS NULL "
    "AND a.source IN ('portfolio', 'cover') "
    "AND a.starts_at <= (SELECT kairos_now()) AND (a.ends_at IS NULL OR a.ends_at > (SELECT kairos_now()))))"
)
"""Of those whom an adviser follows, or a colleague they replace: an opening at the desk is no conversation."""


def _of_two_sides(commands: tuple[str, ...]) -> Isolation:
    """Each kind for its two sides alone: a provider's for its organisation, an agency's for whoever follows the person;
    the person reads both."""
    rows = {
        Audience.PROVIDER: Rows(commands, own_organisation("organisation_id")),
        Audience.AGENCY: Rows(commands, f"{own_organisation('agency_id')} AND {FOLLOWED}"),
        Audience.JOBSEEKER: Rows(commands, own_organisation("person_id")),
        Audience.SYSTEM: Rows(ALL),
    }
    return Isolation("thread", rows, policed=True, tracked=True)


class Side(models.TextChoices):
    PERSON = "person", "La personne"
    PROVIDER = "provider", "L’organisme"
    AGENCY = "agency", "L’agence"


def one_place() -> Q:
    """Of a provider or of an agency: of one of the two."""
    return Q(organisation__isnull=False, agency__isnull=True) | Q(organisation__isnull=True, agency__isnull=False)


class Thread(models.Model):
    """The conversation of a person with the provider of one enrolment (organisation, establishment, title: as the
    enrolment has them), or with the agency that follows them (agency). place: the name of that other side.

    last_at, last_side: of the last message. person_new, place_new: since when that side has something unread, null when
    it read all. person_seen_at, place_seen_at: when it last read something new.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="threads")
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="thread", null=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True)
    establishment = models.ForeignKey(Establishment, on_delete=models.DO_NOTHING, related_name="+", null=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True)
    place = models.CharField(max_length=200)
    title = models.CharField(max_length=255, default="")
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    last_side = models.CharField(max_length=8, choices=Side)
    person_new = models.DateTimeField(null=True)
    place_new = models.DateTimeField(null=True)
    person_seen_at = models.DateTimeField(null=True)
    place_seen_at = models.DateTimeField(null=True)

    isolation = _of_two_sides(WRITE)
    retention = kept(
        "ended",
        24,
        plain="id person enrolment organisation establishment agency place title opened_at last_at last_side "
        "person_new place_new person_seen_at place_seen_at",
    )

    class Meta:
        db_table = "thread"
        constraints = [
            models.CheckConstraint(
                condition=Q(enrolment__isnull=False, organisation__isnull=False, agency__isnull=True)
                | Q(enrolment__isnull=True, organisation__isnull=True, establishment__isnull=True)
                & Q(agency__isnull=False),
                name="thread_of_a_training_or_of_an_agency",
            ),
            models.CheckConstraint(
                condition=Q(last_side="person")
                | Q(last_side="provider", organisation__isnull=False)
                | Q(last_side="agency", agency__isnull=False),
                name="thread_last_side_is_one_of_its_two",
            ),
            models.UniqueConstraint(
                fields=["person", "agency"],
                condition=Q(agency__isnull=False),
                name="one_thread_of_a_person_and_an_agency",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "-last_at", "-id"],
                name="thread_of_organisation",
                condition=Q(organisation__isnull=False),
            ),
            models.Index(
                fields=["organisation", "place_new"], name="thread_unread_there", condition=Q(place_new__isnull=False)
            ),
            models.Index(
                fields=["agency", "-last_at", "-id"], name="thread_of_agency", condition=Q(agency__isnull=False)
            ),
            models.Index(fields=["person", "-last_at", "-id"], name="thread_of_person"),
        ]

    @property
    def place_side(self) -> Side:
        return Side.AGENCY if self.agency_id else Side.PROVIDER


class ThreadMessage(models.Model):
    """What somebody wrote, never changed afterwards. who: their name as it was then."""

    id = models.UUIDField(primary_key=True, default=new_id)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True)
    side = models.CharField(max_length=8, choices=Side)
    author = models.UUIDField()
    who = models.CharField(max_length=200)
    text = models.TextField("Votre message")
    sent_at = models.DateTimeField()

    isolation = _of_two_sides(KEPT)
    retention = kept(
        "ended",
        24,
        plain="id thread person organisation agency side author sent_at",
        blank="text",
        pseudonym="who",
    )

    class Meta:
        db_table = "thread_message"
        constraints = [
            models.CheckConstraint(condition=one_place(), name="thread_message_of_one_place"),
            models.CheckConstraint(
                condition=Q(side="person")
                | Q(side="provider", organisation__isnull=False)
                | Q(side="agency", agency__isnull=False),
                name="thread_message_side_is_one_of_its_two",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), LONGEST),
                name="thread_message_is_short",
                violation_error_message="Ce message est trop long : 2 000 caractères au plus.",
            ),
            models.CheckConstraint(
                condition=Q(text__regex=r"\S") & ~Q(text__regex=r"[\u0001-\u0009\u000B-\u001F\u007F]"),
                name="thread_message_is_plain_text",
                violation_error_message="Écrivez votre message, sans caractère de commande.",
            ),
        ]
        indexes = [
            models.Index(fields=["thread", "-sent_at", "-id"], name="message_of_thread"),
            models.Index(fields=["author", "-sent_at"], name="message_of_author"),
        ]
