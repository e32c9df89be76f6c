"""A source of « À faire »: which rows, in what shape, and how each is said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    QuerySet,
    TextField,
    UUIDField,
    Value,
    Window,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

COLUMNS = ("todo_key", "todo_title", "todo_detail", "todo_at", "todo_count", "todo_total")


class Line(NamedTuple):
    """What a source read. at: by when, or since when, as the source means it; total: how many lines it has in all."""

    key: UUID | None
    title: str
    detail: str
    at: datetime | None
    count: int
    total: int

    @property
    def day(self) -> date | None:
        """Of a column that holds a day."""
        return self.at.date() if self.at else None


@dataclass(frozen=True, slots=True)
class Task:
    """What is shown: what, where, the word of its button. due: a day or an instant; without one, `label` says why it
    is there, in the colour of `state`. person: whom it names, a reading that the home counts and journals."""

    title: str
    href: str
    act: str
    detail: str = ""
    due: date | datetime | None = None
    state: str = "warn"
    label: str = ""
    person: UUID | None = None


Read = Callable[..., QuerySet]
Say = Callable[[Line], Task | None]


@dataclass(frozen=True, slots=True)
class Source:
    """home: the page that shows it. permissions: all are needed. given: dated settings, that the read takes last."""

    name: str
    home: str
    permissions: tuple[str, ...]
    read: Read
    say: Say
    given: tuple[Callable[[], int], ...]

    def values(self) -> tuple[int, ...]:
        return tuple(value() for value in self.given)


known: dict[str, Source] = {}


def source(home: str, permission: str | tuple[str, ...], say: Say, *given: Callable[[], int]) -> Callable[[Read], Read]:
    needed = (permission,) if isinstance(permission, str) else permission

    def declare(read: Read) -> Read:
        name = f"{home}.{read.__module__.rpartition('.todo')[0].rpartition('.')[2]}.{read.__name__}"
        if name in known:
            raise ValueError(f"source of « À faire » declared twice: {name}")
        known[name] = Source(name, home, needed, read, say, given)
        return read

    return declare


def lines(
    rows: QuerySet,
    title: str | Combinable,
    *,
    key: str | None = "pk",
    detail: str | Combinable = "",
    at: str | Combinable | None = None,
    count: str | Combinable = "",
) -> QuerySet:
    """The rows in the shape of every source, the earliest first. A text names a column; `Value("…")` is written."""
    shaped = rows.order_by().annotate(
        todo_key=Cast(_of(key), UUIDField()),
        todo_title=Cast(_of(title), TextField()),
        todo_detail=Cast(_of(detail or Value("")), TextField()),
        todo_at=Cast(_of(at), DateTimeField()),
        todo_count=Cast(_of(count or Value(1)), IntegerField()),
        todo_total=Window(Count("*")),
    )
    return shaped.order_by("todo_at", "todo_key")


def _of(what: str | Combinable | None) -> Any:
    return F(what) if isinstance(what, str) else Value(None) if what is None else what


def days_after(day: date, days: int) -> Combinable:
    """So many days after (or before), counted by the database: `day` stays what is bound."""
    return ExpressionWrapper(Value(day, DateField()) + Value(days), DateField())


def instants_before(now: datetime, days: int) -> Combinable:
    return ExpressionWrapper(Value(now, DateTimeField()) - Value(timedelta(days=days)), DateTimeField())


def once(expression: Combinable) -> Func:
    """Of nothing but what is bound: reckoned once for the read, not once a row."""
    return Func(expression, template="(SELECT %(expressions)s)", output_field=expression.output_field)
