"""« À faire » with attendance: last month to submit, a group a line; months that their people contest."""

from datetime import date, datetime, timedelta

from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, TruncMonth
from django.urls import reverse

from kairos.design import french
from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.path.attendance import queries, wording
from kairos.path.attendance.models import AttendanceMonth
from kairos.path.attendance.permissions import APPROVE
from kairos.path.attendance.settings import DUE_DAYS
from kairos.spaces.provider.attendance import months
from kairos.spaces.todo import Line, Task, lines, once, source, where_held

HERE = "kairos"
State = AttendanceMonth.State


def _to_give(line: Line) -> Task:
    month = months.before(clock.today().replace(day=1))
    href = reverse("attendance:month", kwargs={"key": line.key, "month": month})
    left = french.plural(line.count, "stagiaire")
    return Task(f"Rendre le mois {wording.of_month(month)} : {line.title}", href, "Compléter", left, line.day)


@source(HERE, "attendance.submit", _to_give, DUE_DAYS.value)
def to_give(actor: Actor, now: datetime, today: date, days: int) -> QuerySet:
    """Of those in training last month, whose month is not submitted."""
    this = once(_first_of_month(Value(today, DateField())))
    end = once(Cast(ExpressionWrapper(this - Value(timedelta(days=1)), DateTimeField()), DateField()))
    last = once(_first_of_month(end))
    given = AttendanceMonth.objects.filter(organisation=actor.scope_organisation, month=last).exclude(state=State.OPEN)
    there = queries.expected_between(actor, last, end).exclude(Exists(given.filter(enrolment=OuterRef("pk"))))
    rows = where_held(there, actor, APPROVE)
    grouped = rows.order_by().values("session")
    due: Combinable = ExpressionWrapper(this + Value(days - 1), DateField())
    return lines(grouped, Max("title"), key="session", at=Max(due), count=Count("pk"))


def _first_of_month(day: Combinable) -> Cast:
    return Cast(TruncMonth(day), DateField())


def _contested(line: Line) -> Task:
    month = date.fromisoformat(line.detail)
    href = reverse("attendance:submit", kwargs={"key": line.key, "month": month})
    said = french.plural(line.count, "personne conteste son mois", "personnes contestent leur mois")
    return Task(f"Répondre : {said} {wording.of_month(month)}", href, "Répondre", f"« {line.title} »",
                label=f"Depuis le {french.short_day(line.day, clock.today())}")  # fmt: skip


@source(HERE, "attendance.correct", _contested)
def contested(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = queries.months_visible_to(actor).select_related(None).filter(state=State.CONTESTED)
    grouped = where_held(rows, actor, APPROVE).order_by().values("sheet__session", "month")
    return lines(grouped, Max("title"), key="sheet__session", detail=F("month"), at=Min("state_since"),
                 count=Count("pk"))  # fmt: skip
