"""The doors to agencies and to who works there."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.people.agencies.models import Adviser, Agency
from kairos.people.agencies.rights import FOLLOW, MANAGE

State = Adviser.State


def agencies_visible_to(actor: Actor) -> QuerySet[Agency]:
    rows = Agency.objects.order_by("sort_key", "id")
    return rows.filter(pk=actor.agency) if actor.audience == Audience.AGENCY else rows


def visible_to(actor: Actor) -> QuerySet[Adviser]:
    """Colleagues, by name; all for the operator and jobs."""
    rows = Adviser.objects.select_related("user", "agency").order_by("sort_key", "id")
    if actor.audience in (Audience.OPERATOR, Audience.SYSTEM):
        return rows
    return rows.filter(agency=actor.agency) if actor.agency else rows.none()


def live_in(agency: UUID) -> QuerySet[Adviser]:
    return Adviser.objects.filter(agency=agency, ended_at__isnull=True).order_by("sort_key", "id")


def managers_of(agency: UUID) -> QuerySet[Adviser]:
    return live_in(agency).filter(state=State.ACTIVE, rights__contains=[MANAGE])


def followers_in(agency: UUID) -> QuerySet[Adviser]:
    """Who may be given job seekers to follow, those who have not answered their invitation too."""
    return live_in(agency).filter(rights__contains=[FOLLOW])


def own(actor: Actor, **beside: Any) -> Adviser:
    """Whoever acts, as their agency knows them; with what is read beside. Raises Adviser.DoesNotExist."""
    return visible_to(actor).annotate(**beside).get(user=actor.user, state=State.ACTIVE)


def take_turns(agency: UUID) -> None:
    """Until the end of the transaction, nobody else changes who manages this agency or follows whom there."""
    Adviser.objects.select_for_update().filter(agency=agency, ended_at__isnull=True).order_by("id").first()
