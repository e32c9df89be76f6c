"""Hours of slots, rules that make several, what time of a person is held. Pure functions of plain values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import NumericRange

from kairos.foundation.working_days import Place, is_holiday

ONE_DAY = timedelta(days=1)
MOST_SLOTS = 200
"""That one rule makes."""
SECONDS = 10**11
"""More seconds than any instant has since 1970: each person has a stretch of numbers of their own that long."""


def occupied(person: UUID, starts_at: datetime, ends_at: datetime) -> NumericRange:
    """A person's time as one range of numbers: two ranges overlap only for the same person at the same time.

    The exclusion constraint of PostgreSQL needs an extension (btree_gist) to compare a person AND a time; it compares
    ranges of numbers without any. A uuid is 128 bits; numeric is exact whatever its length. The end is not included.
    """
    first = person.int * SECONDS
    return NumericRange(
        Decimal(first + int(starts_at.timestamp())), Decimal(first + int(ends_at.timestamp())), bounds="[)"
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """Several slots: on these weekdays (Monday 0), from first to last day, at these hours of the place.

    minutes: of each; every: minutes from one beginning to the next.
    """

    first: date
    last: date
    weekdays: frozenset[int]
    begins: time
    ends: time
    minutes: int
    every: int


def slots(rule: Rule, place: Place) -> list[tuple[datetime, datetime]]:
    """Beginning and end of each, aware, public holidays of the place out. Raises ValueError with a French sentence."""
    problem = _problem(rule)
    if problem:
        raise ValueError(problem)
    found = [one for day in _days(rule, place) for one in _of_day(rule, day, place)]
    if not found:
        raise ValueError("Cette règle ne donne aucun rendez-vous : vérifiez les jours et les heures.")
    if len(found) > MOST_SLOTS:
        raise ValueError(f"Cette règle donne {len(found)} rendez-vous : {MOST_SLOTS} au plus à la fois.")
    return found


def _problem(rule: Rule) -> str:
    if rule.last < rule.first:
        return "Le dernier jour vient avant le premier : vérifiez les deux dates."
    if (rule.last - rule.first).days > 366:
        return "Une règle dure un an au plus."
    if rule.ends <= rule.begins:
        return "L’heure de fin vient avant l’heure de début."
    if rule.minutes < 5 or rule.every < rule.minutes:
        return "Un rendez-vous dure cinq minutes au moins, et le suivant ne commence pas avant sa fin."
    return "" if rule.weekdays else "Choisissez au moins un jour de la semaine."


def _days(rule: Rule, place: Place) -> Iterator[date]:
    day = rule.first
    while day <= rule.last:
        if day.weekday() in rule.weekdays and not is_holiday(day, place):
            yield day
        day += ONE_DAY


def _of_day(rule: Rule, day: date, place: Place) -> Iterator[tuple[datetime, datetime]]:
    """By the clock on the wall: nine o'clock stays nine o'clock when summer time begins."""
    at, length = minute_of(rule.begins), rule.minutes
    while at + length <= minute_of(rule.ends):
        yield at_minute(day, at, place), at_minute(day, at + length, place)
        at += rule.every


def minute_of(hour: time) -> int:
    return 60 * hour.hour + hour.minute


def at_minute(day: date, minute: int, place: Place) -> datetime:
    return datetime.combine(day, time(*divmod(minute, 60)), place.zone)


def same_clock(at: datetime, before: Place, after: Place) -> datetime:
    """The instant at which the clock of the second place shows what that of the first does at this one."""
    return at.astimezone(before.zone).replace(tzinfo=after.zone)


def nearest(wanted: datetime, free: Sequence[tuple[datetime, UUID]], most: int = 3) -> list[UUID]:
    """The free slots that begin nearest to this one, the earlier of two as near first, in the order of days."""
    chosen = sorted(free, key=lambda one: (abs(one[0] - wanted), one[0], one[1]))[:most]
    return [key for _, key in sorted(chosen)]


def week_of(day: date) -> tuple[date, date]:
    """Monday, and the Monday after."""
    monday = day - day.weekday() * ONE_DAY
    return monday, monday + 7 * ONE_DAY
