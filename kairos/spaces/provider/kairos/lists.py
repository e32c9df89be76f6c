"""What the lists of sessions read: one's own by state, everyone's that are published; a page of lines by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.text import sort_key
from kairos.offer.catalogue import codes, publishing, queries
from kairos.offer.catalogue.models import PublishedSession, TrainingSession
from kairos.spaces.forms import parse_day
from kairos.spaces.keyset import Order, Window, window

State = TrainingSession.State
SIZE = 25
OWN_COLUMNS = (
    "id", "number", "delivery__course__title", "delivery__town", "delivery__postcode", "delivery__teaching", "state",
    "starts_on", "ends_on", "listed_on", "capacity", "left_file_on",
)  # fmt: skip
PUBLISHED_COLUMNS = (
    "id", "organisation_name", "number", "title", "town", "postcode", "teaching", "starts_on", "ends_on", "capacity",
    "funders",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    states: tuple[str, ...]
    descending: bool = False


TABS: Mapping[str, Tab] = {
    tab.key: tab
    for tab in (
        Tab("", "À venir et en cours", (State.PUBLISHED, State.STARTED)),
        Tab("brouillons", "Brouillons", (State.DRAFT,)),
        Tab("suspendues", "Suspendues", (State.SUSPENDED,)),
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


@dataclass(frozen=True, slots=True)
class Published:
    """A session that everyone finds."""

    id: UUID
    organisation_name: str
    number: str
    title: str
    town: str
    postcode: str
    teaching: str
    starts_on: date
    ends_on: date | None
    capacity: int | None
    funders: list[str]

    @property
    def place(self) -> str:
        return place(self.teaching, self.postcode, self.town)

    @property
    def paid_by(self) -> str:
        return ", ".join(codes.FUNDERS[code] for code in self.funders)


def place(teaching: str, postcode: str, town: str) -> str:
    return "À distance" if teaching == "2" else f"{town} ({postcode[:2]})" if town else "Lieu à dire"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks: words, a place, from which day, a funder."""

    words: str
    place: str
    since: date | None
    funder: str

    @classmethod
    def of(cls, parameters: QueryDict) -> "Asked":
        def text(name: str) -> str:
            return parameters.get(name, "").replace("\x00", "").strip()[:100]

        funder = text("financeur")
        return cls(text("q"), text("lieu"), parse_day(text("du")), funder if funder in codes.FUNDERS else "")

    @property
    def anything(self) -> bool:
        return bool(self.words or self.place or self.since or self.funder)


def own(actor: Actor, tab: Tab, asked: Asked, parameters: QueryDict) -> Window[Line]:
    """One statement."""
    rows = queries.visible_to(actor).filter(state__in=tab.states)
    return _window(_matching(rows, asked), Line, OWN_COLUMNS, "listed_on", parameters, descending=tab.descending)


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


def published(asked: Asked, parameters: QueryDict) -> Window[Published]:
    """One statement, by the index of words or along the days."""
    rows: QuerySet[PublishedSession] = queries.published().filter(starts_on__gte=asked.since or clock.today())
    if question := publishing.asked(asked.words, asked.place, asked.funder):
        rows = rows.filter(words__lexemes=question)
    return _window(rows, Published, PUBLISHED_COLUMNS, "starts_on", parameters)


def _window(
    rows: QuerySet, make: type, columns: tuple[str, ...], order: str, parameters: QueryDict, **more: Any
) -> Window:
    after, before = parameters.get("apres", ""), parameters.get("avant", "")
    by_day = Order(order, date.fromisoformat)
    return window(rows, make, columns, by_day, size=SIZE, after=after, before=before, **more)
