"""Working days where an establishment stands: its own public holidays, its own time zone.

A working day is Monday to Friday, public holidays excepted (jours ouvrés). Public holidays come from
`holidays` (code du travail art. L. 3133-1; L. 3134-13 for Alsace-Moselle; L. 3422-2 overseas).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where days are counted: subdivision of France in `holidays` (None: no local holiday), time zone."""

    subdivision: str | None = None
    timezone: str = "Europe/Paris"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


METROPOLITAN = Place()
_ALSACE, _MOSELLE = Place("6AE"), Place("57")
#: The longest beginning of the postcode decides: 97150 is Saint-Martin, 971… Guadeloupe.
_BY_POSTCODE = {
    "57": _MOSELLE,
    "67": _ALSACE,
    "68": _ALSACE,
    "971": Place("971", "America/Guadeloupe"),
    "97133": Place("BL", "America/St_Barthelemy"),
    "97150": Place("MF", "America/Marigot"),
    "972": Place("972", "America/Martinique"),
    "973": Place("973", "America/Cayenne"),
    "974": Place("974", "Indian/Reunion"),
    "975": Place("PM", "America/Miquelon"),
    "976": Place("976", "Indian/Mayotte"),
    "977": Place("BL", "America/St_Barthelemy"),
    "978": Place("MF", "America/Marigot"),
    "984": Place("TF", "Indian/Kerguelen"),
    "986": Place("WF", "Pacific/Wallis"),
    "987": Place("PF", "Pacific/Tahiti"),
    "988": Place("NC", "Pacific/Noumea"),
}


@lru_cache(maxsize=4096)
def place_of(postcode: str) -> Place:
    """The place of a French postcode (or INSEE commune code); mainland France when nothing says otherwise."""
    for length in (5, 3, 2):
        if place := _BY_POSTCODE.get(postcode[:length]):
            return place
    return METROPOLITAN


@lru_cache(maxsize=256)
def _holidays(subdivision: str | None, year: int) -> frozenset[date]:
    from holidays.countries.france import France

    return frozenset(France(subdiv=subdivision, years=year))


def is_holiday(day: date, place: Place) -> bool:
    return day in _holidays(place.subdivision, day.year)


def is_working_day(day: date, place: Place) -> bool:
    return day.weekday() < 5 and not is_holiday(day, place)


def add_working_days(start: datetime, days: int, place: Place) -> datetime:
    """The instant `days` working days after `start`, at the same local time: « 72 h ouvrées » is 3 days.

    `start` is aware. Outside a working day the delay is made of whole ones: it ends with the last of them, so that its
    date is the day people read; no days lead to the midnight that begins the next one. The result is in the place's
    time zone and on a working day. Raises ValueError for a naive start or negative days.
    """
    if start.tzinfo is None:
        raise ValueError("start has no time zone")
    if days < 0:
        raise ValueError("days is negative")
    local = start.astimezone(place.zone)
    day = local.date()
    within = is_working_day(day, place)
    if not (within or days):
        return datetime.combine(_working_day_from(day, place), time(tzinfo=place.zone))
    for _ in range(days):
        day = _working_day_from(day + _ONE_DAY, place)
    return datetime.combine(day, local.timetz()) if within else end_of_day(day, place)


def _working_day_from(day: date, place: Place) -> date:
    while not is_working_day(day, place):
        day += _ONE_DAY
    return day


def working_days_between(start: date, end: date, place: Place) -> int:
    """How many working days come after `start`, up to and with `end`; negative when `end` is before."""
    if end < start:
        return -working_days_between(end, start, place)
    years = range(start.year, end.year + 1)
    closed = sum(start < day <= end for year in years for day in _weekday_holidays(place.subdivision, year))
    return _weekdays_until(end) - _weekdays_until(start) - closed


def _weekdays_until(day: date) -> int:
    """Mondays to Fridays since the first day of the calendar, a Monday."""
    weeks, days = divmod(day.toordinal(), 7)
    return 5 * weeks + min(days, 5)


@lru_cache(maxsize=256)
def _weekday_holidays(subdivision: str | None, year: int) -> tuple[date, ...]:
    return tuple(day for day in _holidays(subdivision, year) if day.weekday() < 5)


def end_of_day(day: date, place: Place) -> datetime:
    """The last microsecond of a local day: what « jusqu’au 12 octobre » means."""
    return datetime.combine(day, time.max, place.zone)
