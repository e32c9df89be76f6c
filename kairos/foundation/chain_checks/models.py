"""The table of verifications."""

from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Q

from kairos.foundation.actor import Actor
from kairos.foundation.ids import NOBODY, new_id
from kairos.foundation.isolation import tenant
from kairos.foundation.prepared import prepared
from kairos.foundation.retention import kept


class ChainCheck(models.Model):
    """One verification of the journal, asked by somebody. done: seals computed again, of `seals`.

    organisation_id: whose entries; the nobody id for the whole journal. faults: what was found, as it may be told.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Demandée"
        RUNNING = "running", "En cours"
        WHOLE = "whole", "Intact"
        BROKEN = "broken", "Altéré"
        FAILED = "failed", "Interrompue"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField(default=NOBODY)
    state = models.CharField(max_length=8, choices=State, default="")
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    seals = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    first_seal = models.BigIntegerField(default=0)
    last_seal = models.BigIntegerField(default=0)
    entries = models.BigIntegerField(default=0)
    pending = models.BigIntegerField(default=0)
    faults = models.JSONField(default=list)

    isolation = tenant(operator=("select", "insert"), provider=("select", "insert"), tracked=False)
    retention = kept(
        "written",
        72,
        plain="id organisation_id state asked_at asked_by ended_at seals done first_seal last_seal entries pending "
        "faults",
    )

    class Meta:
        db_table = "chain_check"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id"],
                condition=Q(state__in=("waiting", "running")),
                name="one_live_chain_check",
                violation_error_message="Une vérification est déjà en cours.",
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "-asked_at"], name="chain_check_latest")]

    @property
    def live(self) -> bool:
        return self.state in (ChainCheck.State.WAITING, ChainCheck.State.RUNNING)

    @property
    def told(self) -> list[tuple[str, int | None, datetime | None]]:
        """Each fault: what, in which seal, when it was written."""
        found = [(fault["explanation"], fault["seal"], fault["at"]) for fault in self.faults]
        return [(said, seal, datetime.fromisoformat(at) if at else None) for said, seal, at in found]


def latest(organisation: UUID | None) -> ChainCheck | None:
    return _latest.first(organisation)


@prepared
def _latest(organisation: UUID | None) -> models.QuerySet["ChainCheck"]:
    return ChainCheck.objects.filter(organisation_id=organisation).order_by("-asked_at")[:1]


def latest_for(actor: Actor) -> ChainCheck | None:
    """Of the organisation acted for; of the whole journal for who acts for none."""
    return latest(actor.scope_organisation)
