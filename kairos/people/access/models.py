"""Who may read a person, since when, until when, why: need-to-know is this one table."""

from django.db import models
from django.db.models import F, Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation.declarations import ALL, READ, WRITE, Isolation, Rows, own_organisation
from kairos.foundation.retention import kept
from kairos.people.agencies.models import Adviser, Agency
from kairos.people.jobseekers.models import JobSeeker


class PersonAccess(models.Model):
    """One reason for one reader to read one person. Open from starts_at, until ends_at (None: no end), unless closed.

    reader_id: the organisation, the adviser's account, or the operator's agent. place_id: for whom: the organisation,
    the agency, nobody. who, function: as the person reads them in « Qui me lit »; they stay true when names change.
    subject: what opened it (an enrolment, an appointment, a cover), so that the same thing closes it.
    """

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", "Organisme de formation"
        ADVISER = "adviser", "Agence"
        AGENT = "agent", "Opérateur"

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="accesses")
    reader_kind = models.CharField(max_length=12, choices=Kind)
    reader_id = models.UUIDField()
    place_id = models.UUIDField()
    who = models.CharField(max_length=200)
    function = models.CharField(max_length=120)
    source = models.CharField(max_length=20)
    subject = models.UUIDField(null=True)
    reason = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    isolation = Isolation(
        "access",
        {
            Audience.PROVIDER: Rows(READ, own_organisation("place_id")),
            Audience.AGENCY: Rows(READ, own_organisation("place_id")),
            Audience.JOBSEEKER: Rows(READ, own_organisation("person_id")),
            Audience.OPERATOR: Rows(READ, own_organisation("place_id")),
            Audience.SYSTEM: Rows(ALL),
        },
        policed=True,
        tracked=True,
    )
    retention = kept(
        "ended",
        36,
        plain="id person reader_kind reader_id place_id source subject starts_at ends_at opened_by opened_at closed_at "
        "closed_by who function",
        blank="reason",
    )

    class Meta:
        db_table = "person_access"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="access_ends_after_its_start"
            ),
        ]
        indexes = [
            models.Index(
                fields=["place_id", "reader_id", "person"],
                include=["starts_at", "ends_at"],
                condition=Q(closed_at__isnull=True),
                name="access_open_of_reader",
            ),
            models.Index(fields=["place_id", "source", "-opened_at"], name="access_of_place"),
            models.Index(fields=["person", "-opened_at"], name="access_to_person"),
            models.Index(fields=["subject"], name="access_of_subject", condition=Q(closed_at__isnull=True)),
            models.Index(
                fields=["ends_at"],
                name="access_to_close",
                condition=Q(closed_at__isnull=True, ends_at__isnull=False),
            ),
        ]


COUNTED = Isolation(
    "counted",
    {
        Audience.PROVIDER: Rows(("select", "insert", "update", "delete"), own_organisation("place_id")),
        Audience.AGENCY: Rows(("select", "insert", "update", "delete"), own_organisation("place_id")),
        Audience.OPERATOR: Rows(("select", "insert", "update", "delete"), own_organisation("place_id")),
        Audience.SYSTEM: Rows(ALL),
    },
    policed=True,
)


class ReadingVolume(models.Model):
    """One row an account or organisation that reads people: what makes two of its requests wait for each other.

    asked_at: since when a fresh proof is due for reading more. proved_at: of the last one that was accepted.
    refused: pages refused since it is due.
    """

    holder_id = models.UUIDField(primary_key=True, help_text="An account, or an organisation")
    place_id = models.UUIDField()
    asked_at = models.DateTimeField(null=True)
    proved_at = models.DateTimeField(null=True)
    refused = models.IntegerField(default=0)

    isolation = COUNTED
    retention = kept("written", 1, plain="holder_id place_id asked_at proved_at refused")

    class Meta:
        db_table = "reading_volume"
        indexes = [models.Index(fields=["place_id"], name="reading_volume_of_place")]


