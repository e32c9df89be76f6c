"""What is to be looked at, of somebody in training. Pure functions of plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from kairos.path.enrolments.models import Enrolment

State = Enrolment.State
THERE = (State.IN_TRAINING, State.INTERRUPTED)
OUT = (State.COMPLETED, State.LEFT)


class Kind(StrEnum):
    """ENTRY, EXIT: to be declared. MONTH: the last one that was due is not submitted. PAUSE: interrupted for long."""

    ENTRY = "entry"
    NO_SHOW = "no_show"
    ABSENCES = "absences"
    PAUSE = "pause"
    CONTESTED = "contested"
    MONTH = "month"
    EXIT = "exit"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Limits:
    """As the dated settings have them today, and over some of them the head of the agency. month: the last one that is
    due, its first day and its last; recent_days: of absences, exits, people who never came; looked_at_days: how long
    who is out is still looked at."""

    today: date
    pause_days: int
    absences: int
    review_days: int
    month: tuple[date, date]
    recent_days: int
    looked_at_days: int

    @property
    def recent_from(self) -> date:
        return self.today - timedelta(days=self.recent_days)

    @property
    def paused_before(self) -> date:
        return self.today - timedelta(days=self.pause_days)


class Training(NamedTuple):
    """One enrolment. since: of its state; paused_on: first day of an interruption that goes on. absences: half-days
    without a good reason, lately. contested: its month, the earliest. unsaid: whether the month that is due was not
    submitted. reviewed: whether its bilan is shared, or is not due yet."""

    id: UUID
    person: UUID
    title: str
    state: str
    since: datetime
    due_from: date | None
    due_on: date | None
    left_on: date | None
    paused_on: date | None
    absences: int
    contested: date | None
    unsaid: bool
    reviewed: bool


class Alert(NamedTuple):
    """on: since when, until when, or which month, as its kind means it."""

    kind: Kind
    training: Training
    on: date | None = None
    late: bool = False


def alerts(one: Training, limits: Limits) -> Iterator[Alert]:
    """In the order of `Kind`: what keeps somebody from their training first."""
    yield from _starting(one, limits.today)
    yield from _going_on(one, limits)
    yield from _ending(one, limits.today)


def _starting(one: Training, today: date) -> Iterator[Alert]:
    if one.state == State.REGISTERED and one.due_from and one.due_from < today:
        yield Alert(Kind.ENTRY, one, one.due_from, late=bool(one.due_on and one.due_on < today))
    if one.state == State.NO_SHOW:
        yield Alert(Kind.NO_SHOW, one)


def _going_on(one: Training, limits: Limits) -> Iterator[Alert]:
    if one.state in THERE and one.absences >= limits.absences:
        yield Alert(Kind.ABSENCES, one)
    if one.paused_on and one.paused_on < limits.paused_before:
        yield Alert(Kind.PAUSE, one, one.paused_on)
    if one.contested:
        yield Alert(Kind.CONTESTED, one, one.contested)
    if one.unsaid:
        yield Alert(Kind.MONTH, one, limits.month[0])


def _ending(one: Training, today: date) -> Iterator[Alert]:
    if one.state in THERE and one.due_on and one.due_on < today:
        yield Alert(Kind.EXIT, one, one.due_from)
    if not one.reviewed:
        yield Alert(Kind.REVIEW, one, one.left_on)


def month_due(today: date, days: int) -> tuple[date, date]:
    """The last month whose statement had to be submitted by yesterday: so many days after its end."""
    first = today.replace(day=1)
    while (end := first - timedelta(days=1)) + timedelta(days=days) >= today:
        first = end.replace(day=1)
    return end.replace(day=1), end
