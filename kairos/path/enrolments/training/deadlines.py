"""Until when a movement is declared: counted where the session is taught, stored with the rule."""

from datetime import date

from kairos.foundation import clock
from kairos.foundation.working_days import Place, place_of
from kairos.path.enrolments import rules
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.rules import Delay
from kairos.path.enrolments.training import settings


def delay() -> Delay:
    return Delay(settings.DECLARATION_DAYS.value(), settings.DECLARATION_COUNT.value() == "working")


def in_words() -> str:
    """« 3 jours », « 1 jour ouvré »."""
    said, many = delay(), "s" if settings.DECLARATION_DAYS.value() > 1 else ""
    return f"{said.days} jour{many}{f' ouvré{many}' if said.working else ''}"


def of(row: Enrolment, on: date) -> tuple[date, str]:
    """(last day to declare what happened on a day, the rule it was computed with)."""
    place = place_of(row.postcode)
    return rules.due(on, delay(), place), _rule(place)


def _rule(place: Place) -> str:
    versions = (settings.DECLARATION_DAYS.version(), settings.DECLARATION_COUNT.version())
    return " ".join((*versions, place.subdivision or "FR"))[:200]


def today_at(row: Enrolment) -> date:
    return clock.today(place_of(row.postcode).zone)


def follow(row: Enrolment, state: str) -> None:
    """What is awaited of who comes into this state, in memory."""
    nothing(row)
    row.due_from = rules.awaited(state, row.plan_starts_on, row.plan_ends_on)
    if row.due_from:
        row.due_on, row.due_rule = of(row, row.due_from)


def nothing(row: Enrolment) -> None:
    row.due_from, row.due_on, row.due_rule, row.reminders = None, None, "", 0
