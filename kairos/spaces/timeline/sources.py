"""A source of the path: which rows, in what shape, how each is said, where it leads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, DateTimeField, F, QuerySet, TextField, UUIDField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.urls import reverse

from kairos.foundation.actor import Actor, Audience

COLUMNS = ("entry_at", "entry_day", "entry_key", "entry_kind", "entry_title", "entry_detail")


class Line(NamedTuple):
    """What a source read. day: `at` is a day, without an hour. kind: as the source tells its lines apart."""

    at: datetime
    day: bool
    key: UUID
    kind: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the path: a sentence, what is known beside it, its colour and icon (as timelines draw them)."""

    label: str
    detail: str = ""
    state: str = "info"
    icon: str = "check"


Read = Callable[[Actor, UUID], QuerySet]
Say = Callable[[Line], Said]
Lead = Callable[[Audience, Line, UUID], str]


@dataclass(frozen=True, slots=True)
class Source:
    """may: by audience, what one must hold; nobody of another reads it."""

    name: str
    may: Mapping[Audience, str]
    read: Read
    say: Say
    lead: Lead


known: dict[str, Source] = {}


def source(name: str, *, may: Mapping[Audience, str], say: Say, lead: Lead) -> Callable[[Read], Read]:
    def declare(read: Read) -> Read:
        if name in known:
            raise ValueError(f"source of the path declared twice: {name}")
        known[name] = Source(name, may, read, say, lead)
        return read

    return declare


def to(*, provider: str = "", agency: str = "", own: str = "") -> Lead:
    """Addresses by name: the provider's takes the key of the line, the agency's the person, one's own nothing."""

    def lead(audience: Audience, line: Line, person: UUID) -> str:
        if audience == Audience.PROVIDER:
            return reverse(provider, args=[line.key]) if provider else ""
        if audience == Audience.AGENCY:
            return reverse(agency, args=[person]) if agency else ""
        return reverse(own) if own else ""

    return lead


def entries(
    rows: QuerySet,
    title: str | Combinable,
    *,
    at: str | Combinable,
    kind: str | Combinable,
    key: str = "pk",
    detail: str | Combinable = "",
    day: bool | Combinable = False,
) -> QuerySet:
    """The rows in the shape of every source, the latest first. A text names a column; `Value("…")` is written."""
    shaped = rows.order_by().annotate(
        entry_at=Cast(_of(at), DateTimeField()),
        entry_day=Value(day, BooleanField()) if isinstance(day, bool) else day,
        entry_key=Cast(F(key), UUIDField()),
        entry_kind=Cast(_of(kind), TextField()),
        entry_title=Cast(_of(title), TextField()),
        entry_detail=Cast(_of(detail or Value("")), TextField()),
    )
    return shaped.order_by("-entry_at", "-entry_key")


def _of(what: str | Combinable) -> Any:
    return F(what) if isinstance(what, str) else what
