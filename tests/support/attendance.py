"""Groups in training, half-days said, months in each of their states."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.ids import new_id
from kairos.foundation.imports import runs
from kairos.foundation.imports.models import ImportRun
from kairos.foundation.isolation import scope
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.attendance import board as boards
from kairos.path.attendance import changes as said
from kairos.path.attendance import queries, saving
from kairos.path.attendance.board import Board, Cell, Line
from kairos.path.attendance.changes import Change
from kairos.path.attendance.importing import KIND
from kairos.path.attendance.jobs import lock
from kairos.path.attendance.lifecycle import Month
from kairos.path.attendance.models import AttendanceMonth, AttendanceSheet
from kairos.path.completion.lifecycle import Certifying
from kairos.path.completion.models import IssuedCertificate
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from kairos.people.jobseekers.models import JobSeeker
from tests.support import catalogue, path
from tests.support.people import People
from tests.support.team import Colleague, run

RIGHTS = ("attendance.consult", "attendance.enter", "attendance.approve")
HEAD = "N° de session;Identifiant;Du;Au;Demi-journée;Type;Heures;Motif"
WHY = "Une absence avait été oubliée."


def clerk(people: People, *rights: str) -> Colleague:
    """Somebody who may do all that is done with attendance, people and sessions, or these rights alone."""
    return path.coordinator(people, *(rights or (*catalogue.RIGHTS, *path.RIGHTS, *RIGHTS)))


def last_month() -> date:
    return (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)


def group(people: People, who: Colleague, count: int = 2, first: date | None = None) -> TrainingSession:
    """So many in training since the first of last month (or a day); every weekday but Friday afternoon."""
    first = first or last_month()
    session = path.begun(who, (clock.today() - first).days, capacity=max(count, 12))
    for _ in range(count):
        path.in_training(people, who, session)
    return session


def enrolments(session: TrainingSession) -> list[Enrolment]:
    rows = Enrolment.objects.using("owner").filter(session=session.pk).order_by("person__sort_key", "id")
    return list(rows)


def sheet(who: Colleague | Actor, session: TrainingSession, month: date | None = None) -> AttendanceSheet:
    actor = who if isinstance(who, Actor) else who.actor
    with scope(actor):
        return queries.sheet(actor, session.pk, month or last_month())


def board(who: Colleague, session: TrainingSession, month: date | None = None) -> Board:
    found = sheet(who, session, month)
    with scope(who.actor):
        return boards.read(found)


def save(who: Colleague, session: TrainingSession, changes: Iterable[Change], month: date | None = None) -> None:
    found = sheet(who, session, month)
    with scope(who.actor):
        saving.write(found, who.actor, list(changes))


def write(who: Colleague, session: TrainingSession, cells: dict[tuple[UUID, int], Cell | str], **more: Any) -> None:
    """Letters or cells by person and half-day, whatever is there."""
    save(who, session, [Change(*at, cell if isinstance(cell, Cell) else Cell(cell)) for at, cell in cells.items()],
         **more)  # fmt: skip


def everyone_there(who: Colleague, session: TrainingSession, month: date | None = None) -> None:
    save(who, session, said.everyone_present(board(who, session, month)), month)


def submit(who: Colleague, session: TrainingSession, people: Iterable[UUID] = (), declared: bool = True, **more: Any):
    """For these enrolments, or for everybody."""
    found = sheet(who, session, **more)
    chosen = list(people) or list(board(who, session, **more).lines)
    with scope(who.actor):
        saving.submit(found, who.actor, chosen, declared)


def planned(line: Line) -> list[int]:
    return [rank for rank, minutes in enumerate(line.plan) if minutes]


def month_of(enrolment: Enrolment) -> AttendanceMonth:
    found = AttendanceMonth.objects.using("owner").get(enrolment=enrolment.pk)
    found._state.db = "default"
    return found


# In each of its states


def begun(people: People, who: Colleague) -> AttendanceMonth:
    """Of one person: everyone there but for an absence."""
    session = group(people, who, 1)
    everyone_there(who, session)
    [row] = enrolments(session)
    write(who, session, {(row.pk, planned(board(who, session).lines[row.pk])[0]): "A"})
    return month_of(row)


def submitted(people: People, who: Colleague) -> AttendanceMonth:
    month = begun(people, who)
    with scope(who.actor):
        saving.submit(month.sheet, who.actor, [month.enrolment_id], True)
    return path.again(month)


def session_of(month: AttendanceMonth) -> TrainingSession:
    found = AttendanceSheet.objects.using("owner").select_related("session").get(pk=month.sheet_id)
    return found.session


def oneself(month: AttendanceMonth) -> Actor:
    return path.oneself(JobSeeker.objects.using("owner").get(pk=month.person_id))


def confirmed(people: People, who: Colleague) -> AttendanceMonth:
    month = submitted(people, who)
    return run(oneself(month), Month.confirm, month.pk)


def contested(people: People, who: Colleague) -> AttendanceMonth:
    month = submitted(people, who)
    rank = next(rank for rank, minutes in enumerate(month.plan) if minutes)
    return run(oneself(month), Month.contest, month.pk, day=month.month + timedelta(days=rank // 2), half=rank % 2,
               word="J’étais là.")  # fmt: skip


def locked(people: People, who: Colleague) -> AttendanceMonth:
    month = submitted(people, who)
    with clock.fixed(month.answer_by + timedelta(minutes=1)):
        path.as_kairos(lock, clock.now())
    return path.again(month)


def certified(people: People, who: Colleague, person: JobSeeker | None = None) -> IssuedCertificate:
    """Out since the last day of last month, which is locked, and certified."""
    session = path.begun(who, (clock.today() - last_month()).days)
    row = path.in_training(people, who, session, person)
    last = clock.today().replace(day=1) - timedelta(days=1)
    run(who, Enrolling.complete, row.pk, on=last, late_reason="Oubli.")
    everyone_there(who, session)
    submit(who, session)
    month = month_of(row)
    with clock.fixed(month.answer_by + timedelta(minutes=1)):
        path.as_kairos(lock, clock.now())
    return certify(who, row)


def certify(who: Colleague, of: Enrolment) -> IssuedCertificate:
    row = path.again(of)
    place = {"organisation_id": row.organisation_id, "establishment_id": row.establishment_id}
    return run(who, Certifying.issue, IssuedCertificate(enrolment=row, **place))


def send(who: Colleague, *lines: str, head: str = HEAD, encoding: str = "cp1252") -> ImportRun:
    """A file as a French spreadsheet writes it, received and checked."""
    content = "\r\n".join((head, *lines, "")).encode(encoding)
    with scope(who.actor):
        row = runs.receive(KIND, SimpleUploadedFile("absences.csv", content), who.actor, new_id(), {})
        return runs.go_on(row, who.actor)


def sent(people: People) -> ImportRun:
    """A good line, and a wrong one."""
    who = clerk(people)
    session = group(people, who, 1)
    [row] = enrolments(session)
    found = board(who, session)
    day = found.day(planned(found.lines[row.pk])[0])
    good = f"{session.number};{row.person.identifier};{day:%d/%m/%Y};;;A;;"
    return send(who, good, good.replace(";A;", ";Z;"))
