"""A sheet as it stands: who is expected when, what was said of each half-day. Five statements, whatever the group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from kairos.foundation import clock
from kairos.foundation.prepared import prepared
from kairos.foundation.working_days import place_of
from kairos.offer.catalogue.models import SessionModule, TrainingSession
from kairos.offer.catalogue.rules import Programme, clean_periods, expected_in, month_of
from kairos.path.attendance import rules
from kairos.path.attendance.models import AttendanceMark, AttendanceMonth, AttendanceSheet
from kairos.path.attendance.rules import HALF_DAYS, Kind, Mark, Plan, Totals
from kairos.path.enrolments import stays
from kairos.path.enrolments.stays import Stay

State = AttendanceMonth.State


class Cell(NamedTuple):
    """What a half-day says: its letter (see `rules.letter_at`), minutes missed, motive."""

    letter: str
    minutes: int | None = None
    motive: str = ""


BLANK = Cell(rules.UNSAID)


class Note(NamedTuple):
    """What stands beside a mark."""

    id: UUID
    proof: UUID | None
    comment: str
    by: UUID
    at: datetime


@dataclass(slots=True)
class Line:
    """One trainee in the month. month: None while nothing was said of them."""

    stay: Stay
    plan: Plan
    month: AttendanceMonth | None = None
    marks: dict[int, Mark] = field(default_factory=dict)
    notes: dict[int, Note] = field(default_factory=dict)
    _totals: Totals | None = None

    @property
    def complete(self) -> int:
        return self.month.complete if self.month else 0

    @property
    def open(self) -> bool:
        return self.month is None or self.month.state == State.OPEN

    @property
    def totals(self) -> Totals:
        if self._totals is None:
            self._totals = rules.totals(self.plan, self.marks, self.complete)
        return self._totals

    def cell(self, rank: int) -> Cell:
        mark = self.marks.get(rank)
        if mark is None:
            return Cell(rules.PRESENT) if self.complete >> rank & 1 else BLANK
        return Cell(mark.letter, mark.minutes, mark.motive)

    def letters(self) -> str:
        """62 signs, one a half-day."""
        if not self.marks:
            return rules.letters(self.complete)
        said = list(rules.letters(self.complete))
        for rank, mark in self.marks.items():
            said[rank] = mark.letter
        return "".join(said)


@dataclass(slots=True)
class Board:
    """minutes: of the group's own half-days. lines: by enrolment, in the order of names. today: where it is taught.
    effective: see `changes.effective`."""

    sheet: AttendanceSheet
    minutes: Plan
    lines: dict[UUID, Line]
    today: date
    effective: tuple[Any, Any] | None = None

    @property
    def columns(self) -> list[int]:
        """The half-days that the grid shows: those of the group, and those where somebody has something."""
        there = rules.planned(self.minutes)
        for line in self.lines.values():
            there |= rules.planned(line.plan) | rules.bits_of(line.marks)
        return rules.ranks(there)

    def day(self, rank: int) -> date:
        return rules.day_of(self.sheet.month, rank)

    def is_future(self, rank: int) -> bool:
        return self.day(rank) > self.today

    def unsaid(self, line: Line) -> list[int]:
        """Half-days up to today that nobody has said anything of."""
        left = rules.planned(line.plan) & ~line.complete & ~rules.bits_of(line.marks)
        return [rank for rank in rules.ranks(left) if not self.is_future(rank)] if left else []


def of(sheet: AttendanceSheet, people: Sequence[Stay] | None = None) -> Board:
    """Read once for a sheet in hand."""
    found = sheet.__dict__.get("_board")
    if found is None:
        found = sheet.__dict__["_board"] = read(sheet, people)
    return found


def read(sheet: AttendanceSheet, people: Sequence[Stay] | None = None) -> Board:
    """people: those of its month, of whoever read them of many sheets at once."""
    if not hasattr(sheet._state.fields_cache.get("session"), "modules_from"):
        sheet.session = _session.get(sheet.session_id)
    calendar = calendar_of(sheet.session)
    first, last = month_of(sheet.month.year, sheet.month.month)
    group = plan_of((half.day, half.half, half.minutes) for half in expected_in(calendar, first.year, first.month))
    months = {row.enrolment_id: row for row in _months(sheet.pk)} if not sheet._state.adding else {}
    lines = {
        stay.enrolment: _line(stay, calendar, group, sheet.month, months.get(stay.enrolment))
        for stay in (stays.stays_in(sheet.session_id, first, last) if people is None else people)
    }
    if months:
        _complete(sheet, lines)
    return Board(sheet, group, lines, clock.today(calendar.place.zone))


def with_its_days(rows: QuerySet[TrainingSession]) -> QuerySet[TrainingSession]:
    """Sessions with their course and the days of their modules, in one statement."""
    modules = SessionModule.objects.filter(session=OuterRef("pk")).order_by("position")
    return rows.select_related("delivery__course").annotate(
        modules_from=ArraySubquery(modules.values("starts_on")), modules_until=ArraySubquery(modules.values("ends_on"))
    )


def calendar_of(session: TrainingSession) -> Programme:
    """As `enrolments.stays.calendar_of`, of a session `with_its_days`."""
    modules = tuple(zip(session.modules_from, session.modules_until, strict=True))
    closures = tuple(clean_periods(session.closures))
    place = place_of(session.delivery.postcode)
    return Programme(session.starts_on, session.ends_on, session.timetable, closures, modules, place)


def plan_of(half_days: Iterable[tuple[date, int, int]]) -> Plan:
    plan = [0] * HALF_DAYS
    for day, half, minutes in half_days:
        plan[rules.rank_of(day, half)] = minutes
    return tuple(plan)


def _line(stay: Stay, calendar: Programme, group: Plan, month: date, row: AttendanceMonth | None) -> Line:
    """What was submitted is frozen; what is being said follows the plan of today."""
    first, last = month_of(month.year, month.month)
    if row is not None and row.state != State.OPEN:
        return Line(stay, tuple(row.plan), row)
    if _throughout(stay, first, last):
        return Line(stay, group, row)
    half_days = stays.planned_half_days(stay, calendar, first, last)
    return Line(stay, plan_of((half.day, half.half, half.minutes) for half in half_days), row)


def _throughout(stay: Stay, first: date, last: date) -> bool:
    """In training all these days, within one period of the plan."""
    there = stay.first <= first and last <= stay.last and not stay.interruptions
    return there and any(begins <= first and last <= ends for begins, ends in stay.modules or (stay.plan,))


def _complete(sheet: AttendanceSheet, lines: Mapping[UUID, Line]) -> None:
    for enrolment, day, half, kind, justified, minutes, motive, *note in _marks(sheet.pk):
        line = lines.get(enrolment)
        if line is not None:
            rank = rules.rank_of(day, half)
            line.notes[rank] = Note(*note)
            line.marks[rank] = Mark(Kind(kind), justified, minutes, motive, line.notes[rank].proof is not None)


@prepared
def _session(key: UUID) -> QuerySet[TrainingSession]:
    return with_its_days(TrainingSession.objects.filter(pk=key))


@prepared
def _months(sheet: UUID) -> QuerySet[AttendanceMonth]:
    return AttendanceMonth.objects.filter(sheet=sheet)


@prepared
def _marks(sheet: UUID) -> QuerySet[AttendanceMark]:
    return AttendanceMark.objects.filter(statement__sheet=sheet).values_list(
        "statement__enrolment", "day", "half", "kind", "justified", "minutes", "motive", "id", "proof", "comment",
        "noted_by", "noted_at",
    )  # fmt: skip
