"""Plans, deadlines, shared half-days. Pure functions of plain values."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from kairos.foundation.working_days import Place, add_working_days
from kairos.offer.catalogue.rules import FAR, Half, HalfDay, Period, Programme, expected, within

ONE_DAY = timedelta(days=1)
NOON = time(12)
UNKNOWN = tuple(1 for _ in range(14))
"""A timetable that nobody wrote: every half-day may be one."""

LONGEST = 300
"""Signs of a reason, with what is added to it."""
YEARS = 10
"""No plan lasts longer."""


class Module(NamedTuple):
    """A dated part of a plan; hours None when only the total is said."""

    starts_on: date
    ends_on: date
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an AIS says: dated modules and hours in all."""

    hours: int
    modules: tuple[Module, ...]

    @property
    def starts_on(self) -> date:
        return min(one.starts_on for one in self.modules)

    @property
    def ends_on(self) -> date:
        return max(one.ends_on for one in self.modules)

    @property
    def periods(self) -> tuple[Period, ...]:
        return tuple((one.starts_on, one.ends_on) for one in self.modules)


def faults(plan: Plan, first: date | None, last: date | None) -> Iterator[tuple[str, str]]:
    """(message, field): what makes a plan impossible within a session that runs from a day to a day (None: open)."""
    if not plan.modules:
        yield "Écrivez au moins une période de formation.", "modules"
        return
    if plan.hours < 1:
        yield "Écrivez le nombre d’heures prévues.", "hours"
    if any(one.ends_on < one.starts_on for one in plan.modules):
        yield "Une période finit avant d’avoir commencé : vérifiez ses dates.", "modules"
    said = [one.hours for one in plan.modules if one.hours is not None]
    if len(said) == len(plan.modules) and sum(said) != plan.hours:
        yield f"Les périodes font {sum(said)} heures, le total en dit {plan.hours} : corrigez l’un ou l’autre.", "hours"
    if plan.ends_on.year - plan.starts_on.year > YEARS:
        yield f"Le plan dure plus de {YEARS} ans : vérifiez ses dates.", "modules"
    if first is None or plan.starts_on < first or plan.ends_on > (last or FAR):
        yield f"Le plan sort des dates de la session{_dates(first, last)}.", "modules"


def _dates(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    return f", du {first:%d/%m/%Y} au {last:%d/%m/%Y}" if last else f", à partir du {first:%d/%m/%Y}"


def doubts(plan: Plan, most: int) -> Iterator[str]:
    """What is unusual and possible all the same. Source: eleven periods at most in the interfaces of exchange."""
    if len(plan.modules) > most:
        yield f"Ce plan a {len(plan.modules)} périodes : les échanges n’en prennent d’ordinaire que {most}."


def with_more(reason: str, between: str, more: str) -> str:
    return f"{reason}{between}{more}" if more else reason


# Deadlines


@dataclass(frozen=True, slots=True)
class Delay:
    """days: after the movement. working: Monday to Friday, public holidays of the place excepted; else calendar."""

    days: int
    working: bool


def due(day: date, delay: Delay, place: Place) -> date:
    """The last day to declare what happened on a day."""
    if not delay.working:
        return day + delay.days * ONE_DAY
    return add_working_days(datetime.combine(day, NOON, place.zone), delay.days, place).date()


def awaited(state: str, starts_on: date, ends_on: date) -> date | None:
    """The day of the movement that is awaited: the entry of who is registered, the exit of who is in training."""
    return {"registered": starts_on, "in_training": ends_on, "interrupted": ends_on}.get(state)


# Half-days


def half_days(
    programme: Programme, plan: Sequence[Period], first: date, last: date, out: Iterable[Period] = ()
) -> list[HalfDay]:
    """Those of the session's programme within the plan, from a day to a day, but for the days out."""
    away = tuple(out)
    found = expected(programme, first, last)
    return [one for one in found if within(one.day, plan) and not within(one.day, away)]


def shared(one: Iterable[HalfDay], other: Iterable[HalfDay]) -> list[tuple[date, Half]]:
    """The half-days that are in both, whatever their minutes, in order."""
    return sorted({(half.day, half.half) for half in one} & {(half.day, half.half) for half in other})
