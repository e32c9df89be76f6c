"""The membership, the terms it was renewed for, the procedures against it, what registers say of it since."""

from django.db import models
from django.db.models import F, Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import tenant
from kairos.foundation.isolation.declarations import ALL, Isolation, Rows
from kairos.foundation.retention import kept
from kairos.identity.accounts.models import User
from kairos.identity.organisations.models import Organisation

LIVE = Q(state__in=("active", "suspended"))
HELD = Q(state__in=("active", "suspended", "expired"))
"""While these last, nobody else may be a member for the same SIRET."""
OVER = Q(state__in=("left", "withdrawn", "ended"))
ASKED = HELD & Q(renewal_asked_at__isnull=False)


class Membership(models.Model):
    """ACTIVE ⇄ SUSPENDED; both → EXPIRED after ends_on, → LEFT after leaves_on; EXPIRED → ACTIVE by a renewal, else
    ENDED; any but ENDED → WITHDRAWN, which may be restored. See `life/lifecycle.py`.

    One held membership per SIRET: acceptance alone is exclusive. name, sort_key, town repeat the file so that the
    list is one table. state_since, state_reason: since when it is in this state, and why, as the provider is told.
    renewal_…: what is asked and not decided. leaves_on: the last day the provider asked for. irregular_since,
    regularise_by: since when the declaration of activity is known lost, and until when it may be put right.
    """

    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        SUSPENDED = "suspended", "Suspendue"
        EXPIRED = "expired", "Échue"
        LEFT = "left", "Quittée"
        WITHDRAWN = "withdrawn", "Accès retiré"
        ENDED = "ended", "Terminée"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=16, unique=True, help_text="KA-2026-00001")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    application = models.OneToOneField("memberships.MembershipApplication", on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    state_since = models.DateTimeField(null=True)
    state_reason = models.TextField(default="")
    siret = models.CharField(max_length=14)
    name = models.CharField(max_length=200, default="")
    sort_key = models.CharField(max_length=200, db_collation="C", default="")
    town = models.CharField(max_length=100, default="")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Last day included")
    term_rule = models.CharField(max_length=120)
    terms = models.ForeignKey(
        "memberships.TermsVersion",
        on_delete=models.PROTECT,
        null=True,
        help_text="The last accepted; none for a member of before Kairos",
    )
    terms_reminded_at = models.DateTimeField(null=True)
    renewal_reminded_at = models.DateTimeField(null=True)
    renewal_asked_at = models.DateTimeField(null=True)
    renewal_asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    renewal_due_at = models.DateTimeField(null=True)
    renewal_due_rule = models.CharField(max_length=120, default="")
    leaves_on = models.DateField(null=True, help_text="Last day included")
    leave_reason = models.TextField(default="")
    irregular_since = models.DateTimeField(null=True)
    irregular_reason = models.TextField(default="")
    regularise_by = models.DateTimeField(null=True)
    regularise_rule = models.CharField(max_length=120, default="")
    rechecked_at = models.DateTimeField(null=True, help_text="When the registers were last asked of it")

    isolation = tenant(provider=("select", "update"))
    retention = kept(
        "membership_ended",
        60,
        plain="id number organisation application state state_since siret name sort_key town starts_on ends_on "
        "term_rule terms terms_reminded_at renewal_reminded_at renewal_asked_at renewal_asked_by renewal_due_at "
        "renewal_due_rule leaves_on irregular_since regularise_by regularise_rule rechecked_at",
        blank="state_reason leave_reason irregular_reason",
    )

    class Meta:
        db_table = "membership"
        constraints = [
            models.UniqueConstraint(
                fields=["siret"],
                condition=HELD,
                name="one_held_membership_per_siret",
                violation_error_message="Une adhésion est déjà en cours pour ce SIRET.",
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="membership_has_a_term"),
            models.CheckConstraint(
                condition=Q(renewal_asked_at__isnull=True, renewal_due_at__isnull=True)
                | Q(renewal_asked_at__isnull=False, renewal_asked_by__isnull=False, renewal_due_at__isnull=False),
                name="asked_renewal_has_author_and_deadline",
            ),
            models.CheckConstraint(
                condition=Q(irregular_since__isnull=True, regularise_by__isnull=True)
                | Q(irregular_since__isnull=False, regularise_by__isnull=False) & ~Q(irregular_reason=""),
                name="irregular_has_reason_and_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("suspended", "withdrawn")) | Q(state_since__isnull=False) & ~Q(state_reason=""),
                name="stopped_membership_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on", "id"], name="membership_active_end", condition=Q(state="active")),
            models.Index(fields=["sort_key", "id"], name="membership_active_name", condition=Q(state="active")),
            models.Index(fields=["number", "id"], name="membership_active_number", condition=Q(state="active")),
            models.Index(fields=["renewal_due_at", "id"], name="membership_renewal_asked", condition=ASKED),
            models.Index(fields=["state_since", "id"], name="membership_suspended", condition=Q(state="suspended")),
            models.Index(fields=["ends_on", "id"], name="membership_expired", condition=Q(state="expired")),
            models.Index(fields=["state_since", "id"], name="membership_over", condition=OVER),
            models.Index(fields=["rechecked_at"], name="membership_to_recheck", condition=LIVE),
        ]


