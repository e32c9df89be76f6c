"""Staff sessions: one's own, all of them for a supervisor."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.identity.habilitations.models import Intervention


def visible_to(actor: Actor) -> QuerySet[Intervention]:
    """The latest first."""
    rows = Intervention.objects.select_related("agent", "organisation").order_by("-opened_at", "id")
    if actor.audience == Audience.SYSTEM or "operator.settings" in actor.rights:
        return rows
    return rows.filter(agent=actor.user) if actor.audience == Audience.OPERATOR else rows.none()


def open_of(agent: UUID | None) -> Intervention | None:
    return Intervention.objects.filter(agent=agent, state=Intervention.State.OPEN).first()


def opened_since(agent: UUID, since: datetime) -> int:
    return Intervention.objects.filter(agent=agent, opened_at__gte=since).count()
