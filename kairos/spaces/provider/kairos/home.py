"""The provider's Kairos home: what is to be done, what is under way, then figures."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.foundation import clock, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.prepared import prepared
from kairos.identity.organisations.models import Organisation
from kairos.offer.catalogue import queries as catalogue
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.appointments import queries as appointments
from kairos.path.appointments import wording
from kairos.path.appointments.models import Slot
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.models import PLANNED, Enrolment
from kairos.spaces import todo
from kairos.spaces.provider.kairos import chrome, lists
from kairos.spaces.published import place

MOST_SESSIONS, MOST_SLOTS = 6, 4
MONTH = timedelta(days=30)
State = Enrolment.State


@dataclass(frozen=True, slots=True)
class Running:
    """A session under way. taken: the people for whom a place is kept."""

    id: UUID
    number: str
    title: str
    town: str
    postcode: str
    teaching: str
    starts_on: date | None
    ends_on: date | None
    capacity: int | None
    taken: int

    @property
    def where(self) -> str:
        return place(self.teaching, self.postcode, self.town)


@dataclass(frozen=True, slots=True)
class Next:
    """An appointment to come."""

    slot: Slot

    @property
    def when(self) -> str:
        return wording.when(self.slot)


def home(request: HttpRequest) -> HttpResponse:
    """Each part for whoever may read it; five statements."""
    actor, now = request.actor, clock.now()
    sessions, people = (permissions.holds(actor, name) for name in ("catalogue.consult", "enrolments.consult"))
    slots = _slots(actor, now) if permissions.holds(actor, "appointments.consult") else []
    return render(
        request,
        "kairos/home.html",
        chrome.of(request),
        todo=todo.of(actor, "kairos", "portal"),
        today=clock.today(),
        running=[Running(*row) for row in _running(actor)] if sessions else [],
        slots=[Next(slot) for slot in slots],
        counts=lists.counts(actor) if sessions else None,
        people=_figures(actor, now) if people else None,
        may_enter=permissions.holds(actor, "catalogue.enter"),
    )


@prepared
def _running(actor: Actor) -> QuerySet[Any]:
    """Those that end first."""
    rows = catalogue.visible_to(actor).filter(state=TrainingSession.State.STARTED)
    kept = enrolments.visible_to(actor).filter(session=OuterRef("pk"), state__in=enrolments.KEEPS_A_PLACE)
    kept = kept.select_related(None)
    counted = kept.order_by().values("session").annotate(many=Count("pk")).values("many")
    found = rows.annotate(taken=Coalesce(Subquery(counted, IntegerField()), 0)).order_by("ends_on", "id")
    return found.values_list(
        "id", "number", "delivery__course__title", "delivery__town", "delivery__postcode", "delivery__teaching",
        "starts_on", "ends_on", "capacity", "taken",
    )[:MOST_SESSIONS]  # fmt: skip


@prepared
def _slots(actor: Actor, now: datetime) -> QuerySet[Slot]:
    rows = appointments.visible_to(actor).filter(state=Slot.State.OPEN, starts_at__gt=now)
    return rows.order_by("starts_at", "id")[:MOST_SLOTS]


@dataclass(frozen=True, slots=True)
class People:
    """Of the last thirty days, and now."""

    arrived: int
    retained: int
    not_retained: int
    waiting: int


def _figures(actor: Actor, now: datetime) -> People:
    return People(*next(iter(_counted(actor, now - MONTH)), (0, 0, 0, 0)))


@prepared
def _counted(actor: Actor, since: datetime) -> QuerySet[Any]:
    """Each by its own index: what is past is not read."""
    rows = enrolments.visible_to(actor).select_related(None).order_by()
    return Organisation.objects.filter(pk=actor.scope_organisation).values_list(
        _many(rows.filter(created_at__gte=since)),
        _many(rows.filter(retained_at__gte=since, state__in=(State.RETAINED, *PLANNED))),
        _many(rows.filter(state=State.NOT_RETAINED, state_since__gte=since)),
        _many(rows.filter(state=State.WAITING)),
    )


def _many(rows: QuerySet[Enrolment]) -> Coalesce:
    counted = rows.values("organisation").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted, IntegerField()), 0)
