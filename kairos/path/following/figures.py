"""The figures of a whole agency over a month, by adviser: counts, past the wall between advisers, and nobody's name."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import connection

from kairos.foundation import clock
from kairos.path.completion.settings import REVIEW_DAYS

ASKED = """
SELECT asked.rank, told.* FROM (VALUES (0, %s::date, %s::date, %s::timestamptz, %s::timestamptz),
                                       (1, %s::date, %s::date, %s::timestamptz, %s::timestamptz))
AS asked (rank, first, last, since, before)
CROSS JOIN LATERAL kairos_agency_figures(asked.first, asked.last, asked.since, asked.before, %s) AS told
"""
Who = UUID | None
"""An adviser, or nobody: people whom the agency has not entrusted to anyone."""


class Figure(StrEnum):
    """What is counted of the people of an agency; `DEFINITIONS` of the page says it in words."""

    FOLLOWED = "followed"
    REGISTERED = "registered"
    THERE = "there"
    ENTRIES = "entries"
    LATE_ENTRIES = "late_entries"
    NO_SHOWS = "no_shows"
    INTERRUPTIONS = "interruptions"
    EXITS = "exits"
    EARLY_EXITS = "early_exits"
    CONTESTED = "contested"
    CERTIFICATES = "certificates"
    LATE_REVIEWS = "late_reviews"


@dataclass(slots=True)
class Counted:
    """Of a month. by: of each adviser, what `Figure` names; months: statements submitted, their minutes present and
    planned. reasons: of exits, in the whole agency."""

    by: dict[Who, Counter[str]] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, adviser: Who, figure: str, detail: str, amount: int) -> None:
        self.by.setdefault(adviser, Counter())[figure] += amount
        if figure == Figure.EXITS:
            self.reasons[detail] += amount

    def of(self, figure: Figure) -> dict[Who, int]:
        return {who: counts[figure] for who, counts in self.by.items()}

    def total(self, figure: str) -> int:
        return sum(counts[figure] for counts in self.by.values())

    @property
    def rate(self) -> float | None:
        return rate(self.total("present"), self.total("planned"))

    @property
    def is_empty(self) -> bool:
        return not any(amount for counts in self.by.values() for amount in counts.values())


def rate(present: int, planned: int) -> float | None:
    """Of the hours that were planned, those of presence; None when none was."""
    return present / planned if planned else None


def of_month(month: date) -> tuple[Counted, Counted]:
    """What the database counts for whoever heads the agency acted for, and nothing for others: that month, and the one
    before. One statement."""
    counted = Counted(), Counted()
    asked = [*_bounds(month), *_bounds(before(month)), REVIEW_DAYS.value()]
    with connection.cursor() as cursor:
        cursor.execute(ASKED, asked)
        for rank, *told in cursor.fetchall():
            counted[rank].add(*told)
    return counted


def before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def after(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _bounds(month: date) -> tuple[date, date, datetime, datetime]:
    """Its first and last day, and its instants; until today and now while it lasts."""
    end = after(month)
    last = min(end - timedelta(days=1), clock.today())
    return month, last, _midnight(month), min(_midnight(end), clock.now())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.PARIS)


def withheld(values: Mapping[Who, int], least: int) -> set[Who]:
    """Whose number is not said: below `least`; and one more when a single one would be found again from the total.

    Nothing is withheld of one adviser alone, nor of a total of zero: the total of the agency says it already.
    """
    small = {who for who, value in values.items() if value < least}
    others = sorted((value, str(who)) for who, value in values.items() if who not in small)
    if len(values) < 2 or not sum(values.values()):
        return set()
    if len(small) == 1:
        small |= {who for who in values if str(who) == others[0][1]}
    return small


def grouped(reasons: Mapping[str, int], least: int) -> Iterator[tuple[str, int]]:
    """The reasons of exits, the most frequent first; those given less than `least` times are counted together, last,
    under no name."""
    yield from sorted(((label, count) for label, count in reasons.items() if count >= least), key=_most_first)
    if rare := sum(count for count in reasons.values() if count < least):
        yield "", rare


def _most_first(said: tuple[str, int]) -> tuple[int, str]:
    return -said[1], said[0]
