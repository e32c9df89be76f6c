"""The month of a group as a table file, which can be sent back: a line a half-day of which something is said."""

from django.http import HttpRequest, HttpResponse

from kairos.foundation.imports import writing
from kairos.path.attendance import board as boards
from kairos.path.attendance import exporting, wording
from kairos.path.attendance.models import AttendanceSheet
from kairos.people.access import reading
from kairos.people.jobseekers import queries as files
from kairos.spaces import headers


def month(request: HttpRequest, subject: AttendanceSheet) -> HttpResponse:
    board = boards.of(subject)
    people = [line.stay.person for line in board.lines.values()]
    reading.shown(request.actor, "attendance.exported", people, summary=wording.month(subject.month))
    identifiers = dict(files.visible_to(request.actor).filter(pk__in=people).values_list("id", "identifier"))
    content = exporting.table(board, identifiers)
    name = f"assiduite-{subject.session.number}-{subject.month:%Y-%m}.csv"
    return HttpResponse(content, content_type=writing.type_of(writing.OWN), headers=headers.file(name, saved=True))
