"""How certificates stand on a day, when they are reminded, when an audit is due: plain values alone."""

import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kairos.foundation.text import sort_key

ONE_DAY = timedelta(days=1)


class State(StrEnum):
    """What is shown of a certificate, or of all those a provider holds, on a day."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate as recorded; `until` is its last day."""

    number: str
    certifier: str
    categories: frozenset[str]
    since: date
    until: date

    def covers(self, category: str, on: date) -> bool:
        return category in self.categories and self.since <= on <= self.until


@dataclass(frozen=True, slots=True)
class Coverage:
    """One category. until: its last covered day, certificates that follow one another counted as one; None for NONE."""

    category: str
    state: State
    until: date | None = None
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Every category on a day, in the order of the categories asked."""

    on: date
    coverages: tuple[Coverage, ...]

    def covers(self, category: str) -> bool:
        """Whether a certificate is valid for this kind of action on that day."""
        return self.of(category).state in (State.VALID, State.EXPIRING)

    def of(self, category: str) -> Coverage:
        return next(one for one in self.coverages if one.category == category)

    @property
    def state(self) -> State:
        """What is said first: an end that comes near, else what is valid, else what no longer is."""
        found = {one.state for one in self.coverages}
        order = (State.EXPIRING, State.VALID, State.EXPIRED)
        return next((state for state in order if state in found), State.NONE)

    @property
    def until(self) -> date | None:
        """The first end to come among what is said first; the last one passed when all is over."""
        ends = [one.until for one in self.coverages if one.state == self.state and one.until]
        return (max if self.state == State.EXPIRED else min)(ends, default=None)

    @property
    def days_left(self) -> int | None:
        """Days after `on` that are still covered; negative once it is over."""
        return (self.until - self.on).days if self.until else None


def standing(held: Iterable[Held], categories: Iterable[str], on: date, warning_days: int) -> Standing:
    """How a provider stands on a day for each category; `warning_days` before its end a coverage is EXPIRING."""
    certificates = tuple(held)
    return Standing(on, tuple(_coverage(certificates, category, on, warning_days) for category in categories))


def _coverage(certificates: Collection[Held], category: str, on: date, warning_days: int) -> Coverage:
    mine = sorted((one for one in certificates if category in one.categories), key=lambda one: one.since)
    current = [one for one in mine if one.covers(category, on)]
    if current:
        until = _covered_until(mine, on)
        state = State.EXPIRING if (until - on).days <= warning_days else State.VALID
        return Coverage(category, state, until, max(current, key=lambda one: one.until))
    past = [one for one in mine if one.until < on]
    if not past:
        return Coverage(category, State.NONE)
    last = max(past, key=lambda one: one.until)
    return Coverage(category, State.EXPIRED, last.until, last)


def _covered_until(certificates: Iterable[Held], on: date) -> date:
    """The last day reached from `on` without a gap; the certificates by their first day."""
    until = on
    for one in certificates:
        if one.since <= until + ONE_DAY:
            until = max(until, one.until)
    return until


def last_day(since: date, years: int) -> date:
    """The last day, included, of a certificate of whole years."""
    return months_after(since, 12 * years) - ONE_DAY


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def audit_window(since: date, from_month: int, to_month: int) -> tuple[date, date]:
    """Between which days the surveillance audit takes place, for information."""
    return months_after(since, from_month), months_after(since, to_month)


def is_unusual(since: date, until: date, years: int) -> bool:
    """Whether the term is longer than certificates usually run: more likely a slip than a fact."""
    return until > last_day(since, years) + ONE_DAY


def due_reminders(until: date, on: date, days: Iterable[int], done: Collection[int], over: int) -> list[int]:
    """The reminders due and not sent yet, the earliest first; `over` stands for « it is over »."""
    left = (until - on).days
    due = [before for before in days if 0 <= left <= before] if left >= 0 else [over]
    return [one for one in due if one not in done]


def same_number(one: str, other: str) -> bool:
    """Whether two certificate numbers are the same, however they are spaced or dashed."""
    return _bare(one) == _bare(other)


def _bare(number: str) -> str:
    return re.sub(r"[\s\W_]+", "", sort_key(number))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the provider says of one category, and what the public register says; `listed` None when it does not say."""

    category: str
    claimed: bool
    listed: bool | None

    @property
    def agrees(self) -> bool:
        return self.listed is None or self.claimed == self.listed


def compare(claimed: Collection[str], listed: Mapping[str, bool | None]) -> list[Comparison]:
    """One line for each category of the register's, in its order."""
    return [Comparison(category, category in claimed, flag) for category, flag in listed.items()]
