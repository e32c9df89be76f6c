"""The door to a portfolio's people in training: all of it in one statement, however many people."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    Exists,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.prepared import prepared
from kairos.path.attendance.models import AttendanceMark, AttendanceMonth
from kairos.path.attendance.settings import DUE_DAYS
from kairos.path.completion.models import FinalReview
from kairos.path.completion.settings import REVIEW_DAYS
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.models import Interruption
from kairos.path.following import rules, settings
from kairos.path.following.models import AlertChoice
from kairos.path.following.rules import Limits, State, Training
from kairos.people.access import queries as access

COLUMNS = (
    "id", "person", "title", "state", "state_since", "due_from", "due_on", "left_on", "paused_on", "absences",
    "contested", "unsaid", "reviewed",
)  # fmt: skip


@prepared
def _choices(agency: UUID) -> QuerySet[AlertChoice]:
    return AlertChoice.objects.filter(agency=agency).order_by("-set_at", "-id")


def choice_of(agency: UUID) -> AlertChoice | None:
    """What counts there now."""
    return _choices.first(agency)


def choices_of(agency: UUID) -> list[AlertChoice]:
    """All that was chosen there, the last first."""
    return _choices(agency)


def beside_its_agency() -> dict[str, Subquery]:
    """What counts there now, to be read with rows that have an `agency`: they are then what `limits_of` takes."""
    last = AlertChoice.objects.filter(agency=OuterRef("agency")).order_by("-set_at", "-id")
    return {name: Subquery(last.values(name)[:1]) for name in ("absences", "pause_days")}


def limits(agency: UUID | None = None) -> Limits:
    """As the operator sets them, and over it what the head of that agency chose. One statement for an agency."""
    return limits_of(choice_of(agency) if agency else None)


def limits_of(chosen: Any) -> Limits:
    """chosen: a choice, or a row `beside_its_agency`."""
    today = clock.today()
    return Limits(
        today,
        (chosen and chosen.pause_days) or settings.PAUSE_DAYS.value(),
        (chosen and chosen.absences) or settings.ABSENCES.value(),
        REVIEW_DAYS.value(),
        rules.month_due(today, DUE_DAYS.value()),
        settings.RECENT_DAYS.value(),
        settings.LOOKED_AT_DAYS.value(),
    )


def trainings(actor: Actor, within: Limits) -> list[Training]:
    """Registered, in training, or out lately, of those whom the actor follows. One statement."""
    now = clock.now()
    before = (now - timedelta(days=days) for days in (within.looked_at_days, within.recent_days, within.review_days))
    found = [Training(*values) for values in _read(actor, now, within.recent_from, *within.month, *before)]
    absences = {one.id: one.absences for one in found if not one.state and one.absences}
    contested = {one.id: one.contested for one in found if not one.state and one.contested}
    shown = (one for one in found if one.state)
    rows = (one._replace(absences=absences.get(one.id, 0), contested=contested.get(one.id)) for one in shown)
    return sorted(rows, key=lambda one: (one.since, one.id))


@prepared
def _read(actor: Actor, now: datetime, absent_since: date, *days: Any) -> QuerySet[Any]:
    """The trainings; then, by enrolment and without a state, absences and contested months: found for all of them
    together, which is far less than one by one."""
    return _trainings(actor, now, *days).union(_absences(absent_since), _contested(), all=True)


def _trainings(
    actor: Actor, now: datetime, first: date, last: date, out_since: datetime, missed_since: datetime,
    reviewed_before: datetime,
) -> QuerySet[Any]:  # fmt: skip
    rows = enrolments.visible_to(actor).select_related(None).filter(person__in=access.followed(actor, now))
    concerned = (
        Q(state__in=(State.REGISTERED, *rules.THERE))
        | Q(state__in=rules.OUT, state_since__gte=out_since)
        | Q(state=State.NO_SHOW, state_since__gte=missed_since)
    )
    shown = rows.filter(concerned).annotate(
        paused_on=_when(Q(state=State.INTERRUPTED), _pause()),
        absences=Value(0),
        contested=Cast(Value(None), DateField()),
        unsaid=_said(_expected(first, last) & ~Exists(_given(first))),
        reviewed=~_said(Q(state__in=rules.OUT, state_since__lt=reviewed_before) & ~Exists(_shared())),
    )
    return shown.order_by().values_list(*COLUMNS)


def _when(condition: Q, found: Combinable) -> Case:
    return Case(When(condition, then=found), default=Value(None))


def _said(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _pause() -> Subquery:
    return Subquery(Interruption.objects.filter(enrolment=OuterRef("pk"), ends_on=None).values("starts_on")[:1])


def _absences(since: date) -> QuerySet[Any]:
    """Half-days of months that were submitted: what the organisation is still writing counts for nobody."""
    rows = AttendanceMark.objects.filter(
        statement__submitted_at__isnull=False, kind="absence", justified=False, day__gt=since
    )
    return _beside(rows, "statement__enrolment", absences=Count("pk"))


def _contested() -> QuerySet[Any]:
    return _beside(AttendanceMonth.objects.filter(state=AttendanceMonth.State.CONTESTED), "enrolment",
                   contested=Min("month"))  # fmt: skip


def _beside(rows: QuerySet[Any], enrolment: str, **found: Combinable) -> QuerySet[Any]:
    """By enrolment, in the shape of the trainings; nothing else is said."""
    counted = {f"its_{name}": found.get(name, Value(None, TextField())) for name in COLUMNS if name != "id"}
    grouped = rows.order_by().values(enrolment).annotate(**counted)
    return grouped.values_list(enrolment, *counted)


def _months() -> QuerySet[AttendanceMonth]:
    return AttendanceMonth.objects.filter(enrolment=OuterRef("pk"))


def _given(month: date) -> QuerySet[AttendanceMonth]:
    return _months().filter(month=month, submitted_at__isnull=False)


def _expected(first: date, last: date) -> Q:
    """On some day of that month, as attendance means it (`attendance.queries.expected_between`)."""
    out = Interruption.objects.filter(enrolment=OuterRef("pk"), starts_on__lte=first)
    out = out.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=last))
    there = Q(entered_on__lte=last, plan_ends_on__gte=first) & (Q(left_on__isnull=True) | Q(left_on__gte=first))
    return there & ~Exists(out)


def _shared() -> QuerySet[FinalReview]:
    return FinalReview.objects.filter(enrolment=OuterRef("pk"), state=FinalReview.State.SHARED)
