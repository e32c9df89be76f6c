"""« Assiduité »: the groups under way, and what is left to submit of each month."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, permissions
from kairos.foundation.actor import Actor
from kairos.offer.catalogue.models import TrainingSession
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
    rows = _sessions(request.actor, last, today)
    groups = [group for month in (last, this) for group in _groups(request.actor, rows, month, today)]
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


def _sessions(actor: Actor, first: date, last: date) -> list[dict[str, Any]]:
    there = queries.sessions(actor).filter(starts_on__lte=last).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))
    rows = there.exclude(state__in=(TrainingSession.State.DRAFT, TrainingSession.State.CANCELLED))
    return list(rows.order_by("starts_on", "id").values("id", "number", "delivery__course__title")[:MOST])


def _groups(actor: Actor, sessions: list[dict[str, Any]], month: date, today: date) -> list[Group]:
    keys = [row["id"] for row in sessions]
    people = dict(queries.people_in(actor, keys, month))
    counted = {row["sheet__session"]: row for row in queries.given_in(actor, keys, month)}
    return [
        Group(
            row["id"], row["delivery__course__title"], row["number"], month, people[row["id"]],
            counted.get(row["id"], {}).get("given", 0), counted.get(row["id"], {}).get("contested", 0), today,
        )
        for row in sessions
        if row["id"] in people
    ]  # fmt: skip
