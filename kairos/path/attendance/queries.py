"""The doors to attendance."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from kairos.foundation.actor import Actor, Audience
from kairos.foundation.lists import line
from kairos.foundation.prepared import prepared
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.attendance.board import with_its_days
from kairos.path.attendance.models import (
    AttendanceContest,
    AttendanceMark,
    AttendanceMonth,
    AttendanceSheet,
    AttendanceVersion,
)
from kairos.path.attendance.permissions import RIGHTS
from kairos.path.enrolments.models import Enrolment, Interruption
from kairos.path.enrolments.queries import narrowed_to

State = AttendanceMonth.State


def sessions(actor: Actor) -> QuerySet[TrainingSession]:
    """Those where one's rights on attendance are held."""
    rows = TrainingSession.objects.select_related("delivery__course")
    if actor.audience != Audience.PROVIDER:
        return rows.none()
    own = rows.filter(organisation=actor.scope_organisation)
    places = narrowed_to(actor, RIGHTS)
    return own if places is None else own.filter(establishment__in=places)


@prepared
def _here(actor: Actor, key: UUID) -> QuerySet[TrainingSession]:
    return with_its_days(sessions(actor).filter(pk=key))


@prepared
def _with_sheet(actor: Actor, key: UUID, month: date) -> QuerySet[TrainingSession]:
    sheets = AttendanceSheet.objects.filter(session=OuterRef("pk"), month=month)
    rows = with_its_days(sessions(actor).filter(pk=key))
    said = sheets.values_list(line("id", "establishment", "opened_at", "saved_at", "saved_by"))
    return rows.annotate(sheet=Subquery(said))


@prepared
def _sheet(key: UUID, month: date) -> QuerySet[AttendanceSheet]:
    return AttendanceSheet.objects.filter(session=key, month=month)


def sheet(actor: Actor, key: UUID, month: date) -> AttendanceSheet:
    """That of a session and month; not written yet when nothing was ever said. Raises TrainingSession.DoesNotExist."""
    session = _with_sheet.get(actor, key, month)
    return _said(session, month) if session.sheet else _unsaid(session, month)


def session_here(actor: Actor, key: UUID) -> TrainingSession:
    """Raises TrainingSession.DoesNotExist."""
    return _here.get(actor, key)


def sheet_of(session: TrainingSession, month: date) -> AttendanceSheet:
    """The same, of a session in hand, with its course."""
    found = _sheet.first(session.pk, month) or _unsaid(session, month)
    found.session = session
    return found


def _said(session: Any, month: date) -> AttendanceSheet:
    """From a session `_with_sheet`."""
    pk, establishment, opened_at, saved_at, saved_by = session.sheet
    found = AttendanceSheet(
        pk=UUID(pk),
        organisation_id=session.organisation_id,
        establishment_id=establishment and UUID(establishment),
        session=session,
        month=month,
        opened_at=datetime.fromisoformat(opened_at),
        saved_at=saved_at and datetime.fromisoformat(saved_at),
        saved_by=saved_by and UUID(saved_by),
    )
    found._state.adding, found._state.db = False, session._state.db
    return found


def _unsaid(session: TrainingSession, month: date) -> AttendanceSheet:
    return AttendanceSheet(
        pk=uuid5(session.pk, f"{month:%Y-%m}"),
        organisation_id=session.organisation_id,
        establishment_id=session.establishment_id,
        session=session,
        month=month,
    )


@prepared
def people_in(actor: Actor, first: date, last: date) -> QuerySet[Any, Any]:
    """(session, how many of the organisation's were in training there on some day from one to another)."""
    return expected_between(actor, first, last).order_by("session").values_list("session").annotate(count=Count("id"))


def expected_between(actor: Actor, first: date | Combinable, last: date | Combinable) -> QuerySet[Enrolment]:
    """Who is in training in the organisation on some day from one to another (both included): entered, not out, their
    plan not over, not interrupted all that time."""
    rows = Enrolment.objects.filter(
        organisation=actor.scope_organisation, entered_on__lte=last, plan_ends_on__gte=first
    )
    out = Interruption.objects.filter(enrolment=OuterRef("pk"), starts_on__lte=first)
    out = out.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=last))
    return rows.filter(Q(left_on__isnull=True) | Q(left_on__gte=first)).exclude(Exists(out))


@prepared
def given_in(actor: Actor, first: date, last: date) -> QuerySet[Any, Any]:
    """By session and month, of its months that begin from one day to another: (session, month, how many were given, how
    many are contested)."""
    rows = months_visible_to(actor).filter(month__gte=first, month__lte=last).select_related(None)
    given, contested = ~Q(state=State.OPEN), Q(state=State.CONTESTED)
    counts = {"given": Count("id", filter=given), "contested": Count("id", filter=contested)}
    return rows.order_by("sheet__session", "month").values_list("sheet__session", "month").annotate(**counts)


def months_visible_to(actor: Actor) -> QuerySet[AttendanceMonth]:
    """The person and their advisers see what was submitted: it counts from then."""
    rows = AttendanceMonth.objects.select_related("person")
    if actor.audience in (Audience.ANONYMOUS, Audience.OPERATOR):
        return rows.none()
    if actor.audience != Audience.PROVIDER:
        return rows.filter(submitted_at__isnull=False)
    own = rows.filter(organisation=actor.scope_organisation)
    places = narrowed_to(actor, RIGHTS)
    return own if places is None else own.filter(establishment__in=places)


def statement(actor: Actor, key: UUID) -> AttendanceMonth:
    """For the organisation. Raises AttendanceMonth.DoesNotExist."""
    if actor.audience != Audience.PROVIDER:
        raise AttendanceMonth.DoesNotExist
    return months_visible_to(actor).get(pk=key)


def own_statement(actor: Actor, key: UUID) -> AttendanceMonth:
    """For the person. Raises AttendanceMonth.DoesNotExist."""
    if actor.audience != Audience.JOBSEEKER:
        raise AttendanceMonth.DoesNotExist
    return months_visible_to(actor).get(pk=key)


@prepared
def months_of(person: UUID) -> QuerySet[AttendanceMonth]:
    """What was submitted of somebody, the latest month first."""
    return AttendanceMonth.objects.filter(person=person, submitted_at__isnull=False).order_by("-month", "id")


@prepared
def versions_of(person: UUID) -> QuerySet[AttendanceVersion]:
    return AttendanceVersion.objects.filter(person=person).order_by("version")


@prepared
def contests_of(person: UUID) -> QuerySet[AttendanceContest]:
    return AttendanceContest.objects.filter(person=person).order_by("said_at", "id")


def marks_of(statement: UUID) -> QuerySet[AttendanceMark]:
    return AttendanceMark.objects.filter(statement=statement).order_by("day", "half")


def mark(actor: Actor, key: UUID) -> AttendanceMark:
    """For the organisation. Raises AttendanceMark.DoesNotExist."""
    if actor.audience != Audience.PROVIDER:
        raise AttendanceMark.DoesNotExist
    rows = AttendanceMark.objects.select_related("statement__sheet", "person", "proof")
    rows = rows.filter(organisation=actor.scope_organisation)
    places = narrowed_to(actor, RIGHTS)
    return (rows if places is None else rows.filter(statement__establishment__in=places)).get(pk=key)


def sheet_of_day(actor: Actor, key: UUID, day: date) -> AttendanceSheet:
    """The sheet of that day's month, which then has a `day`. Raises TrainingSession.DoesNotExist."""
    found = sheet(actor, key, day.replace(day=1))
    found.__dict__["day"] = day
    return found
