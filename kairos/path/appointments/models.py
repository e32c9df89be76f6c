"""Slots that a provider opens, and the places that people take in them.

Two rules are kept by the database itself: `taken` never passes `capacity` (a trigger counts, a constraint refuses), and
a person is never at two places at once (an exclusion constraint over one range, see `rules.occupied`).
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DecimalRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import personal
from kairos.foundation.isolation.declarations import EVERYONE, READ, WRITE, Isolation, Rows, own_organisation
from kairos.foundation.retention import kept
from kairos.foundation.working_days import Place, place_of
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.enrolments.models import Enrolment, of_people
from kairos.people.agencies.models import Agency
from kairos.people.jobseekers.models import JobSeeker

PUBLIC = {audience: Rows(READ) for audience in EVERYONE} | {
    Audience.PROVIDER: Rows(WRITE, check=own_organisation("organisation_id")),
    Audience.SYSTEM: Rows(WRITE),
}
"""A slot says nothing of anybody; everyone reads, its organisation writes (docs/decisions/0017)."""


class Slot(models.Model):
    """OPEN until its results are written (CLOSED) or it is CANCELLED. Full, under way, results due: derived.

    establishment: where the session is given, which narrows rights. title: of the session, as it was. rule: shared by
    the slots that one rule made. taken: places held, counted by the database. changes: times it changed for whoever
    comes, for calendars; changed_at: the last of them.
    """

    class Kind(models.TextChoices):
        MEETING = "meeting", "Information collective"
        INTERVIEW = "interview", "Entretien d’orientation"
        TRAINER = "trainer", "Point avec le formateur"
        FILE = "file", "Validation de dossier"

    class Mode(models.TextChoices):
        ON_SITE = "site", "Sur place"
        PHONE = "phone", "Par téléphone"
        VIDEO = "video", "En visioconférence"

    class Who(models.TextChoices):
        REFERRED = "referred", "Les personnes orientées, elles-mêmes ou leur conseiller"
        ADVISERS = "advisers", "Les conseillers seulement"
        ANYONE = "anyone", "Toute personne que la session intéresse"

    class State(models.TextChoices):
        OPEN = "open", "Ouvert"
        CLOSED = "closed", "Résultats notés"
        CANCELLED = "cancelled", "Annulé"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.DO_NOTHING, related_name="+", null=True)
    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="slots")
    title = models.CharField(max_length=255)
    provider = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=State)
    kind = models.CharField("Nature", max_length=9, choices=Kind)
    mode = models.CharField("Modalité", max_length=5, choices=Mode)
    who = models.CharField("Qui réserve", max_length=8, choices=Who)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField("Places")
    taken = models.PositiveSmallIntegerField(default=0)
    where = models.CharField("Adresse", max_length=300, default="")
    postcode = models.CharField("Code postal", max_length=5, default="")
    link = models.URLField("Lien de la visioconférence", max_length=300, default="")
    contact = models.CharField("Contact", max_length=120, default="")
    comment = models.CharField("À savoir", max_length=500, default="")
    rule = models.UUIDField(null=True)
    changes = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, default="")
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()

    isolation = Isolation("slot", PUBLIC, policed=True, tracked=True)
    retention = kept(
        "ended",
        60,
        plain="id organisation establishment session title provider state kind mode who starts_at ends_at capacity "
        "taken where postcode link rule changes changed_at reason opened_at opened_by",
        blank="contact comment",
    )

    class Meta:
        db_table = "appointment_slot"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="slot_ends_after_its_start",
                violation_error_message="Un rendez-vous finit après avoir commencé : vérifiez les heures.",
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="slot_has_a_place"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")),
                name="slot_within_its_capacity",
                violation_error_message="Toutes les places de ce rendez-vous sont prises.",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "starts_at"], name="slot_of_organisation"),
            models.Index(fields=["session", "starts_at"], name="slot_of_session"),
        ]

    @property
    def place(self) -> Place:
        return place_of(self.postcode)

    @property
    def version(self) -> str:
        """What a page knew of it: grows with each change for whoever comes, and tells places and who books."""
        return f"{self.changes}-{self.capacity}-{self.who}"

    @property
    def full(self) -> bool:
        return self.taken >= self.capacity


class Booking(models.Model):
    """A place that a person holds (BOOKED) or waits for (WAITING), then what became of it.

    occupies: see `rules.occupied`; null unless it holds the person's time. coming: they said they will be there.
    word: what the person, or whoever cancelled, said. reminders: how many were sent. waiting_since orders the list.
    """

    class State(models.TextChoices):
        BOOKED = "booked", "Inscrit"
        WAITING = "waiting", "Sur liste d’attente"
        CANCELLED = "cancelled", "Annulé"
        ATTENDED = "attended", "Présent"
        ABSENT = "absent", "Absent"

    id = models.UUIDField(primary_key=True, default=new_id)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="bookings")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.DO_NOTHING, related_name="+", null=True)
    state = models.CharField(max_length=9, choices=State)
    occupies = DecimalRangeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    booked_at = models.DateTimeField()
    booked_by = models.UUIDField()
    coming = models.BooleanField(default=False)
    word = models.CharField(max_length=300, default="")
    reminders = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    isolation = of_people("booking")
    retention = kept(
        "ended",
        60,
        plain="id slot enrolment person organisation establishment state occupies waiting_since booked_at booked_by "
        "coming reminders ended_at",
        blank="word",
    )

    class Meta:
        db_table = "appointment_booking"
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "person"],
                condition=Q(state__in=("booked", "waiting")),
                name="one_live_place_of_a_person_in_a_slot",
                violation_error_message="Cette personne a déjà une place à ce rendez-vous, ou l’attend.",
            ),
            ExclusionConstraint(
                name="nobody_at_two_places_at_once",
                expressions=[("occupies", RangeOperators.OVERLAPS)],
                violation_error_message="Cette personne a déjà un rendez-vous à cette heure.",
            ),
            models.CheckConstraint(
                condition=Q(state="booked", occupies__isnull=False) | ~Q(state="booked") & Q(occupies__isnull=True),
                name="booked_place_holds_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(waiting_since__isnull=False), name="who_waits_has_a_rank"
            ),
        ]
        indexes = [
            models.Index(fields=["slot", "state", "waiting_since", "id"], name="booking_of_slot"),
            models.Index(fields=["person", "state"], name="booking_of_person"),
            models.Index(fields=["organisation", "state"], name="booking_of_organisation"),
        ]


class CalendarFeed(models.Model):
    """The secret address of one person's calendar. mark: of the secret, which is kept nowhere.

    organisation: whose slots it shows, or agency: where the adviser works whose portfolio's appointments it shows, or
    person: the job seeker whose appointments it shows.
    """

    class State(models.TextChoices):
        LIVE = "live", "En service"
        REVOKED = "revoked", "Retirée"

    id = models.UUIDField(primary_key=True, default=new_id)
    user_id = models.UUIDField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True)
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="+", null=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    state = models.CharField(max_length=7, choices=State)
    mark = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    isolation = personal("user_id", tracked=True)
    retention = kept(
        "ended", 12, plain="id user_id organisation person agency state created_at revoked_at", deleted="mark"
    )

    class Meta:
        db_table = "calendar_feed"
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, person__isnull=True, agency__isnull=True)
                | Q(organisation__isnull=True, person__isnull=False, agency__isnull=True)
                | Q(organisation__isnull=True, person__isnull=True, agency__isnull=False),
                name="calendar_feed_is_of_one_place",
            )
        ]
        indexes = [models.Index(fields=["user_id"], name="calendar_feed_by_user")]
