"""What a home shows of its sources: one statement, sorted by deadline, counted right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import IntegerField, QuerySet, Value

from kairos.design import french
from kairos.foundation import clock, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.clock import PARIS
from kairos.foundation.prepared import prepared
from kairos.spaces.todo.sources import COLUMNS, Line, Source, Task, known

MOST = 25
SOON, WEEK = 2, 7
SECTIONS = ("En retard", "Aujourd’hui", "Dans les sept jours", "Ensuite", "Sans échéance")


@dataclass(frozen=True, slots=True)
class Shown:
    """A task and its clock; until is empty for one without a deadline. section: its place in SECTIONS."""

    task: Task
    state: str
    label: str
    until: str
    section: int


@dataclass(frozen=True, slots=True)
class Todo:
    """count: of all that waits, shown or not."""

    shown: list[Shown]
    count: int

    @property
    def sections(self) -> list[tuple[str, list[Shown]]]:
        found = [(name, [one for one in self.shown if one.section == at]) for at, name in enumerate(SECTIONS)]
        return [(name, shown) for name, shown in found if shown]

    @property
    def people(self) -> list[UUID]:
        return [one.task.person for one in self.shown if one.task.person]

    def unnamed(self) -> "Todo":
        """For whoever may read nobody for now."""
        shown = [one for one in self.shown if not one.task.person]
        return Todo(shown, self.count - len(self.shown) + len(shown))

    @property
    def more(self) -> bool:
        return self.count > len(self.shown)


def of(actor: Actor, *homes: str, more: Iterable[Task] = (), but: Iterable[UUID | None] = ()) -> Todo:
    """What waits for the actor there. more: what the page knew already; but: keys of what it says elsewhere."""
    found, left_out = list(more), set(but)
    count, seen = len(found), set()
    for source, line in _lines(actor, homes):
        if source.name not in seen:
            seen.add(source.name)
            count += line.total
        task = source.say(line)
        if task is None or line.key in left_out:
            count -= 1
        else:
            found.append(task)
    today = clock.today()
    shown = sorted((_shown(task, today) for task in found), key=_order)
    return Todo(shown[:MOST], count)


def _lines(actor: Actor, homes: tuple[str, ...]) -> Iterator[tuple[Source, Line]]:
    asked = [one for one in known.values() if one.home in homes and _may(actor, one)]
    if not asked:
        return
    names = tuple((one.name, one.values()) for one in asked)
    for rank, *columns in _together(names, actor, clock.now(), clock.today()):
        yield asked[rank], Line(*columns)


def _may(actor: Actor, source: Source) -> bool:
    return all(permissions.holds(actor, one) for one in source.permissions)


@prepared
def _together(
    names: tuple[tuple[str, tuple[int, ...]], ...], actor: Actor, now: datetime, today: date
) -> QuerySet[Any]:
    parts = [_part(rank, known[name].read(actor, now, today, *given)) for rank, (name, given) in enumerate(names)]
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _part(rank: int, rows: QuerySet) -> QuerySet:
    return rows.annotate(todo_source=Value(rank, IntegerField())).values_list("todo_source", *COLUMNS)[:MOST]


def _shown(task: Task, today: date) -> Shown:
    if task.due is None:
        return Shown(task, task.state, task.label, "", len(SECTIONS) - 1)
    day = task.due.astimezone(PARIS).date() if isinstance(task.due, datetime) else task.due
    left = (day - today).days
    state = "bad" if left < 0 else "warn" if left <= SOON else "info"
    section = 0 if left < 0 else 1 if left == 0 else 2 if left <= WEEK else 3
    return Shown(task, state, french.countdown(left), french.short_day(day, today), section)


def _order(one: Shown) -> tuple[Any, ...]:
    due = one.task.due
    if due is None:
        return (one.section, one.state != "warn", one.task.title)
    return (one.section, due.astimezone(PARIS).isoformat() if isinstance(due, datetime) else due.isoformat(), "")
