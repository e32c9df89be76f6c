"""Half-days, hours, overlaps, completeness of a session. Pure functions of plain values."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

from kairos.foundation.working_days import Place, is_holiday

ONE_DAY = timedelta(days=1)
HALF_DAYS = 14
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
LONGEST_HALF_DAY = 6 * 60
FAR = date(9999, 12, 31)
"""The end of a session that has none, the first day of one that has none yet."""
Period = tuple[date, date]
"""First and last day, both included."""


class Half(IntEnum):
    MORNING = 0
    AFTERNOON = 1

    @property
    def label(self) -> str:
        return ("matin", "après-midi")[self]


@dataclass(frozen=True, slots=True, order=True)
class HalfDay:
    """A half-day somebody is expected, minutes long."""

    day: date
    half: Half
    minutes: int


@dataclass(frozen=True, slots=True)
class Programme:
    """When a session has courses. timetable: 14 numbers of minutes, Monday morning first, or empty. modules: when not
    empty, there are courses within one of them only. ends_on None: entries never stop."""

    starts_on: date | None
    ends_on: date | None
    timetable: Sequence[int]
    closures: Sequence[Period]
    modules: Sequence[Period]
    place: Place


def expected(programme: Programme, first: date, last: date) -> list[HalfDay]:
    """The half-days with courses from a day to a day: the timetable of the week, within the session (and its modules),
    but for its closures and the public holidays of its place."""
    if not programme.timetable or programme.starts_on is None:
        return []
    day = max(first, programme.starts_on)
    last = min(last, programme.ends_on or FAR)
    found: list[HalfDay] = []
    while day <= last:
        if is_open(programme, day):
            found += of_day(programme.timetable, day)
        day += ONE_DAY
    return found


def expected_in(programme: Programme, year: int, month: int) -> list[HalfDay]:
    """Those of a month: what attendance will ask about."""
    return expected(programme, *month_of(year, month))


def month_of(year: int, month: int) -> Period:
    first = date(year, month, 1)
    return first, (first + 31 * ONE_DAY).replace(day=1) - ONE_DAY


def of_day(timetable: Sequence[int], day: date) -> list[HalfDay]:
    at = 2 * day.weekday()
    return [HalfDay(day, half, timetable[at + half]) for half in Half if timetable[at + half]]


def is_open(programme: Programme, day: date) -> bool:
    return (
        not within(day, programme.closures)
        and (not programme.modules or within(day, programme.modules))
        and not is_holiday(day, programme.place)
    )


def within(day: date, periods: Iterable[Period]) -> bool:
    return any(first <= day <= last for first, last in periods)


def minutes_of(half_days: Iterable[HalfDay]) -> int:
    return sum(one.minutes for one in half_days)


# Hours


def hours_differ(announced: int, computed_minutes: int, tolerance: int) -> bool:
    """Whether the timetable gives another number of hours than announced, by more than so many per cent."""
    return abs(60 * announced - computed_minutes) * 100 > tolerance * 60 * announced


# Overlaps


@dataclass(frozen=True, slots=True)
class Occupation:
    """A room and a trainer (comparable, empty: none) held from a day to a day at the half-days of a timetable."""

    starts_on: date
    ends_on: date
    timetable: Sequence[int]
    room: str = ""
    trainer: str = ""


def clash(one: Occupation, other: Occupation) -> bool:
    """Whether the same half-day of the same day belongs to both. An unknown timetable is every half-day."""
    first, last = max(one.starts_on, other.starts_on), min(one.ends_on, other.ends_on)
    if first > last:
        return False
    days = {(first + n * ONE_DAY).weekday() for n in range(min((last - first).days + 1, 7))}
    return any(_held(one, day, half) and _held(other, day, half) for day in days for half in Half)


def _held(one: Occupation, weekday: int, half: Half) -> bool:
    return not one.timetable or one.timetable[2 * weekday + half] > 0


# What a file gives


def merged(
    now: Mapping[str, Any], imported: Iterable[str], given: Mapping[str, Any], empty: Mapping[str, Any]
) -> tuple[dict[str, Any], frozenset[str]]:
    """(values, names that the file gives from now on). What the file says wins; what it says no more is emptied; what
    it never said is one's own and stays. `empty`: each field without a value."""
    said = frozenset(name for name, value in given.items() if value not in (None, "", [], empty[name]))
    gone = frozenset(imported) - said
    values = {name: given[name] if name in said else empty[name] if name in gone else now[name] for name in empty}
    return values, said


# Copies


def shifted(period: Period, days: int) -> Period:
    return period[0] + timedelta(days=days), period[1] + timedelta(days=days)


# What is typed


_TIME = re.compile(r"(\d{1,2})(?:[ ]?[h:][ ]?(\d{2})?)?")


def parse_duration(text: str) -> int:
    """Minutes of « 3 », « 3 h 30 », « 3h30 », « 3:30 », « 3,5 ». Raises ValueError."""
    typed = text.strip().lower()
    if found := re.fullmatch(r"(\d)[.,](\d{1,2})", typed):
        return round(float(f"{found[1]}.{found[2]}") * 60)
    found = _TIME.fullmatch(typed)
    if not found or int(found[2] or 0) > 59:
        raise ValueError("Écrivez une durée, par exemple 3 h 30.")
    return 60 * int(found[1]) + int(found[2] or 0)


def duration(minutes: int) -> str:
    """« 3 h 30 », « 3 h »."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def clean_periods(stored: Iterable[Sequence[str]]) -> Iterator[Period]:
    """Closures as they are stored."""
    for first, last in stored:
        yield date.fromisoformat(first), date.fromisoformat(last)
