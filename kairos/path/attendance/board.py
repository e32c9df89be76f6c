"""A sheet as it stands: who is expected when, what was said of each half-day. One statement after its session's."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery

from kairos.foundation import clock, lists
from kairos.foundation.prepared import prepared
from kairos.foundation.working_days import place_of
from kairos.offer.catalogue.models import SessionModule, TrainingSession
from kairos.offer.catalogue.rules import Programme, clean_periods, expected_in, month_of
from kairos.path.attendance import rules
from kairos.path.attendance.models import AttendanceMark, AttendanceMonth, AttendanceSheet
from kairos.path.attendance.rules import HALF_DAYS, Kind, Mark, Plan, Totals
from kairos.path.attendance.settings import AFTERNOON
from kairos.path.enrolments import stays
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.stays import Stay

State = AttendanceMonth.State


class Cell(NamedTuple):
    """What a half-day says: its letter (see `rules.letter_at`), minutes missed, motive."""

    letter: str
    minutes: int | None = None
    motive: str = ""


BLANK = Cell(rules.UNSAID)


class Note(NamedTuple):
    """What stands beside a mark. id, proof: as addresses write them."""

    id: str
    proof: str | None
    comment: str


class Said(NamedTuple):
    """What was begun of a trainee's month: see `AttendanceMonth`. plan: of what was submitted, empty before."""

    pk: UUID
    state: str
    version: int
    complete: int
    plan: Plan

    @property
    def label(self) -> str:
        return State(self.state).label


@dataclass(slots=True)
class Line:
    """One trainee in the month. month: None while nothing was said of them."""

    stay: Stay
    plan: Plan
    month: Said | None = None
    marks: dict[int, Mark] = field(default_factory=dict)
    notes: dict[int, Note] = field(default_factory=dict)

    @property
    def complete(self) -> int:
        return self.month.complete if self.month else 0

    @property
    def open(self) -> bool:
        return self.month is None or self.month.state == State.OPEN

    @property
    def totals(self) -> Totals:
        return rules.totals_once(self.plan, tuple(self.marks.items()), self.complete)

    def cell(self, rank: int) -> Cell:
        mark = self.marks.get(rank)
        if mark is None:
            return Cell(rules.PRESENT) if self.complete >> rank & 1 else BLANK
        return Cell(mark.letter, mark.minutes, mark.motive)


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


def is_to_come(session: TrainingSession, day: date, half: int) -> bool:
    """Another day, or this afternoon while it is the morning where it is taught."""
    local = clock.now().astimezone(place_of(session.delivery.postcode).zone)
    return rules.is_to_come(day, half, local, AFTERNOON.value())


def of(sheet: AttendanceSheet, people: Sequence[Mapping[str, Any]] | None = None) -> Board:
    """Read once for a sheet in hand."""
    found = sheet.__dict__.get("_board")
    if found is None:
        found = sheet.__dict__["_board"] = read(sheet, people)
    return found


def forget(sheet: AttendanceSheet) -> None:
    """It is read anew when asked again. When the work is done: a sheet and its board that hold one another stay in
    memory until they are looked for."""
    sheet.__dict__.pop("_board", None)


def read(sheet: AttendanceSheet, people: Sequence[Mapping[str, Any]] | None = None) -> Board:
    """people: those of `people_in`."""
    if not hasattr(sheet._state.fields_cache.get("session"), "modules_from"):
        sheet.session = _session.get(sheet.session_id)
    calendar = calendar_of(sheet.session)
    first, last = month_of(sheet.month.year, sheet.month.month)
    group = _group(calendar, first)
    rows = _people(sheet.session_id, first, last, sheet.pk) if people is None else people
    lines = {row["id"]: _line(stays.stay_of(row), calendar, group, first, last, row["said"]) for row in rows}
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
    return Programme(session.starts_on, session.ends_on, tuple(session.timetable), closures, modules, place)


@lru_cache(maxsize=1024)
def _group(calendar: Programme, month: date) -> Plan:
    """The half-days of everybody: as long as the calendar is the same, they are."""
    return plan_of((half.day, half.half, half.minutes) for half in expected_in(calendar, month.year, month.month))


