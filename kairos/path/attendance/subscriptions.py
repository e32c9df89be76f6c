"""What attendance answers to enrolments: days that a submitted month counts on are not said otherwise unseen."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.path.attendance import rules, wording
from kairos.path.attendance.models import AttendanceMonth
from kairos.path.enrolments.guards import before_correction, before_exit, before_pause
from kairos.path.enrolments.models import Enrolment, Interruption


def months_count_on_it(row: Enrolment, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    for month, plan in _given(row):
        if _counts_on_it(row, month, plan, details):
            yield _given_first(month)


def months_end_after_the_exit(row: Enrolment, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    """The days after `on` are theirs no more: a month that was submitted with some of them counts on them."""
    yield from _given_with_days_from(row, details.get("on"), included=False)


def months_end_before_the_pause(row: Enrolment, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    """The days from `on` on change; so does a month that was submitted during an interruption, when they come back."""
    yield from _given_with_days_from(row, details.get("on"), included=True)


def _given_with_days_from(row: Enrolment, on: date | None, *, included: bool) -> Iterator[Reason]:
    if on is None:
        return
    first = on if included else on + timedelta(days=1)
    for month, plan in _given(row).filter(month__gte=first.replace(day=1)):
        back = row.state == Enrolment.State.INTERRUPTED and included
        if back or any(minutes and rules.day_of(month, rank) >= first for rank, minutes in enumerate(plan)):
            yield _given_first(month)


def _given(row: Enrolment) -> QuerySet:
    given = AttendanceMonth.objects.filter(enrolment=row.pk).exclude(state=AttendanceMonth.State.OPEN)
    return given.order_by("month").values_list("month", "plan")


def _given_first(month: date) -> Reason:
    return Reason(f"Le mois {wording.of_month(month)} est rendu : corrigez-le d’abord, avec une raison.", field="on")


def _counts_on_it(row: Enrolment, month: date, plan: Sequence[int], details: Mapping[str, Any]) -> bool:
    """A new plan must hold what was planned then; a day that moves must not cross the month."""
    if "modules" in details:
        days = {rules.day_of(month, rank) for rank, minutes in enumerate(plan) if minutes}
        return not all(any(one.starts_on <= day <= one.ends_on for one in details["modules"]) for day in days)
    first, last = _between(row, details)
    end = (month + timedelta(days=31)).replace(day=1)
    return (first is None or first < end) and (last is None or month <= last)


def _between(row: Enrolment, details: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """Of an entry or an exit, from the nearest of the two to the new day; of an interruption, from its first day on. Of
    what is undone: from the exit on, or all of it."""
    said = details.get("on")
    if said is None:
        return row.left_on, None
    if "interruption" in details:
        before = Interruption.objects.filter(pk=details["interruption"]).values_list("starts_on", flat=True).first()
        return min(said, before or said), None
    known = [day for day in (row.entered_on, row.left_on) if day]
    former = min(known, key=lambda day: abs((day - said).days), default=said)
    return min(said, former), max(said, former)


before_correction.register(months_count_on_it)
before_exit.register(months_end_after_the_exit)
before_pause.register(months_end_before_the_pause)
