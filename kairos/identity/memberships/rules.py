"""When a decision is due, how long a membership lasts, what changed between two versions: plain values alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kairos.foundation.working_days import Place, add_working_days, working_days_between

ONE_DAY = timedelta(days=1)


def decision_due(submitted_at: datetime, working_days: int, place: Place) -> datetime:
    """When the operator's decision is due: so many working days after the submission, counted at the establishment."""
    return add_working_days(submitted_at, working_days, place)


def resumed_due(resumed_at: datetime, paused_at: datetime, due_at: datetime, least: int, place: Place) -> datetime:
    """The new deadline when an awaited complement arrives: what was left when the clock stopped, `least` working days
    at least. Source: the same idea as art. L. 114-5 of the code des relations entre le public et l'administration
    (a delay does not run while a paper that was asked for is missing)."""
    left = working_days_between(_day(paused_at, place), _day(due_at, place), place)
    return add_working_days(resumed_at, max(left, least), place)


def last_day(starts_on: date, years: int) -> date:
    """The last day, included, of a term of whole years: three years from 3 March 2026 end on 2 March 2029."""
    try:
        return starts_on.replace(year=starts_on.year + years) - ONE_DAY
    except ValueError:  # 29 February of a common year: the anniversary is 1 March
        return date(starts_on.year + years, 2, 28)


def _day(instant: datetime, place: Place) -> date:
    return instant.astimezone(place.zone).date()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; `changed`: the other version does not have it here."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs: its words before and after."""

    field: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    """The fields that differ, in the order of `after`, then those it has no more."""
    fields = [*after, *(field for field in before if field not in after)]
    return [
        Difference(field, *_pieces(before.get(field, ""), after.get(field, "")))
        for field in fields
        if before.get(field, "") != after.get(field, "")
    ]


def _pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Common words at both ends are left plain, what stands between is changed."""
    old, new = before.split(), after.split()
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    return _marked(old, start, end), _marked(new, start, end)


def _common(one: list[str], other: list[str]) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def _marked(words: list[str], start: int, end: int) -> tuple[Piece, ...]:
    stop = len(words) - end
    runs = ((words[:start], False), (words[start:stop], True), (words[stop:], False))
    return tuple(Piece(" ".join(run), changed) for run, changed in runs if run)


def reminder_is_due(since: datetime, sent: int, now: datetime, days: int, most: int) -> bool:
    """`since`: the last reminder, or the provider's last step when none has left."""
    return sent < most and now - since >= timedelta(days=days)
