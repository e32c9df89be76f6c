"""One person on one session."""

from django.db import models
from django.db.models import Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation.declarations import ALL, WRITE, Isolation, Rows, own_organisation
from kairos.foundation.retention import kept
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.offer.catalogue.models import TrainingSession
from kairos.people.jobseekers.models import JobSeeker


def of_people_read(column: str = "person_id") -> str:
    """Rows of the people whom this adviser may read now: the same question as for the people themselves."""
    return (
        f"{column} = ANY (ARRAY(SELECT a.person_id FROM person_access a "
        "WHERE a.reader_id = (SELECT current_setting('kairos.user')::uuid) AND a.closed_at IS NULL "
        "AND a.starts_at <= (SELECT kairos_now()) AND (a.ends_at IS NULL OR a.ends_at > (SELECT kairos_now()))))"
    )


def of_people(kind: str) -> Isolation:
    """The organisation's own rows, those of the people an adviser reads, one's own as a job seeker."""
    rows = {
        Audience.PROVIDER: Rows(WRITE, own_organisation("organisation_id")),
        Audience.AGENCY: Rows(WRITE, of_people_read()),
        Audience.JOBSEEKER: Rows(WRITE, own_organisation("person_id")),
        Audience.SYSTEM: Rows(ALL),
    }
    return Isolation(kind, rows, policed=True, tracked=True)


class Enrolment(models.Model):
    """REFERRED by an adviser or REQUESTED by the person, then decided: see `lifecycle`.

    organisation: whose catalogue the session stands in; establishment: where it is given, which narrows rights.
    title: of the session, as it was when they were enrolled. referred_by: the adviser's account. reason: why not
    retained, from the dated list, or why it ended; comment: what the adviser tells the provider.
    """

    class State(models.TextChoices):
        REFERRED = "referred", "Orienté"
        REQUESTED = "requested", "Demande envoyée"
        RETAINED = "retained", "Retenu"
        NOT_RETAINED = "not_retained", "Non retenu"
        WAITING = "waiting", "En attente"
        ABSENT = "absent", "Absent"
        WITHDRAWN = "withdrawn", "A renoncé"
        CANCELLED = "cancelled", "Session annulée"

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="enrolments")
    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.DO_NOTHING, related_name="+", null=True)
    title = models.CharField(max_length=255)
    state = models.CharField(max_length=12, choices=State)
    state_since = models.DateTimeField()
    referred_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, default="")
    comment = models.CharField(max_length=500, default="")
    created_at = models.DateTimeField()

    isolation = of_people("enrolment")
    retention = kept(
        "ended",
        60,
        plain="id person session organisation establishment title state state_since referred_by created_at",
        blank="reason comment",
    )

    class Meta:
        db_table = "enrolment"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "session"],
                name="one_enrolment_of_a_person_on_a_session",
                violation_error_message="Cette personne a déjà un dossier sur cette session.",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_retained") | ~Q(reason=""),
                name="not_retained_says_why",
                violation_error_message="Choisissez pourquoi la personne n’est pas retenue.",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "-state_since"], name="enrolment_of_organisation"),
            models.Index(fields=["session", "state"], name="enrolment_of_session"),
        ]
