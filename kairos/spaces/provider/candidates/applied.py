"""What the list of those referred to one's sessions reads: by state, who waits longest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from kairos.foundation.actor import Actor
from kairos.foundation.prepared import prepared
from kairos.foundation.text import sort_key
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.enrolments import queries
from kairos.path.enrolments.models import Enrolment
from kairos.people.jobseekers import queries as files
from kairos.people.jobseekers import rules
from kairos.spaces.keyset import Source, Window, by_instant, window

State = Enrolment.State
SIZE = 25
COLUMNS = ("id", "state", "reason", "title", "session__number", "session_id", "person_id")
NAMES = ("id", "first_name", "last_name", "email", "phone")
SINCE = by_instant("state_since")
STATES = dict(State.choices)


@dataclass(frozen=True, slots=True)
class Tab:
    """counted: whoever is there is still read, so that the number is that of the list, and the name at hand."""

    key: str
    label: str
    states: tuple[str, ...]
    descending: bool = False
    counted: bool = True


TABS: Mapping[str, Tab] = {
    tab.key: tab
    for tab in (
        Tab("", "À décider", (State.REFERRED, State.REQUESTED)),
        Tab("attente", "En attente", (State.WAITING,)),
        Tab("absents", "Absents", (State.ABSENT,)),
        Tab("retenus", "Retenus", (State.RETAINED, State.REGISTERED), descending=True),
        Tab("en-formation", "En formation", (State.IN_TRAINING, State.INTERRUPTED), descending=True),
        Tab(
            "sortis",
            "Sortis",
            (State.COMPLETED, State.LEFT, State.NO_SHOW, State.CANCELLED),
            descending=True,
            counted=False,
        ),
        Tab("non-retenus", "Non retenus", (State.NOT_RETAINED,), descending=True, counted=False),
    )
}
BADGES = {
    State.REFERRED: "warn", State.REQUESTED: "warn", State.WAITING: "info", State.ABSENT: "bad",
    State.REGISTERED: "ok", State.IN_TRAINING: "ok", State.INTERRUPTED: "warn", State.COMPLETED: "ok",
    State.LEFT: "idle", State.NO_SHOW: "bad",
    State.RETAINED: "ok", State.NOT_RETAINED: "idle", State.WITHDRAWN: "idle", State.CANCELLED: "idle",
}  # fmt: skip


def badge(state: str) -> tuple[str, str]:
    return BADGES.get(State(state), "info"), STATES[state]


@dataclass(frozen=True, slots=True)
class Line:
    id: UUID
    state_since: datetime
    state: str
    reason: str
    title: str
    number: str
    session: UUID
    person: UUID
    first_name: str
    last_name: str
    email: str
    phone: str

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()

    @property
    def contacts(self) -> str:
        return masked(self.phone, self.email)

    @property
    def badge(self) -> tuple[str, str]:
        return badge(self.state)


def masked(phone: str, email: str) -> str:
    return " · ".join(one for one in (rules.masked_phone(phone), rules.masked_email(email)) if one) or "aucun"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks: words of a name, the number of a session."""

    words: str
    session: str

    @classmethod
    def of(cls, parameters: QueryDict) -> "Asked":
        def text(name: str) -> str:
            return parameters.get(name, "").replace("\x00", "").strip()[:100]

        return cls(text("q"), text("session"))

    @property
    def anything(self) -> bool:
        return bool(self.words or self.session)


class Key(NamedTuple):
    id: UUID
    state_since: datetime


def page(actor: Actor, tab: Tab, asked: Asked, parameters: QueryDict) -> Window[Line]:
    """Three statements: which ones by one index, what is said of them, then who they are, as far as they are read. To
    hand to `reading.shown` before it is shown."""
    rows = _asked(actor, tab, asked) if asked.anything else Source(_of_tab, (actor, tab.states))
    keys = window(
        rows,
        Key,
        ("id", "state_since"),
        SINCE,
        descending=tab.descending,
        size=SIZE,
        after=parameters.get("apres", ""),
        before=parameters.get("avant", ""),
    )
    return Window(list(_lines(actor, keys.rows)), keys.before, keys.after)


def _lines(actor: Actor, keys: list[Key]) -> Iterator[Line]:
    """Nobody whose reading is over."""
    rows = queries.visible_to(actor).filter(pk__in=[key.id for key in keys])
    said = {row[0]: row for row in rows.values_list(*COLUMNS)}
    wanted = [row[-1] for row in said.values()]
    names = {row[0]: row[1:] for row in files.visible_to(actor).filter(pk__in=wanted).values_list(*NAMES)}
    for key in keys:
        _, *rest = said[key.id]
        if who := names.get(rest[-1]):
            yield Line(key.id, key.state_since, *rest, *who)


def _of_tab(actor: Actor, states: tuple[str, ...]) -> list[QuerySet[Enrolment]]:
    """State by state, each in the order of the list."""
    rows = queries.visible_to(actor).select_related(None)
    return [rows.filter(_in(state)) for state in states]


def _in(state: str) -> Q:
    """Of those whose session was cancelled, who was in training then: they are out, as the others."""
    return queries.STOPPED if state == State.CANCELLED else Q(state=state)


def _asked(actor: Actor, tab: Tab, asked: Asked) -> list[QuerySet[Enrolment]]:
    return [_narrowed(rows, tab, asked) for rows in _of_tab(actor, tab.states)]


def found(actor: Actor, tab: Tab, asked: Asked) -> QuerySet[Enrolment]:
    """All pages together."""
    return _narrowed(queries.visible_to(actor).filter(reduce(or_, map(_in, tab.states))), tab, asked)


def _narrowed(rows: QuerySet[Enrolment], tab: Tab, asked: Asked) -> QuerySet[Enrolment]:
    """Every word begins or is within a name; inside those one reads alone."""
    name = "person_key" if tab.counted else "person__sort_key"
    for word in sort_key(asked.words).split()[:4]:
        rows = rows.filter(**{f"{name}__contains": word})
    if asked.session:
        rows = rows.filter(session__in=TrainingSession.objects.filter(number=asked.session).values("pk"))
    return rows


def counts(actor: Actor) -> list[tuple[Tab, int | None]]:
    """One statement."""
    by_state = dict(_counted(actor))
    return [
        (tab, sum(by_state.get(state, 0) for state in tab.states) if tab.counted else None) for tab in TABS.values()
    ]


@prepared
def _counted(actor: Actor) -> QuerySet:
    counted = [state for tab in TABS.values() if tab.counted for state in tab.states]
    rows = queries.visible_to(actor).filter(state__in=counted).select_related(None).order_by()
    return rows.values_list("state").annotate(Count("pk"))
