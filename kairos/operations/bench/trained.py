"""Invented rows of one portfolio in training: a fourth not declared in, as many interrupted, or out without a bilan."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import models

from kairos.foundation.text import sort_key
from kairos.offer.catalogue.models import Course, Delivery, TrainingSession
from kairos.operations.bench.group import WEEK, last_month
from kairos.operations.bench.team import Member
from kairos.path.attendance.models import AttendanceMark, AttendanceMonth, AttendanceSheet
from kairos.path.enrolments.models import Enrolment, Interruption
from kairos.people.jobseekers.models import JobSeeker

NUMBER, TITLE = "GG_2", "Magasinier cariste"
MARKS = 3
State = Enrolment.State
STATES = (State.REGISTERED, State.IN_TRAINING, State.INTERRUPTED, State.LEFT)


def of(people: Sequence[JobSeeker], member: Member, now: datetime) -> tuple[Sequence[models.Model], ...]:
    """Lists by table, in the order they are written."""
    own, first = member.organisation, last_month(now)
    course = Course(organisation=own, title=TITLE, sort_key=sort_key(TITLE))
    delivery = Delivery(organisation=own, course=course, postcode="69003", town="Lyon")
    session = TrainingSession(
        organisation=own, delivery=delivery, establishment=member.establishment, number=NUMBER, state="started",
        state_since=now, starts_on=first, ends_on=first + timedelta(days=200), listed_on=first, capacity=len(people),
        timetable=WEEK, created_at=now, modified_at=now, modified_by=member.users[0].pk,
    )  # fmt: skip
    rows = [_enrolment(one, session, STATES[rank % 4], now) for rank, one in enumerate(people)]
    sheet = AttendanceSheet(organisation=own, establishment=member.establishment, session=session, month=first,
                            opened_at=now)  # fmt: skip
    months = [_month(row, sheet, now) for row in rows if row.entered_on]
    marks = [_mark(month, place, now) for month in months for place in range(MARKS)]
    out = [_interruption(row, now) for row in rows if row.state == State.INTERRUPTED]
    return [course], [delivery], [session], rows, [sheet], months, marks, out


def _enrolment(person: JobSeeker, session: TrainingSession, state: State, now: datetime) -> Enrolment:
    first, left = session.starts_on, state == State.LEFT
    return Enrolment(
        person=person, session=session, organisation=session.organisation, establishment=session.establishment,
        title=TITLE, state=state, state_since=now - timedelta(days=45 * left), created_at=now, planned_hours=900,
        plan_starts_on=first, plan_ends_on=session.ends_on, postcode="69003",
        entered_on=None if state == State.REGISTERED else first, left_on=first if left else None,
        exit_reason="Emploi trouvé" if left else "", due_from=None if left else first,
        due_on=None if left else first + timedelta(days=3), due_rule="", reminders=2,
    )  # fmt: skip


def _month(row: Enrolment, sheet: AttendanceSheet, now: datetime) -> AttendanceMonth:
    return AttendanceMonth(
        sheet=sheet, enrolment=row, person=row.person, organisation=row.organisation, establishment=row.establishment,
        month=sheet.month, title=TITLE, state=AttendanceMonth.State.SUBMITTED, state_since=now, plan=[210] * 62,
        submitted_at=now, submitted_by=row.organisation_id, answer_by=now + timedelta(days=3),
    )  # fmt: skip


def _mark(month: AttendanceMonth, rank: int, now: datetime) -> AttendanceMark:
    return AttendanceMark(
        statement=month, person=month.person, organisation=month.organisation, day=month.month + timedelta(days=rank),
        half=0, kind="absence", noted_at=now, noted_by=month.organisation_id,
    )  # fmt: skip


def _interruption(row: Enrolment, now: datetime) -> Interruption:
    return Interruption(enrolment=row, person=row.person, organisation=row.organisation, starts_on=row.plan_starts_on,
                        reason="Arrêt de travail", declared_at=now)  # fmt: skip
