"""Invented rows of one group of the large member: twenty-five in training over last month, all of it filled."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models

from kairos.foundation.clock import PARIS
from kairos.foundation.text import sort_key
from kairos.identity.habilitations.models import AccessGrant
from kairos.offer.catalogue.models import Course, Delivery, TrainingSession
from kairos.operations.bench.calling import filled
from kairos.operations.bench.team import FIRST_NAMES, LAST_NAMES, Member
from kairos.path.attendance import rules
from kairos.path.attendance.models import AttendanceMark, AttendanceMonth, AttendanceSheet
from kairos.path.enrolments.models import Enrolment
from kairos.people.access.models import PersonAccess
from kairos.people.agencies.models import Agency
from kairos.people.jobseekers.models import JobSeeker

NUMBER, TITLE = "GG_1", "Conduite d’engins de chantier"
PEOPLE, MARKS = 25, 3
WEEK = [210] * 10 + [0] * 4
"""Every half-day of every weekday: some forty-four a month."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lists by table, in the order they are written."""

    parts: tuple[Sequence[models.Model], ...]


def last_month(now: datetime) -> date:
    return (now.astimezone(PARIS).date().replace(day=1) - timedelta(days=1)).replace(day=1)


def group(member: Member, now: datetime) -> Group:
    own, first = member.organisation, last_month(now)
    course = Course(organisation=own, title=TITLE, sort_key=sort_key(TITLE))
    delivery = Delivery(organisation=own, course=course, postcode="69003", town="Lyon")
    session = TrainingSession(
        organisation=own, delivery=delivery, establishment=member.establishment, number=NUMBER, state="started",
        state_since=now, starts_on=first, ends_on=first + timedelta(days=200), listed_on=first, capacity=PEOPLE,
        timetable=WEEK, created_at=now, modified_at=now, modified_by=member.users[0].pk,
    )  # fmt: skip
    agency = Agency(kind=Agency.Kind.values[0], name="Agence du Groupe", sort_key="agence du groupe", town="Lyon",
                    opened_at=now)  # fmt: skip
    people = [person(rank, agency, now) for rank in range(PEOPLE)]
    rows = [enrolment(one, session, now) for one in people]
    reads = [read(row, now) for row in rows]
    sheet = AttendanceSheet(organisation=own, establishment=member.establishment, session=session, month=first,
                            opened_at=now)  # fmt: skip
    months = [_month(row, sheet, now) for row in rows]
    marks = [_mark(month, rank, place, now) for rank, month in enumerate(months) for place in range(MARKS)]
    enters = AccessGrant(affiliation=member.places[0], organisation=own, right="attendance.enter", starts_on=first,
                         state=AccessGrant.State.LIVE, given_by=member.users[0].pk, given_at=now)  # fmt: skip
    return Group(([course], [delivery], [session], [agency], people, reads, rows, [sheet], months, marks, [enters]))


def person(rank: int, agency: Agency, now: datetime) -> JobSeeker:
    first, last = FIRST_NAMES[rank % len(FIRST_NAMES)], f"{LAST_NAMES[rank % len(LAST_NAMES)]} {rank}"
    return JobSeeker(
        agency=agency, state=JobSeeker.State.values[0], identifier=f"98{rank:05}A", birth_date=date(1980, 1, 1),
        first_name=first, last_name=last, sort_key=sort_key(f"{last} {first}"), loaded_at=now,
    )  # fmt: skip


def enrolment(person: JobSeeker, session: TrainingSession, now: datetime, entered: bool = True) -> Enrolment:
    states = Enrolment.State
    state, since = (states.IN_TRAINING, session.starts_on) if entered else (states.REGISTERED, None)
    return Enrolment(
        person=person, session=session, organisation=session.organisation, establishment=session.establishment,
        title=TITLE, state=state, state_since=now, created_at=now, planned_hours=900, plan_starts_on=session.starts_on,
        plan_ends_on=session.ends_on, postcode="69003", entered_on=since, exit_reason="", due_rule="", reminders=0,
    )  # fmt: skip


def read(row: Enrolment, now: datetime) -> PersonAccess:
    return PersonAccess(
        person=row.person, reader_kind=PersonAccess.Kind.ORGANISATION, reader_id=row.organisation_id,
        place_id=row.organisation_id, who="Grand Groupe", function="Organisme de formation", source="enrolment",
        subject=row.pk, reason=TITLE, starts_at=now, opened_by=row.organisation_id, opened_at=now,
    )  # fmt: skip


def _month(row: Enrolment, sheet: AttendanceSheet, now: datetime) -> AttendanceMonth:
    return AttendanceMonth(
        sheet=sheet, enrolment=row, person=row.person, organisation=row.organisation, establishment=row.establishment,
        month=sheet.month, title=TITLE, state_since=now, complete=2**rules.HALF_DAYS - 1,
    )  # fmt: skip


def _mark(month: AttendanceMonth, rank: int, place: int, now: datetime) -> AttendanceMark:
    """Absences on the Mondays."""
    monday = month.month + timedelta(days=(7 - month.month.weekday()) % 7 + 7 * place)
    return AttendanceMark(
        statement=month, person=month.person, organisation=month.organisation, day=monday, half=rank % 2,
        kind="absence", noted_at=now, noted_by=month.organisation_id,
    )  # fmt: skip


# What is typed of it

SEEN, CELL = re.compile(r'name="vu" value="((\d+)\.[^".]+\.)([^".]+)"'), re.compile(r"<input name=(\d+)\.(\d+)")


def said_and_taken_back(page: str, people: int) -> tuple[bytes, bytes]:
    """Every half-day where these people were there, to be completed again; then all of it as it was."""
    cells: dict[str, list[int]] = {}
    for number, rank in CELL.findall(page):
        cells.setdefault(number, []).append(int(rank))
    lines = SEEN.findall(page)[:people]
    if len(lines) < people:
        raise ValueError(f"{len(lines)} people of the group may be written of, not {people}")
    said, taken_back = [], []
    for start, number, letters in lines:
        there = [rank for rank in cells[number] if letters[rank] == rules.PRESENT]
        without = "".join("-" if rank in there else letter for rank, letter in enumerate(letters))
        said += [("vu", start + letters), *((f"{number}.{rank}", "") for rank in there)]
        taken_back += [("vu", start + without), *((f"{number}.{rank}", rules.PRESENT) for rank in there)]
    return filled(said), filled(taken_back)
