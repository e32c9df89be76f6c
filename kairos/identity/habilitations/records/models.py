"""A review of the accesses of an organisation and its lines; what an agent opens for a while (help, staff session)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import tenant
from kairos.foundation.isolation.declarations import ALL, WRITE, Isolation, Rows, own_user
from kairos.foundation.retention import kept
from kairos.identity.accounts.models import User
from kairos.identity.organisations.models import Organisation


class AccessReview(models.Model):
    """OPEN → SIGNED by an account manager, or CLOSED when its last day is over.

    due_on: last day included. opened_by: None when it opened by itself. reminders: how many of its three were sent.
    statement, sha256: what was signed, and the hash of the whole content (see `printing.content`). spared: the last
    account manager, whose access nobody confirmed and that stays all the same.
    """

    class State(models.TextChoices):
        OPEN = "open", "En cours"
        SIGNED = "signed", "Signée"
        CLOSED = "closed", "Close sans signature"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="access_reviews")
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    due_on = models.DateField()
    due_rule = models.CharField(max_length=120)
    reminders = models.SmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    signed_by = models.UUIDField(null=True)
    statement = models.CharField(max_length=300, default="")
    sha256 = models.CharField(max_length=64, default="")
    spared = models.UUIDField(null=True)

    isolation = tenant()
    retention = kept(
        "ended",
        60,
        plain="id organisation state opened_at opened_by due_on due_rule reminders reminded_at ended_at signed_by "
        "sha256 spared",
        blank="statement",
    )

    class Meta:
        db_table = "access_review"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state="open"),
                name="one_open_review",
                violation_error_message="Une revue des accès est déjà en cours.",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | ~Q(state="open") & Q(ended_at__isnull=False),
                name="review_ended_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "opened_at"], name="review_of_organisation"),
            models.Index(fields=["due_on"], name="review_running", condition=Q(state="open")),
        ]


class ReviewLine(models.Model):
    """One person of a review. decision: a draft until the review ends, `outcome` what then became of the access.

    name, title: of the person when it opened. withdrawn: the rights that go, of a reduction. rights_seen: the version
    of the person's rights when it was decided. version: grows with each decision. last_on, rights: what was known when
    the review ended: the last day the person came, [{right, since, until, used}].
    """

    class Decision(models.TextChoices):
        PENDING = "", "À revoir"
        KEEP = "keep", "Garder"
        REDUCE = "reduce", "Réduire"
        REMOVE = "remove", "Retirer"

    class Outcome(models.TextChoices):
        NONE = "", "Pas encore"
        KEPT = "kept", "Gardé"
        REDUCED = "reduced", "Réduit"
        REMOVED = "removed", "Retiré"
        SUSPENDED = "suspended", "Suspendu, non confirmé"
        SPARED = "spared", "Non confirmé, seul RGC"
        LEFT = "left", "Déjà parti ou suspendu"

    id = models.UUIDField(primary_key=True, default=new_id)
    review = models.ForeignKey(AccessReview, on_delete=models.PROTECT, related_name="lines")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    affiliation = models.ForeignKey("habilitations.Affiliation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=250)
    sort_key = models.CharField(max_length=250, db_collation="C")
    title = models.CharField(max_length=120, default="")
    decision = models.CharField(max_length=6, choices=Decision, default=Decision.PENDING)
    withdrawn = ArrayField(models.CharField(max_length=40), default=list)
    rights_seen = models.IntegerField(null=True)
    version = models.IntegerField(default=0)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.NONE)
    last_on = models.DateField(null=True)
    rights = models.JSONField(default=list)

    isolation = tenant()
    retention = kept(
        "ended",
        60,
        plain="id review organisation affiliation decision withdrawn rights_seen version decided_by decided_at outcome "
        "last_on rights",
        blank="name sort_key title",
    )

    class Meta:
        db_table = "review_line"
        constraints = [
            models.UniqueConstraint(fields=["review", "affiliation"], name="one_line_a_person"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True) | ~Q(decision="") & Q(decided_at__isnull=False),
                name="review_decision_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["review", "sort_key", "id"], name="line_of_review")]


HELP_LIVE = Q(state__in=("offered", "open"))


class Helping(models.Model):
    """OFFERED → OPEN → ENDED; OFFERED → CANCELLED when the code is taken back or too old.

    person_session, agent_session: where each is signed in; when either is over, so is the help. code_mark: of the code,
    gone once it served. What is in force now is said by the frame, not by the state alone: see `kairos_frame`.
    """

    class State(models.TextChoices):
        OFFERED = "offered", "Code donné"
        OPEN = "open", "En cours"
        ENDED = "ended", "Terminée"
        CANCELLED = "cancelled", "Code annulé"

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_session = models.UUIDField()
    code_mark = models.BinaryField(null=True)
    state = models.CharField(max_length=9, choices=State)
    offered_at = models.DateTimeField()
    code_ends_at = models.DateTimeField()
    agent = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    agent_session = models.UUIDField(null=True)
    motive = models.CharField(max_length=200, default="")
    text = models.CharField(max_length=500, default="")
    begun_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    isolation = Isolation(
        "personal",
        {
            Audience.PROVIDER: Rows(WRITE, f"({own_user('person_id')} OR {own_user('agent_id')})"),
            Audience.OPERATOR: Rows(WRITE),
            Audience.SYSTEM: Rows(ALL),
        },
        policed=True,
        tracked=True,
    )
    retention = kept(
        "ended",
        60,
        plain="id person organisation person_session state offered_at code_ends_at agent agent_session motive begun_at "
        "ends_at closed_at closed_by",
        blank="text code_mark",
    )

    class Meta:
        db_table = "helping"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=HELP_LIVE,
                name="one_live_help_of_person",
                violation_error_message="Un code est déjà donné, ou quelqu’un vous aide déjà.",
            ),
            models.UniqueConstraint(
                fields=["agent_session"],
                condition=Q(state="open"),
                name="one_open_help_of_session",
                violation_error_message="Vous aidez déjà quelqu’un : terminez d’abord.",
            ),
            models.UniqueConstraint(
                fields=["code_mark"], condition=Q(code_mark__isnull=False), name="one_help_of_code"
            ),
            models.CheckConstraint(
                condition=~Q(state="open")
                | Q(agent__isnull=False, agent_session__isnull=False, ends_at__gt=F("begun_at")),
                name="open_help_says_by_whom_and_until_when",
            ),
            models.CheckConstraint(
                condition=Q(state="offered") | Q(code_mark__isnull=True), name="help_code_serves_once"
            ),
            models.CheckConstraint(
                condition=HELP_LIVE & Q(closed_at__isnull=True) | ~HELP_LIVE & Q(closed_at__isnull=False),
                name="help_over_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["-begun_at", "id"], name="help_history", condition=Q(begun_at__isnull=False)),
        ]


class Intervention(models.Model):
    """OPEN → CLOSED. A staff session: an agent reads data of trainees until ends_at at most. organisation: None, all.

    What is in force now is said by the time, not by the state alone: see `kairos_frame`.
    """

    class State(models.TextChoices):
        OPEN = "open", "Ouverte"
        CLOSED = "closed", "Terminée"

    id = models.UUIDField(primary_key=True, default=new_id)
    agent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    motive = models.CharField(max_length=200)
    text = models.CharField(max_length=500)
    state = models.CharField(max_length=6, choices=State)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    isolation = Isolation(
        "tenant", {Audience.OPERATOR: Rows(WRITE), Audience.SYSTEM: Rows(ALL)}, policed=True, tracked=True
    )
    retention = kept("ended", 60, plain="id agent organisation motive state opened_at ends_at closed_at", blank="text")

    class Meta:
        db_table = "intervention"
        constraints = [
            models.UniqueConstraint(
                fields=["agent"],
                condition=Q(state="open"),
                name="one_open_intervention",
                violation_error_message="Vous avez déjà une intervention ouverte : terminez-la d’abord.",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | Q(state="closed", closed_at__isnull=False),
                name="intervention_closed_has_its_time",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("opened_at")), name="intervention_ends_after_its_start"),
        ]
        indexes = [
            models.Index(fields=["-opened_at", "id"], name="intervention_history"),
            models.Index(fields=["agent", "opened_at"], name="intervention_of_agent"),
        ]