class ReadingSeen(models.Model):
    """When an account, or an organisation, last read a person: a day of them, counted."""

    id = models.BigAutoField(primary_key=True)
    holder_id = models.UUIDField()
    place_id = models.UUIDField()
    person_id = models.UUIDField()
    first_at = models.DateTimeField(help_text="First time within the day that counts")

    isolation = COUNTED
    retention = kept("written", 1, plain="id holder_id place_id person_id first_at")

    class Meta:
        db_table = "reading_seen"
        constraints = [models.UniqueConstraint(fields=["place_id", "holder_id", "person_id"], name="person_seen_once")]
        indexes = [
            models.Index(fields=["place_id", "holder_id", "first_at"], name="people_seen_since"),
            models.Index(fields=["first_at"], name="people_seen_to_forget"),
        ]


class Cover(models.Model):
    """LIVE from its grant, ENDED by whoever granted it, by its last day, or when one of the two leaves.

    starts_on, ends_on: first and last day, included; outside them nobody more is read.
    """

    class State(models.TextChoices):
        LIVE = "live", "Accordé"
        ENDED = "ended", "Terminé"

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    absent = models.ForeignKey(Adviser, on_delete=models.PROTECT, related_name="covers")
    by = models.ForeignKey(Adviser, on_delete=models.PROTECT, related_name="covering")
    state = models.CharField(max_length=5, choices=State)
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=300)
    granted_by = models.UUIDField()
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    isolation = Isolation(
        "agency",
        {Audience.AGENCY: Rows(WRITE, own_organisation("agency_id")), Audience.SYSTEM: Rows(ALL)},
        policed=True,
        tracked=True,
    )
    retention = kept(
        "ended", 60, plain="id agency absent by state starts_on ends_on granted_by granted_at ended_at", blank="reason"
    )

    class Meta:
        db_table = "adviser_cover"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="cover_ends_after_its_start",
                violation_error_message="La fin d’un remplacement ne peut pas précéder son début.",
            ),
            models.CheckConstraint(
                condition=~Q(absent=F("by")),
                name="cover_by_another",
                violation_error_message="Choisissez un autre conseiller.",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | Q(state="live", ended_at__isnull=True),
                name="cover_ended_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-granted_at"], name="cover_of_agency"),
            models.Index(fields=["absent"], name="cover_live", condition=Q(state="live")),
        ]


class ReadingStop(models.Model):
    """STOPPED by Kairos, LIFTED by a person, with a reason.

    holder_id: the account, or the organisation; place_id: for whom it reads. counted: people read by then.
    """

    class State(models.TextChoices):
        STOPPED = "stopped", "Arrêtée"
        LIFTED = "lifted", "Rétablie"

    class Cause(models.TextChoices):
        DAY = "day", "Trop de personnes lues en un jour"
        UNPROVED = "unproved", "Trop de personnes lues en une heure, sans nouvelle preuve d’identité"
        GUESSES = "guesses", "Trop de recherches fausses"

    id = models.UUIDField(primary_key=True, default=new_id)
    holder_id = models.UUIDField()
    place_id = models.UUIDField()
    cause = models.CharField(max_length=8, choices=Cause)
    state = models.CharField(max_length=7, choices=State)
    counted = models.IntegerField()
    stopped_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lifted_why = models.CharField(max_length=300, default="")

    isolation = Isolation(
        "access",
        {
            Audience.PROVIDER: Rows(WRITE, own_organisation("place_id")),
            Audience.AGENCY: Rows(WRITE, own_organisation("place_id")),
            Audience.OPERATOR: Rows(WRITE),
            Audience.SYSTEM: Rows(ALL),
        },
        policed=True,
        tracked=True,
    )
    retention = kept(
        "ended",
        36,
        plain="id holder_id place_id cause state counted stopped_at lifted_at lifted_by",
        blank="lifted_why",
    )

    class Meta:
        db_table = "reading_stop"
        constraints = [
            models.UniqueConstraint(
                fields=["place_id", "holder_id"], condition=Q(state="stopped"), name="one_live_reading_stop"
            ),
            models.CheckConstraint(
                condition=Q(state="lifted", lifted_at__isnull=False) | Q(state="stopped", lifted_at__isnull=True),
                name="lifted_stop_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["place_id", "-stopped_at"], name="reading_stop_of_place")]
