"""The month of a group, of each trainee, its exceptions, what was submitted, what was contested.

What is said of nobody is not stored: a half-day is complete (a bit), an exception (a row), or to be completed.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation.declarations import ADD, ALL, READ, WRITE, Isolation, Rows, own_organisation
from kairos.foundation.retention import kept
from kairos.foundation.uploads.models import Upload
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.attendance.rules import Kind, Mark
from kairos.path.enrolments.models import Enrolment, of_people
from kairos.people.jobseekers.models import JobSeeker


class AttendanceSheet(models.Model):
    """A session in a month: what two people who fill the same grid hold in turn. month: its first day."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.DO_NOTHING, related_name="+", null=True)
    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    opened_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    saved_by = models.UUIDField(null=True)

    isolation = Isolation(
        "attendance_sheet",
        {Audience.PROVIDER: Rows(WRITE, own_organisation("organisation_id")), Audience.SYSTEM: Rows(ALL)},
        policed=True,
        tracked=True,
    )
    retention = kept("ended", 60, plain="id organisation establishment session month opened_at saved_at saved_by")

    class Meta:
        db_table = "attendance_sheet"
        constraints = [
            models.UniqueConstraint(fields=["session", "month"], name="one_sheet_of_a_session_and_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="sheet_begins_a_month"),
        ]
        indexes = [models.Index(fields=["organisation", "month"], name="sheet_of_organisation")]


class AttendanceMonth(models.Model):
    """The statement of one trainee. complete: the half-days said complete, as bits (see `rules`).

    plan and the totals (minutes) are those of what was submitted last, frozen then. version: of what is being said;
    what was submitted before is kept (`AttendanceVersion`). answer_by: until when the person may contest. reason: why
    it was corrected, or what was answered to the person.
    """

    class State(models.TextChoices):
        OPEN = "open", "À compléter"
        SUBMITTED = "submitted", "Rendu"
        CONFIRMED = "confirmed", "Confirmé"
        CONTESTED = "contested", "Contesté"
        LOCKED = "locked", "Arrêté"

    id = models.UUIDField(primary_key=True, default=new_id)
    sheet = models.ForeignKey(AttendanceSheet, on_delete=models.PROTECT, related_name="months")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.DO_NOTHING, related_name="+", null=True)
    month = models.DateField()
    title = models.CharField(max_length=255)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    state_since = models.DateTimeField()
    version = models.PositiveSmallIntegerField(default=1)
    complete = models.BigIntegerField(default=0)
    plan = ArrayField(models.PositiveSmallIntegerField(), default=list)
    planned = models.PositiveIntegerField(default=0)
    present = models.PositiveIntegerField(default=0)
    justified = models.PositiveIntegerField(default=0)
    unjustified = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.UUIDField(null=True)
    answer_by = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, default="")

    isolation = of_people("attendance_month", others=READ, person=WRITE)
    retention = kept(
        "ended",
        60,
        plain="id sheet enrolment person organisation establishment month title state state_since version complete "
        "plan planned present justified unjustified submitted_at submitted_by answer_by",
        blank="reason",
    )

    class Meta:
        db_table = "attendance_month"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "month"],
                name="one_month_of_an_enrolment",
                violation_error_message="Le mois de cette personne est déjà commencé : relisez la page.",
            ),
            models.CheckConstraint(
                condition=Q(planned=F("present") + F("justified") + F("unjustified")),
                name="month_totals_agree",
                violation_error_message="Les totaux du mois ne tombent pas juste : il reste à compléter.",
            ),
            models.CheckConstraint(
                condition=Q(state="open")
                | Q(submitted_at__isnull=False, submitted_by__isnull=False, answer_by__isnull=False, plan__len=62),
                name="submitted_month_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(state="open") | ~Q(reason=""),
                name="corrected_month_says_why",
                violation_error_message="Dites pourquoi le mois est corrigé.",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-month"], name="month_of_person"),
            models.Index(
                fields=["state", "answer_by"],
                name="month_to_lock",
                condition=Q(state__in=("submitted", "confirmed")),
            ),
            models.Index(fields=["organisation", "month", "state"], name="month_of_organisation"),
            models.Index(
                fields=["organisation", "month"], include=["enrolment"], name="month_given", condition=~Q(state="open")
            ),
        ]


