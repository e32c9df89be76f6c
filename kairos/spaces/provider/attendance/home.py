"""« Assiduité »: the groups under way, and what is left to submit of each month."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.prepared import prepared
from kairos.offer.catalogue.models import TrainingSession
from kairos.offer.catalogue.rules import month_of
from kairos.path.attendance import queries, rules, settings, wording
from kairos.spaces.provider.attendance import months
from kairos.spaces.provider.attendance.months import Due
from kairos.spaces.provider.kairos import chrome

MOST = 100


@dataclass(frozen=True, slots=True)
class Group:
    """A session in a month. people: in training then; given: of them, months submitted; contested: those to answer."""

    session: UUID
    title: str
    number: str
    month: date
    people: int
    given: int
    contested: int
    today: date

    @property
    def left(self) -> int:
        return max(0, self.people - self.given)

    @property
    def over(self) -> bool:
        return months.after(self.month) <= self.today

    @property
    def due(self) -> Due | None:
        if not self.left:
            return None
        return months.due(rules.due_on(self.month, None, settings.DUE_DAYS.value()), self.today)

    @property
    def said(self) -> str:
        return wording.month(self.month)

    def at(self, name: str) -> str:
        return reverse(f"attendance:{name}", kwargs={"key": self.session, "month": self.month})

    @property
    def day(self) -> str:
        return reverse("attendance:day", kwargs={"key": self.session, "day": self.today})


def home(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    this, last = today.replace(day=1), months.before(today.replace(day=1))
    groups = list(_groups(request.actor, (last, this), today))
    return render(
        request,
        "attendance/home.html",
        chrome.of(request),
        files=permissions.holds(request.actor, "attendance.import"),
        to_give=[group for group in groups if group.over and group.left],
        contested=[group for group in groups if group.contested],
        under_way=[group for group in groups if not group.over],
        given=[group for group in groups if group.over and not group.left],
    )


@prepared
def _sessions(actor: Actor, first: date, last: date) -> QuerySet[TrainingSession, Any]:
    there = queries.sessions(actor).filter(starts_on__lte=last).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))
    rows = there.exclude(state__in=(TrainingSession.State.DRAFT, TrainingSession.State.CANCELLED))
    return rows.order_by("starts_on", "id").values_list("id", "number", "delivery__course__title")[:MOST]


def _groups(actor: Actor, those: Sequence[date], today: date) -> Iterator[Group]:
    """Month by month."""
    sessions = _sessions(actor, those[0], today)
    counted = {(session, month): counts for session, month, *counts in queries.given_in(actor, those[0], those[-1])}
    for month in those:
        people = dict(queries.people_in(actor, *month_of(month.year, month.month)))
        for key, number, title in sessions:
            if there := people.get(key):
                yield Group(key, title, number, month, there, *counted.get((key, month), (0, 0)), today)
