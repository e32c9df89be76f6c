"""Who is in training in a session, and when they are expected: what attendance is made of.

    stays = stays_in(session.pk, first_day, last_day)                      # one statement, by name
    calendar = calendar_of(catalogue.queries.session(actor, session.pk))   # the session's own timetable
    expected = planned_half_days(stay, calendar, first_day, last_day)      # no statement

A stay lasts from the effective entry (AES) to the last day in training; nobody is expected before or after, nor while
interrupted, nor outside the modules of their own plan. Half-days are the catalogue's, by `rules.expected`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from kairos.foundation.lists import listed
from kairos.foundation.prepared import prepared
from kairos.offer.catalogue import content
from kairos.offer.catalogue.models import TrainingSession
from kairos.offer.catalogue.rules import FAR, HalfDay, Period, Programme
from kairos.path.enrolments import rules
from kairos.path.enrolments.models import Enrolment, Interruption, PlanModule


@dataclass(frozen=True, slots=True)
class Stay:
    """entered_on: None for who is registered and not declared in yet. left_on: last day in training, None while it
    lasts. interruptions: first and last day out, the last one far away while it lasts. modules: of their own plan."""

    enrolment: UUID
    person: UUID
    name: str
    sort_key: str
    state: str
    entered_on: date | None
    left_on: date | None
    plan: Period
    interruptions: tuple[Period, ...]
    modules: tuple[Period, ...]

    @property
    def first(self) -> date:
        return self.entered_on or self.plan[0]

    @property
    def last(self) -> date:
        return min(self.left_on or FAR, self.plan[1])


COLUMNS = (
    "id", "person", "state", "entered_on", "left_on", "plan_starts_on", "plan_ends_on", "out", "taught",
)  # fmt: skip
NAMES = ("person__first_name", "person__last_name", "person__sort_key")


def stays_in(session: UUID, first: date, last: date) -> list[Stay]:
    """Those who are or were in training there within these days, by name, as far as the scope shows. One statement."""
    return [stay_of(row) for row in _within(session, first, last)]


@prepared
def _within(session: UUID, first: date, last: date) -> QuerySet[Enrolment, dict[str, Any]]:
    return columns(there(first, last).filter(session=session), *NAMES)


def there(first: date, last: date) -> QuerySet[Enrolment]:
    """Who is or was in training within these days, by name."""
    rows = Enrolment.objects.filter(entered_on__isnull=False, entered_on__lte=last)
    return rows.filter(Q(left_on__isnull=True) | Q(left_on__gte=first)).order_by("person__sort_key", "id")


def read(rows: QuerySet[Enrolment], *names: str) -> list[Stay]:
    """Enrolments that have a plan, as stays; nameless, and whoever may be read, unless `NAMES` are asked. One
    statement."""
    return [stay_of(row) for row in columns(rows, *names)]


def columns(rows: QuerySet[Enrolment], *names: str, **beside: Combinable) -> QuerySet[Enrolment, dict[str, Any]]:
    """Rows for `stay_of`. beside: what else is read of each."""
    out = Interruption.objects.filter(enrolment=OuterRef("pk")).order_by("starts_on")
    plan = PlanModule.objects.filter(enrolment=OuterRef("pk")).order_by("number")
    days = "starts_on", "ends_on"
    found = rows.annotate(out=listed(out, *days), taught=listed(plan, *days), **beside)
    return found.values(*COLUMNS, *names, *beside)


def stay_of(row: Mapping[str, Any]) -> Stay:
    return Stay(
        row["id"],
        row["person"],
        f"{row.get('person__first_name', '')} {row.get('person__last_name', '')}".strip(),
        row.get("person__sort_key", ""),
        row["state"],
        row["entered_on"],
        row["left_on"],
        (row["plan_starts_on"], row["plan_ends_on"]),
        tuple(map(_period, row["out"])),
        tuple(map(_period, row["taught"])),
    )


def _period(days: Sequence[str | None]) -> Period:
    first, last = days
    return date.fromisoformat(first or ""), date.fromisoformat(last) if last else FAR


def calendar_of(session: TrainingSession) -> Programme:
    """The session's programme. It comes with its course and its modules (`catalogue.queries.session`)."""
    return content.of(session).programme()


def planned_half_days(
    stay: Stay, calendar: Programme, first: date | None = None, last: date | None = None
) -> set[HalfDay]:
    """The half-days this person is expected, of those days (of the whole stay unless said)."""
    since, until = max(stay.first, first or stay.first), min(stay.last, last or stay.last)
    return set(rules.half_days(calendar, _plan(stay), since, until, stay.interruptions))


def _plan(stay: Stay) -> Sequence[Period]:
    return stay.modules or (stay.plan,)
