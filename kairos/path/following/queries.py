"""The door to a portfolio's people in training: all of it in one statement, however many people."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

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
from kairos.path.following.rules import Limits, State, Training
from kairos.people.access import queries as access

THERE = (State.IN_TRAINING, State.INTERRUPTED)
COLUMNS = (
    "id", "person", "title", "state", "state_since", "due_from", "due_on", "left_on", "paused_on", "absences",
    "contested", "unsaid", "reviewed",
)  # fmt: skip


def limits() -> Limits:
    today = clock.today()
    return Limits(
        today,
        settings.PAUSE_DAYS.value(),
        settings.ABSENCES.value(),
        REVIEW_DAYS.value(),
        rules.month_due(today, DUE_DAYS.value()),
    )


def trainings(actor: Actor, within: Limits) -> list[Training]:
    """Registered, in training, or out lately, of those whom the actor follows. One statement."""
    now = clock.now()
    lately = within.today - rules.LATELY
    days = (lately, *within.month, now - rules.LOOKED_AT, now - rules.LATELY, now - timedelta(days=within.review_days))
    return [Training(*values) for values in _trainings(actor, now, *days)]


@prepared
def _trainings(
    actor: Actor, now: datetime, absent_since: date, first: date, last: date, out_since: datetime,
    missed_since: datetime, reviewed_before: datetime,
) -> QuerySet[Any]:  # fmt: skip
    rows = enrolments.visible_to(actor).select_related(None).filter(person__in=access.followed(actor, now))
    concerned = (
        Q(state__in=(State.REGISTERED, *THERE))
        | Q(state__in=rules.OUT, state_since__gte=out_since)
        | Q(state=State.NO_SHOW, state_since__gte=missed_since)
    )
    shown = rows.filter(concerned).annotate(
        paused_on=_when(Q(state=State.INTERRUPTED), _pause()),
        absences=_when(Q(state__in=THERE), Coalesce(_absences(absent_since), 0), Value(0)),
        contested=_when(Q(entered_on__isnull=False), _contested()),
        unsaid=_said(_expected(first, last) & ~Exists(_given(first))),
        reviewed=~_said(Q(state__in=rules.OUT, state_since__lt=reviewed_before) & ~Exists(_shared())),
    )
    return shown.order_by("state_since", "id").values_list(*COLUMNS)


def _when(condition: Q, found: Combinable, otherwise: Combinable | None = None) -> Case:
    return Case(When(condition, then=found), default=otherwise or Value(None))


def _said(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _pause() -> Subquery:
    return Subquery(Interruption.objects.filter(enrolment=OuterRef("pk"), ends_on=None).values("starts_on")[:1])


def _absences(since: date) -> Subquery:
    """Half-days of months that were submitted: what the organisation is still writing counts for nobody."""
    rows = AttendanceMark.objects.filter(
        statement__enrolment=OuterRef("pk"), statement__submitted_at__isnull=False, kind="absence", justified=False,
        day__gt=since,
    )  # fmt: skip
    return Subquery(rows.order_by().values("statement__enrolment").annotate(count=Count("pk")).values("count"))


def _months() -> QuerySet[AttendanceMonth]:
    return AttendanceMonth.objects.filter(enrolment=OuterRef("pk"))


def _contested() -> Subquery:
    rows = _months().filter(state=AttendanceMonth.State.CONTESTED)
    return Subquery(rows.order_by("month").values("month")[:1])


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