class AttendanceMark(models.Model):
    """One exception of one half-day. Values as in `rules.Mark`. proof: a document, of one or several half-days."""

    KINDS = (
        (Kind.ABSENCE.value, "Absence"),
        (Kind.LATE.value, "Retard"),
        (Kind.EARLY.value, "Départ avant la fin"),
        (Kind.CLOSED.value, "Fermeture"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    statement = models.ForeignKey(AttendanceMonth, on_delete=models.PROTECT, related_name="marks")
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    half = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=KINDS)
    minutes = models.PositiveSmallIntegerField(null=True)
    motive = models.CharField(max_length=100, default="")
    justified = models.BooleanField(default=False)
    proof = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+", null=True)
    comment = models.CharField(max_length=300, default="")
    noted_at = models.DateTimeField()
    noted_by = models.UUIDField()

    isolation = of_people("attendance_mark", own=ALL, others=READ)
    retention = kept(
        "ended",
        60,
        plain="id statement person organisation day half kind minutes justified noted_at noted_by",
        blank="motive comment",
        deleted="proof",
    )

    class Meta:
        db_table = "attendance_mark"
        constraints = [
            models.UniqueConstraint(fields=["statement", "day", "half"], name="one_mark_a_half_day"),
            models.CheckConstraint(condition=Q(half__in=(0, 1)), name="mark_is_of_a_half_day"),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(kind__in=("late", "early"), minutes__gte=1, minutes__lte=360),
                name="mark_minutes_are_of_a_late_or_early_one",
                violation_error_message="La durée d’un retard ou d’un départ tient dans la demi-journée.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="closed") | Q(justified=False, motive=""), name="closed_half_day_blames_nobody"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "day"], name="mark_of_person"),
            models.Index(
                fields=["organisation", "day"],
                include=["person"],
                name="mark_unexplained_of",
                condition=Q(kind="absence", justified=False),
            ),
        ]

    @property
    def rank(self) -> int:
        return 2 * (self.day.day - 1) + self.half

    @property
    def mark(self) -> Mark:
        return Mark(Kind(self.kind), self.justified, self.minutes, self.motive, self.proof_id is not None)


class AttendanceVersion(models.Model):
    """What was submitted, as it was: never changed. marks: [{rank, kind, minutes, motive, justified, proof, comment}];
    proof: the hash of the document. reason: why the one before was corrected."""

    id = models.UUIDField(primary_key=True, default=new_id)
    statement = models.ForeignKey(AttendanceMonth, on_delete=models.PROTECT, related_name="versions")
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    plan = ArrayField(models.PositiveSmallIntegerField())
    planned = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    justified = models.PositiveIntegerField()
    unjustified = models.PositiveIntegerField()
    marks = models.JSONField(default=list)
    reason = models.CharField(max_length=300, default="")
    submitted_at = models.DateTimeField()
    submitted_by = models.UUIDField()

    isolation = of_people("attendance_version", own=READ + ADD, others=READ)
    retention = kept(
        "ended",
        60,
        plain="id statement person organisation version plan planned present justified unjustified submitted_at "
        "submitted_by",
        blank="marks reason",
    )

    class Meta:
        db_table = "attendance_version"
        constraints = [models.UniqueConstraint(fields=["statement", "version"], name="one_version_of_a_number")]


class AttendanceContest(models.Model):
    """A half-day that the person says was otherwise, in their words."""

    id = models.UUIDField(primary_key=True, default=new_id)
    statement = models.ForeignKey(AttendanceMonth, on_delete=models.PROTECT, related_name="contests")
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    day = models.DateField()
    half = models.PositiveSmallIntegerField()
    word = models.CharField(max_length=300)
    said_at = models.DateTimeField()

    isolation = of_people("attendance_contest", own=READ, others=READ, person=READ + ADD)
    retention = kept("ended", 60, plain="id statement person organisation version day half said_at", blank="word")

    class Meta:
        db_table = "attendance_contest"
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "version", "day", "half"],
                name="one_contest_a_half_day",
                violation_error_message="Vous avez déjà contesté cette demi-journée.",
            ),
            models.CheckConstraint(
                condition=~Q(word=""), name="contest_says_why", violation_error_message="Dites ce qui s’est passé."
            ),
        ]
