"""What the addresses of assiduité stand for."""

from django.core.files.uploadedfile import SimpleUploadedFile

from kairos.foundation.uploads import examining
from kairos.path.attendance.lifecycle import Month
from kairos.path.attendance.models import AttendanceMark
from tests.support import attendance, papers, path
from tests.support.people import People
from tests.support.targets import Target, target
from tests.support.team import run


@target("kairos.path.attendance.queries.sheet")
def sheet(people: People) -> Target:
    """A group with something said."""
    who = attendance.clerk(people)
    month = attendance.begun(people, who)
    return Target({"key": attendance.session_of(month).pk, "month": month.month}, seen_by=("manager",))


@target("kairos.path.attendance.queries.sheet_of_day")
def sheet_of_day(people: People) -> Target:
    who = attendance.clerk(people)
    month = attendance.begun(people, who)
    return Target({"key": attendance.session_of(month).pk, "day": month.month}, seen_by=("manager",))


@target("kairos.path.attendance.queries.statement")
def statement(people: People) -> Target:
    """Contested."""
    return Target({"key": attendance.contested(people, attendance.clerk(people)).pk}, seen_by=("manager",))


@target("kairos.path.attendance.queries.own_statement")
def own_statement(people: People) -> Target:
    who = attendance.clerk(people)
    session = path.begun(who, 60)
    path.in_training(people, who, session, path.me(people))
    attendance.everyone_there(who, session)
    attendance.submit(who, session)
    [row] = attendance.enrolments(session)
    return Target({"key": attendance.month_of(row).pk}, seen_by=("job_seeker",))


@target("kairos.path.attendance.queries.mark")
def mark(people: People) -> Target:
    """With its document."""
    who = attendance.clerk(people)
    month = attendance.begun(people, who)
    row = AttendanceMark.objects.using("owner").get(statement=month.pk)
    document = examining.examine(SimpleUploadedFile("certificat.pdf", papers.pdf()))
    run(who, Month.describe, month.pk, ranks=[row.rank], minutes=None, motive="Maladie, certificat", document=document)
    return Target({"key": row.pk}, seen_by=("manager",))


@target(*(f"attendance:files_{name}" for name in ("run", "match", "again", "take", "abandon", "errors")))
def attendance_file(people: People) -> Target:
    """A refused line and a good one."""
    return Target({"key": attendance.sent(people).pk}, seen_by=("manager",))


@target("attendance:files_send", "attendance:files_model_csv", "attendance:files_model_xlsx")
def attendance_kind(people: People) -> Target:
    return Target({"name": "attendance"}, seen_by=tuple(one.label for one in people.everyone() if one.user))