def plan_of(half_days: Iterable[tuple[date, int, int]]) -> Plan:
    plan = [0] * HALF_DAYS
    for day, half, minutes in half_days:
        plan[rules.rank_of(day, half)] = minutes
    return tuple(plan)


def _line(stay: Stay, calendar: Programme, group: Plan, first: date, last: date, said: list[Any] | None) -> Line:
    """What was submitted is frozen; what is being said follows the plan of today."""
    if said is None:
        return Line(stay, _plan(stay, calendar, group, first, last, None))
    key, state, version, complete, plan, marks = said
    month = Said(UUID(key), state, version, complete, tuple(plan))
    found = Line(stay, _plan(stay, calendar, group, first, last, month), month)
    for rank, kind, justified, minutes, motive, *note in marks:
        found.notes[rank] = Note(*note)
        found.marks[rank] = _mark(kind, justified, minutes, motive, found.notes[rank].proof is not None)
    return found


def _plan(stay: Stay, calendar: Programme, group: Plan, first: date, last: date, month: Said | None) -> Plan:
    if month and month.state != State.OPEN:
        return month.plan
    if _throughout(stay, first, last):
        return group
    half_days = stays.planned_half_days(stay, calendar, first, last)
    return plan_of((half.day, half.half, half.minutes) for half in half_days)


def _throughout(stay: Stay, first: date, last: date) -> bool:
    """In training all these days, within one period of the plan."""
    there = stay.first <= first and last <= stay.last and not stay.interruptions
    return there and any(begins <= first and last <= ends for begins, ends in stay.modules or (stay.plan,))


@lru_cache(maxsize=1024)
def _mark(kind: str, justified: bool, minutes: int | None, motive: str, proof: bool) -> Mark:
    return Mark(Kind(kind), justified, minutes, motive, proof)


@prepared
def _session(key: UUID) -> QuerySet[TrainingSession]:
    return with_its_days(TrainingSession.objects.filter(pk=key))


def people_in(sessions: Collection[UUID], month: date) -> dict[UUID, list[Mapping[str, Any]]]:
    """By session, the people of many sheets, in one statement."""
    found: dict[UUID, list[Mapping[str, Any]]] = {session: [] for session in sessions}
    rows = stays.there(*month_of(month.year, month.month)).filter(session__in=sessions)
    for row in _said_of(rows, month=month, sheet__session=OuterRef("session")):
        found[row["session"]].append(row)
    return found


def alone(sheet: AttendanceSheet, enrolment: UUID) -> list[Mapping[str, Any]]:
    """That person of the sheet, as `people` of `of`: what is said of one reads nothing of the others."""
    return _person(sheet.session_id, *month_of(sheet.month.year, sheet.month.month), sheet.pk, enrolment)


@prepared
def _person(session: UUID, first: date, last: date, sheet: UUID, enrolment: UUID) -> QuerySet[Any, dict[str, Any]]:
    return _said_of(stays.there(first, last).filter(session=session, pk=enrolment), sheet=sheet)


@prepared
def _people(session: UUID, first: date, last: date, sheet: UUID) -> QuerySet[Any, dict[str, Any]]:
    return _said_of(stays.there(first, last).filter(session=session), sheet=sheet)


def _said_of(rows: QuerySet[Enrolment], **which: Any) -> QuerySet[Any, dict[str, Any]]:
    """Of each stay: the month that was begun, with its exceptions. which: among the months of a person."""
    marks = AttendanceMark.objects.filter(statement=OuterRef("pk"))
    rank = F("day__day") * 2 + F("half") - 2
    noted = lists.listed(marks, rank, "kind", "justified", "minutes", "motive", "id", "proof", "comment")
    months = AttendanceMonth.objects.filter(enrolment=OuterRef("pk"), **which)
    said = months.values_list(lists.line("id", "state", "version", "complete", "plan", noted))
    return stays.columns(rows, "session", *stays.NAMES, said=Subquery(said))
