"""When a review is due, recalled and over; who is spared. Pure functions of plain values."""

import calendar
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Choice:
    """What is decided of one line. withdrawn: the rights that go, of a reduction. version: of the line, as shown."""

    decision: str
    withdrawn: frozenset[str] = frozenset()
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Manager:
    """An account manager at the end of a review. last_on: the last day they came."""

    affiliation: UUID
    stays: bool
    last_on: date | None
    started_at: datetime


def reminders_due(opened_on: date, due_on: date, today: date) -> int:
    """How many of the reminders should have been sent: at half time, seven days and one day before the last day."""
    half = opened_on + (due_on - opened_on) // 2
    days = {half, due_on - timedelta(days=7), due_on - timedelta(days=1)}
    return sum(opened_on < day <= today for day in days)


def months_before(day: date, months: int) -> date:
    """The same day of the month, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def spared(managers: Iterable[Manager]) -> UUID | None:
    """Whose access stays although nobody confirmed it: of the managers, when none would stay, who came last."""
    found = list(managers)
    if not found or any(one.stays for one in found):
        return None
    return max(found, key=lambda one: (one.last_on or date.min, -one.started_at.timestamp())).affiliation


def is_recent(last_on: date | None, today: date, days: int) -> bool:
    return last_on is not None and (today - last_on).days < days


def names(found: Collection[str], most: int = 3) -> str:
    """« Karim Benaïssa, Lucie Vasseur et 6 autres »."""
    shown, more = sorted(found)[:most], len(found) - most
    if more > 0:
        return f"{', '.join(shown)} et {more} autre{'s' if more > 1 else ''}"
    return ", ".join(shown)
