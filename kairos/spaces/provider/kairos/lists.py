"""What the list of one's own sessions reads: by state, a page of lines by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from kairos.foundation.actor import Actor
from kairos.foundation.text import sort_key
from kairos.offer.catalogue import queries
from kairos.offer.catalogue.models import TrainingSession
from kairos.spaces.keyset import Window
from kairos.spaces.published import Asked, by_day, place

State = TrainingSession.State
OWN_COLUMNS = (
    "id", "number", "delivery__course__title", "delivery__town", "delivery__postcode", "delivery__teaching", "state",
    "starts_on", "ends_on", "listed_on", "capacity", "left_file_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tab:
    """counted: how many places are held is shown."""

    key: str
    label: str
    states: tuple[str, ...]
    descending: bool = False
    counted: bool = False


TABS: Mapping[str, Tab] = {
    tab.key: tab
    for tab in (
        Tab("", "À venir et en cours", (State.PUBLISHED, State.STARTED), counted=True),
        Tab("brouillons", "Brouillons", (State.DRAFT,)),
        Tab("suspendues", "Suspendues", (State.SUSPENDED,), counted=True),
        Tab("terminees", "Terminées", (State.ENDED,), descending=True),
        Tab("annulees", "Annulées", (State.CANCELLED,), descending=True),
    )
}
BADGES = {
    State.DRAFT: ("idle", "Brouillon"),
    State.PUBLISHED: ("ok", "Publiée"),
    State.STARTED: ("info", "En cours"),
    State.SUSPENDED: ("warn", "Suspendue"),
    State.ENDED: ("idle", "Terminée"),
    State.CANCELLED: ("bad", "Annulée"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A session in one's own list."""

    id: UUID
    number: str
    title: str
    town: str
    postcode: str
    teaching: str
    state: str
    starts_on: date | None
    ends_on: date | None
    listed_on: date
    capacity: int | None
    left_file_on: date | None

    @property
    def badge(self) -> tuple[str, str]:
        return BADGES[State(self.state)]

    @property
    def place(self) -> str:
        return place(self.teaching, self.postcode, self.town)


def own(actor: Actor, tab: Tab, asked: Asked, parameters: QueryDict) -> Window[Line]:
    """One statement."""
    rows = queries.visible_to(actor).filter(state__in=tab.states)
    return by_day(_matching(rows, asked), Line, OWN_COLUMNS, "listed_on", parameters, descending=tab.descending)


def _matching(rows: QuerySet[TrainingSession], asked: Asked) -> QuerySet[TrainingSession]:
    for word in sort_key(asked.words).split()[:8]:
        numbers = Q(number__icontains=word) | Q(delivery__number__icontains=word)
        numbers |= Q(delivery__course__number__icontains=word)
        rows = rows.filter(numbers | Q(delivery__course__sort_key__contains=word))
    if asked.place:
        rows = rows.filter(_at(asked.place))
    if asked.since:
        rows = rows.filter(listed_on__gte=asked.since)
    return rows.filter(delivery__funders__contains=[asked.funder]) if asked.funder else rows


def _at(text: str) -> Q:
    if text.isdecimal():
        return Q(delivery__postcode__startswith=text)
    return Q(delivery__place_key__contains=sort_key(text) or "-")


def counts(actor: Actor) -> dict[str, int]:
    """State → how many, in one statement."""
    rows = queries.visible_to(actor).select_related(None).order_by()
    return dict(rows.values_list("state").annotate(Count("pk")))
