"""Sheets and months in each of their states."""

from kairos.path.attendance.models import AttendanceMonth, AttendanceSheet
from tests.support import attendance
from tests.support.factories import Made, factory

State = AttendanceMonth.State
MAKES = {
    State.OPEN: attendance.begun,
    State.SUBMITTED: attendance.submitted,
    State.CONFIRMED: attendance.confirmed,
    State.CONTESTED: attendance.contested,
    State.LOCKED: attendance.locked,
}


def _made(people, state):
    who = attendance.clerk(people)
    month = MAKES[state](people, who)
    return Made(month, (who.actor, attendance.oneself(month)))


@factory("attendance_month", State.OPEN)
def begun(people):
    return _made(people, State.OPEN)


@factory("attendance_month", State.SUBMITTED)
def submitted(people):
    return _made(people, State.SUBMITTED)


@factory("attendance_month", State.CONFIRMED)
def confirmed(people):
    return _made(people, State.CONFIRMED)


@factory("attendance_month", State.CONTESTED)
def contested(people):
    return _made(people, State.CONTESTED)


@factory("attendance_month", State.LOCKED)
def locked(people):
    return _made(people, State.LOCKED)


@factory("attendance_sheet")
def sheet(people):
    who = attendance.clerk(people)
    month = attendance.begun(people, who)
    return Made(AttendanceSheet.objects.using("owner").get(pk=month.sheet_id), (who.actor,))
