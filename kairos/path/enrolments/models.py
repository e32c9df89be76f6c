"""One person on one session."""

from django.db import models
from django.db.models import F, Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation.declarations import ALL, READ, WRITE, Isolation, Rows, own_organisation
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


def of_people(
    kind: str,
    own: tuple[str, ...] = WRITE,
    others: tuple[str, ...] = WRITE,
    person: tuple[str, ...] | None = None,
) -> Isolation:
    """The organisation's own rows, those of the people an adviser reads, one's own as a job seeker (as the adviser's,
    unless said)."""
    rows = {
        Audience.PROVIDER: Rows(own, own_organisation("organisation_id")),
        Audience.AGENCY: Rows(others, of_people_read()),
        Audience.JOBSEEKER: Rows(others if person is None else person, own_organisation("person_id")),
        Audience.SYSTEM: Rows(ALL),
    }
    return Isolation(kind, rows, policed=True, tracked=True)


ENTERED = ("in_training", "interrupted", "completed", "left")
PLANNED = ("registered", "no_show", *ENTERED)
"""States of those who have been in training, and of those who have a plan."""
HOLDS = tuple(state for state in PLANNED if state != "no_show")
"""States of those whose half-days are taken."""
HAS_A_PLAN = Q(planned_hours__gte=1, plan_starts_on__isnull=False, plan_ends_on__gte=F("plan_starts_on"))


class Enrolment(models.Model):
    """REFERRED by an adviser or REQUESTED by the person, decided, registered, then in training: see `lifecycle`.

    organisation: whose catalogue the session stands in; establishment: where it is given, which narrows rights.
    title: of the session, as it was when they were enrolled. referred_by: the adviser's account. reason: why not
    retained, from the dated list, or why it ended; comment: what the adviser tells the provider.

    retained_at: when the organisation last said yes, whatever came after.
    planned_hours, plan_*: of the attestation d’inscription (AIS), see `PlanModule`. postcode: where it is taught, whose
    days are counted. entered_on, left_on: first and last day in training. exit_reason: of the dated list.
    kept_on: until when their absences were looked into, and they stay (see `attendance.dropping`).
    due_*: the movement that is awaited (see `rules.awaited`): from which day, until which, by which rule.
    person_key: their name as it is sorted while the dossier is open, empty afterwards; the database writes it, so that
    one's own people are found by words without the wall of all people being asked.
    """

    class State(models.TextChoices):
        REFERRED = "referred", "Orienté"
        REQUESTED = "requested", "Demande envoyée"
        RETAINED = "retained", "Retenu"
        REGISTERED = "registered", "Inscrit (AIS)"
        IN_TRAINING = "in_training", "En formation"
        INTERRUPTED = "interrupted", "Interrompu"
        COMPLETED = "completed", "Formation terminée"
        LEFT = "left", "Sorti avant la fin"
        NO_SHOW = "no_show", "Jamais venu"
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
    planned_hours = models.IntegerField("Heures prévues", null=True)
    plan_starts_on = models.DateField("Premier jour du plan", null=True)
    plan_ends_on = models.DateField("Dernier jour du plan", null=True)
    postcode = models.CharField(max_length=5, default="", db_default="")
    retained_at = models.DateTimeField(null=True)
    entered_on = models.DateField("Entrée effective", null=True)
    left_on = models.DateField("Dernier jour en formation", null=True)
    exit_reason = models.CharField(max_length=120, default="", db_default="")
    due_from = models.DateField(null=True)
    due_on = models.DateField(null=True)
    due_rule = models.CharField(max_length=200, default="", db_default="")
    reminders = models.SmallIntegerField(default=0, db_default=0)
    kept_on = models.DateField("Absences examinées jusqu’au", null=True)
    person_key = models.CharField(max_length=200, default="", db_default="", db_collation="C", editable=False)

    isolation = of_people("enrolment")
    retention = kept(
        "ended",
        60,
        plain="id person session organisation establishment title state state_since referred_by created_at "
        "planned_hours plan_starts_on plan_ends_on postcode retained_at entered_on left_on exit_reason "
        "due_from due_on due_rule reminders kept_on",
        blank="reason comment person_key",
    )

    @property
    def is_out(self) -> bool:
        """They were in training, and are no more: by an exit, or with their session."""
        return self.left_on is not None

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
            models.CheckConstraint(
                condition=~Q(state__in=PLANNED) | HAS_A_PLAN, name="registered_enrolment_has_a_plan"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ENTERED) | Q(entered_on__isnull=False), name="in_training_since_a_day"
            ),
            models.CheckConstraint(
                condition=Q(entered_on__isnull=True)
                | Q(entered_on__gte=F("plan_starts_on"), entered_on__lte=F("plan_ends_on")),
                name="entry_within_the_plan",
                violation_error_message="L’entrée est en dehors du plan de formation : vérifiez sa date.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("completed", "left")) | Q(left_on__isnull=False) & ~Q(exit_reason=""),
                name="exit_has_its_day_and_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("registered", "in_training", "interrupted", "no_show"))
                | Q(left_on__isnull=True, exit_reason=""),
                name="who_is_there_has_not_left",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(entered_on__isnull=False, left_on__gte=F("entered_on")),
                name="exit_after_the_entry",
                violation_error_message="La sortie vient avant l’entrée : vérifiez sa date.",
            ),
            models.CheckConstraint(
                condition=Q(due_from__isnull=True, due_on__isnull=True)
                | Q(due_from__isnull=False, due_on__gte=F("due_from")),
                name="awaited_movement_has_its_days",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "-state_since"], name="enrolment_of_organisation"),
            models.Index(fields=["session", "state"], name="enrolment_of_session"),
            models.Index(
                fields=["organisation", "due_from"], name="enrolment_awaited", condition=Q(due_from__isnull=False)
            ),
            models.Index(
                fields=["organisation", "state", "state_since", "id"],
                include=["person_key"],
                name="enrolment_own_people",
            ),
            models.Index(
                fields=["organisation", "plan_ends_on"],
                include=["id", "session", "establishment", "entered_on", "left_on", "title"],
                name="enrolment_expected",
                condition=Q(entered_on__isnull=False),
            ),
            models.Index(fields=["organisation", "created_at"], name="enrolment_arrived"),
            models.Index(
                fields=["organisation", "retained_at"], name="enrolment_kept", condition=Q(retained_at__isnull=False)
            ),
        ]


