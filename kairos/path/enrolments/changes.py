"""A session that people are on is another: what matters of it, before and after, in words. Pure functions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from kairos.offer.catalogue.content import REMOTE
from kairos.offer.catalogue.rules import clean_periods, duration

Values = Mapping[str, Any]
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
UNSAID = "pas encore dit"


class Change(NamedTuple):
    label: str
    before: str
    after: str

    def said(self) -> str:
        return f"{self.label}\nAvant : {self.before}\nMaintenant : {self.after}"


def of(before: Values, after: Values) -> tuple[Change, ...]:
    """Flat contents of the session (see `content.Content.flat`); nothing when only what matters to nobody changed."""
    said = [(label, say(before), say(after)) for label, say in MATTERS.items()]
    return tuple(Change(label, then, now) for label, then, now in said if then != now)


def title(values: Values) -> str:
    return values["title"] or UNSAID


def dates(values: Values) -> str:
    first, last = values["starts_on"], values["ends_on"]
    if not first:
        return UNSAID
    return f"du {_day(first)} au {_day(last)}" if last else f"à partir du {_day(first)}"


def place(values: Values) -> str:
    if values["teaching"] == REMOTE:
        return "à distance"
    town = f"{values['postcode']} {values['town']}".strip()
    return ", ".join(filter(None, (values["place_name"], values["address"], town))) or UNSAID


def week(values: Values) -> str:
    """« lundi matin 3 h 30 et après-midi 3 h 30 ; mardi… »."""
    halves: Sequence[int] = values["timetable"]
    days = [_day_of(name, *halves[2 * at : 2 * at + 2]) for at, name in enumerate(DAYS)] if len(halves) == 14 else []
    return " ; ".join(filter(None, days)) or UNSAID


def _day_of(name: str, morning: int, afternoon: int) -> str:
    said = [("matin", morning), ("après-midi", afternoon)]
    halves = [f"{half} {duration(minutes)}" for half, minutes in said if minutes]
    return f"{name} {' et '.join(halves)}" if halves else ""


def closures(values: Values) -> str:
    return _periods(clean_periods(values["closures"])) or "aucune"


def modules(values: Values) -> str:
    return " ; ".join(f"{one.title} {_periods([(one.starts_on, one.ends_on)])}" for one in values["modules"]) or "aucun"


def room(values: Values) -> str:
    return values["room"] or UNSAID


def _periods(found: Iterable[tuple[date, date]]) -> str:
    return ", ".join(f"du {_day(first)} au {_day(last)}" for first, last in found)


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


MATTERS: Mapping[str, Callable[[Values], str]] = {
    "Formation": title,
    "Dates": dates,
    "Lieu": place,
    "Emploi du temps": week,
    "Fermetures": closures,
    "Modules": modules,
    "Salle": room,
}
