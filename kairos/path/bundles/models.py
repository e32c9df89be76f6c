"""The file of a session, asked for by somebody."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation.declarations import ALL, WRITE, Isolation, Rows, own_organisation
from kairos.foundation.retention import kept
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.offer.catalogue.models import TrainingSession


class SessionBundle(models.Model):
    """WAITING until the worker has made it, READY, then ERASED; FAILED when it cannot be made, and `note` says why.

    reason: why it was asked, which the file bears. people: whom it names. files, size: how many, and octets in all.
    sha256: of the whole file; its bytes are on the shelf as long as it is READY. done: files written so far.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "En préparation"
        READY = "ready", "Prêt"
        FAILED = "failed", "Impossible"
        ERASED = "erased", "Effacé"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.DO_NOTHING, related_name="+", null=True)
    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=255)
    state = models.CharField(max_length=7, choices=State)
    state_since = models.DateTimeField()
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    people = ArrayField(models.UUIDField(), default=list)
    files = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="")
    note = models.CharField(max_length=300, default="")

    isolation = Isolation(
        "bundle",
        {Audience.PROVIDER: Rows(WRITE, own_organisation("organisation_id")), Audience.SYSTEM: Rows(ALL)},
        policed=True,
    )
    retention = kept(
        "ended",
        60,
        plain="id organisation establishment session title state state_since asked_at asked_by people files done size "
        "sha256 note",
        blank="reason",
    )

    class Meta:
        db_table = "session_bundle"
        constraints = [
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(state="waiting"),
                name="one_bundle_being_made",
                violation_error_message="Un dossier de cette session est déjà en préparation.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="bundle_says_why", violation_error_message="Dites pourquoi."
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("ready", "erased")) | ~Q(sha256=""), name="made_bundle_has_its_hash"
            ),
        ]
        indexes = [
            models.Index(fields=["session", "-asked_at"], name="bundle_of_session"),
            models.Index(fields=["organisation", "-asked_at"], name="bundle_of_organisation"),
            models.Index(fields=["sha256"], name="bundle_on_the_shelf", condition=Q(state="ready")),
        ]