class PlanModule(models.Model):
    """A dated part of somebody's plan, as their AIS says it. number: from 1. hours: null when only the total is."""

    id = models.UUIDField(primary_key=True, default=new_id)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="plan")
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    starts_on = models.DateField("Du")
    ends_on = models.DateField("Au")
    hours = models.PositiveIntegerField("Heures", null=True)

    isolation = of_people("plan", own=ALL, others=READ)
    retention = kept("ended", 60, plain="id enrolment person organisation number starts_on ends_on hours")

    class Meta:
        db_table = "plan_module"
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="plan_module_has_its_place"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="plan_module_ends_after_it_starts",
                violation_error_message="Un module du plan finit avant d’avoir commencé : vérifiez ses dates.",
            ),
        ]


class Interruption(models.Model):
    """Days out of training: from, until (both included, until null while it lasts)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="interruptions")
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField("Depuis le")
    ends_on = models.DateField("Jusqu’au", null=True)
    reason = models.CharField("Motif", max_length=300)
    declared_at = models.DateTimeField()

    isolation = of_people("interruption", others=READ)
    retention = kept(
        "ended", 60, plain="id enrolment person organisation starts_on ends_on declared_at", blank="reason"
    )

    class Meta:
        db_table = "training_interruption"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(ends_on__isnull=True), name="one_open_interruption_of_an_enrolment"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="interruption_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["enrolment", "starts_on"], name="interruption_of_enrolment")]


class Movement(models.Model):
    """What was declared of somebody, once: an AIS, an entry (AES), an interruption, a resumption, an exit, a no-show.

    on: the day it says. due_on, due_rule: until when it was due, null when nothing was. late_reason: asked when it came
    after. reason: its own, or of the correction. voided_at: since another one says otherwise; its paper is good no
    more. code: printed on the paper, asked at /verifier/.
    """

    class Kind(models.TextChoices):
        REGISTRATION = "registration", "Attestation d’inscription (AIS)"
        ENTRY = "entry", "Attestation d’entrée (AES)"
        INTERRUPTION = "interruption", "Interruption"
        RESUMPTION = "resumption", "Reprise"
        EXIT = "exit", "Sortie"
        NO_SHOW = "no_show", "Jamais venu"

    id = models.UUIDField(primary_key=True, default=new_id)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="movements")
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField()
    declared_at = models.DateTimeField()
    declared_by = models.UUIDField()
    due_on = models.DateField(null=True)
    due_rule = models.CharField(max_length=200, default="")
    late_reason = models.CharField(max_length=300, default="")
    reason = models.CharField(max_length=300, default="")
    voided_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=20, unique=True)

    isolation = of_people("movement", others=READ)
    retention = kept(
        "ended",
        60,
        plain="id enrolment person organisation kind on declared_at declared_by due_on due_rule voided_at code",
        blank="late_reason reason",
    )

    class Meta:
        db_table = "enrolment_movement"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind"],
                condition=Q(voided_at__isnull=True, kind__in=("registration", "entry", "exit", "no_show")),
                name="one_movement_of_a_kind_counts",
            ),
        ]
        indexes = [models.Index(fields=["enrolment", "declared_at"], name="movement_of_enrolment")]

    @property
    def has_a_paper(self) -> bool:
        """Of what was replaced, and of somebody who never came, there is none."""
        return self.voided_at is None and self.kind != self.Kind.NO_SHOW
