"""« À faire » of a job seeker with attendance: the month to confirm, or to contest while there is time."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse

from kairos.foundation.actor import Actor
from kairos.path.attendance import queries, wording
from kairos.path.attendance.models import AttendanceMonth
from kairos.spaces.todo import Line, Task, lines, source


def _to_check(line: Line) -> Task:
    month = wording.of_month(date.fromisoformat(line.detail))
    return Task(f"Vérifier mes présences {month}", reverse("attendance_own:home"), "Vérifier", f"« {line.title} »",
                line.at)  # fmt: skip


@source("jobseeker", "attendance.answer", _to_check)
def to_check(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = queries.months_visible_to(actor).select_related(None)
    rows = rows.filter(person=actor.jobseeker, state=AttendanceMonth.State.SUBMITTED, answer_by__gt=now)
    return lines(rows, "title", detail="month", at="answer_by")
