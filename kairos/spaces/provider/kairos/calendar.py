"""A month of sessions, day by day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.working_days import is_holiday
from kairos.offer.catalogue import content as contents
from kairos.offer.catalogue import queries, rules
from kairos.offer.catalogue.models import TrainingSession
from kairos.offer.catalogue.rules import ONE_DAY, HalfDay
from kairos.spaces.provider.kairos import chrome, lists
from kairos.spaces.provider.kairos.forms import month

MOST, NAMED = 200, 2
WORKING_WEEK = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A session in a month. half_days: expected, from its timetable; days: those it has courses, or may have."""

    row: TrainingSession
    half_days: list[HalfDay]
    days: frozenset[date]

    @property
    def id(self) -> UUID:
        return self.row.pk

    @property
    def hours(self) -> str:
        return rules.duration(rules.minutes_of(self.half_days))

    @property
    def badge(self) -> tuple[str, str]:
        return lists.BADGES[queries.State(self.row.state)]


@dataclass(frozen=True, slots=True)
class Day:
    """of_month: false for the days around it that fill the weeks."""

    day: date
    of_month: bool
    lines: list[Line]

    @property
    def named(self) -> list[Line]:
        return self.lines[:NAMED]

    @property
    def more(self) -> int:
        return len(self.lines) - NAMED


def calendar(request: HttpRequest) -> HttpResponse:
    year, number = month(request.GET.get("mois", ""), clock.today())
    first, last = rules.month_of(year, number)
    lines = read(request.actor, first, last)
    before, after = first - ONE_DAY, last + ONE_DAY
    return render(
        request,
        "kairos/calendar.html",
        chrome.of(request),
        first=first,
        before=f"{before:%Y-%m}",
        after=f"{after:%Y-%m}",
        lines=lines,
        weeks=weeks(first, last, lines),
        weekend=sum(one.day.weekday() >= WORKING_WEEK for line in lines for one in line.half_days),
        most=MOST,
    )


def read(actor: Actor, first: date, last: date) -> list[Line]:
    """Two statements."""
    under_way = queries.overlapping(actor.scope_organisation, first, last)
    rows = queries.visible_to(actor).filter(pk__in=under_way.values("pk"), state__in=queries.TO_COME)
    return [_line(row, first, last) for row in rows.prefetch_related("modules").order_by("starts_on", "pk")[:MOST]]


def _line(row: TrainingSession, first: date, last: date) -> Line:
    programme = contents.of(row).programme()
    half_days = rules.expected(programme, first, last)
    if programme.timetable:
        return Line(row, half_days, frozenset(one.day for one in half_days))
    begin, end = max(first, row.starts_on), min(last, row.ends_on or last)
    days = (begin + n * ONE_DAY for n in range((end - begin).days + 1))
    taught = (day for day in days if day.weekday() < WORKING_WEEK and not is_holiday(day, programme.place))
    return Line(row, half_days, frozenset(taught))


def weeks(first: date, last: date, lines: list[Line]) -> list[Day]:
    """Monday to Friday, whole weeks."""
    day, found = first - first.weekday() * ONE_DAY, []
    while day <= last:
        if day.weekday() < WORKING_WEEK:
            found.append(Day(day, first <= day <= last, [line for line in lines if day in line.days]))
        day += ONE_DAY
    while found and not any(one.of_month for one in found[:WORKING_WEEK]):
        del found[:WORKING_WEEK]
    return found