class MembershipTerm(models.Model):
    """A term the membership was renewed for, after the one before it; the first term is the membership's own."""

    id = models.UUIDField(primary_key=True, default=new_id)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="renewals")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Last day included")
    term_rule = models.CharField(max_length=120)
    terms = models.ForeignKey("memberships.TermsVersion", on_delete=models.PROTECT)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    isolation = tenant(operator=("select", "insert"), provider=("select", "insert"))
    retention = kept(
        "membership_ended",
        60,
        plain="id membership organisation starts_on ends_on term_rule terms asked_at asked_by decided_at decided_by",
    )

    class Meta:
        db_table = "membership_term"
        constraints = [models.UniqueConstraint(fields=["membership", "starts_on"], name="one_term_a_beginning")]


RUNNING = Q(state__in=("open", "answered"))


class Procedure(models.Model):
    """OPEN → ANSWERED → WITHDRAWN | CLOSED. The withdrawal of access for misuse, with the provider heard before.

    clause: of the terms, in words. answer_due_at: until when the provider may answer, at least. decision_due_at: when
    the operator's decision is due, earlier when access was suspended at once (urgent_reason).
    """

    class State(models.TextChoices):
        OPEN = "open", "Réponse attendue"
        ANSWERED = "answered", "À décider"
        WITHDRAWN = "withdrawn", "Accès retiré"
        CLOSED = "closed", "Sans suite"

    id = models.UUIDField(primary_key=True, default=new_id)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="procedures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    clause = models.CharField(max_length=200)
    reason = models.TextField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer_due_at = models.DateTimeField()
    answer_rule = models.CharField(max_length=120)
    decision_due_at = models.DateTimeField()
    decision_rule = models.CharField(max_length=120)
    urgent_reason = models.TextField(default="")
    suspended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)
    answer = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decision_reason = models.TextField(default="")

    isolation = tenant(provider=("select", "update"))
    retention = kept(
        "decided",
        60,
        plain="id membership organisation state clause opened_at opened_by answer_due_at answer_rule decision_due_at "
        "decision_rule suspended_at reminded_at alarmed_at answered_at answered_by decided_at decided_by",
        deleted="reason urgent_reason answer decision_reason",
    )

    class Meta:
        db_table = "access_procedure"
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=RUNNING,
                name="one_running_procedure",
                violation_error_message="Une procédure est déjà en cours pour cette adhésion.",
            ),
            models.CheckConstraint(
                condition=RUNNING & Q(decided_at__isnull=True)
                | ~RUNNING & Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(decision_reason=""),
                name="decided_procedure_says_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(suspended_at__isnull=True, urgent_reason="")
                | Q(suspended_at__isnull=False) & ~Q(urgent_reason=""),
                name="urgent_suspension_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["decision_due_at", "id"], name="procedure_queue", condition=RUNNING),
        ]


class RegisterAlert(models.Model):
    """OPEN → SETTLED by an agent, with what was done | LIFTED when the register says otherwise again. Acts by nothing:
    a register may be wrong, or late."""

    class Kind(models.TextChoices):
        NDA_GONE = "nda_gone", "Déclaration d’activité absente de la liste publique"
        NDA_OTHER = "nda_other", "Déclaration d’activité d’une autre entreprise"
        SIRET_CLOSED = "siret_closed", "Établissement fermé au répertoire"
        SIRET_GONE = "siret_gone", "SIRET absent du répertoire"

    class State(models.TextChoices):
        OPEN = "open", "À traiter"
        SETTLED = "settled", "Traitée"
        LIFTED = "lifted", "Levée d’elle-même"

    id = models.UUIDField(primary_key=True, default=new_id)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="alerts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    found = models.CharField(max_length=300, help_text="What the register says, and when")
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_rule = models.CharField(max_length=120)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(default="")

    isolation = Isolation(
        "tenant",
        {Audience.OPERATOR: Rows(("select", "update")), Audience.SYSTEM: Rows(ALL)},
        policed=True,
        tracked=True,
    )
    retention = kept(
        "decided",
        60,
        plain="id membership organisation kind state found raised_at due_at due_rule settled_at settled_by",
        blank="note",
    )

    class Meta:
        db_table = "register_alert"
        constraints = [
            models.UniqueConstraint(fields=["membership", "kind"], condition=Q(state="open"), name="one_open_alert"),
        ]
        indexes = [models.Index(fields=["due_at", "id"], name="alert_queue", condition=Q(state="open"))]
