"""A review of the accesses of an organisation, and its lines: one a person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kairos.foundation.ids import new_id
from kairos.foundation.isolation import tenant
from kairos.foundation.retention import kept
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
