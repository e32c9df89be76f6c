"""Months in addresses (« 2026-09 ») and in words; when one is due."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import register_converter

from kairos.design import french
from kairos.path.attendance import rules, settings
from kairos.path.attendance.board import Board


class MonthConverter:
    regex = "2[0-9]{3}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return _within(date.fromisoformat(f"{value}-01"))

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"


class DayConverter:
    regex = "2[0-9]{3}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return _within(date.fromisoformat(value))

    def to_url(self, value: date) -> str:
        return value.isoformat()


def _within(day: date) -> date:
    """Raises ValueError, and the address leads nowhere: the month before and the month after have one too."""
    if not 2000 < day.year < 2999:
        raise ValueError(day)
    return day


register_converter(MonthConverter, "month")
register_converter(DayConverter, "day")


def before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True, slots=True)
class Due:
    """As a clock shows it."""

    state: str
    label: str
    detail: str
    total: int = 0
    elapsed: int = 0


def due(on: date, today: date) -> Due:
    left, days = (on - today).days, settings.DUE_DAYS.value()
    state = "bad" if left < 0 else "warn" if left <= 1 else "info"
    detail = f"à rendre le {french.WEEKDAYS[on.weekday()]} {french.short_day(on)}"
    return Due(state, french.countdown(left), detail, days, min(days, max(0, days - left)))


def due_of(board: Board) -> Due | None:
    """Of the first that is due among those not submitted; None when nothing is left to submit."""
    days = settings.DUE_DAYS.value()
    waiting = [
        rules.due_on(board.sheet.month, line.stay.left_on, days)
        for line in board.lines.values()
        if line.open and any(line.plan)
    ]
    return due(min(waiting), board.today) if waiting else None
