"""The month of a group as a table file, which can be sent back: a line a half-day of which something is said."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse

from kairos.foundation.imports import writing
from kairos.path.attendance import board as boards
from kairos.path.attendance import rules, wording
from kairos.path.attendance.board import Board
from kairos.path.attendance.importing import COLUMNS
from kairos.path.attendance.models import AttendanceSheet
from kairos.people.access import reading
from kairos.people.jobseekers import queries as files
from kairos.spaces import headers


def month(request: HttpRequest, subject: AttendanceSheet) -> HttpResponse:
    board = boards.of(subject)
    people = [line.stay.person for line in board.lines.values()]
    reading.shown(request.actor, "attendance.exported", people, summary=wording.month(subject.month))
    identifiers = dict(files.visible_to(request.actor).filter(pk__in=people).values_list("id", "identifier"))
    content = writing.table(COLUMNS, _lines(board, identifiers))
    name = f"assiduite-{subject.session.number}-{subject.month:%Y-%m}.csv"
    return HttpResponse(content, content_type=writing.type_of(writing.OWN), headers=headers.file(name, saved=True))


def _lines(board: Board, identifiers: dict[Any, str]) -> Iterator[dict[str, Any]]:
    for line in board.lines.values():
        for rank in range(rules.HALF_DAYS):
            cell = line.cell(rank)
            if line.plan[rank] and cell.letter != rules.UNSAID:
                yield {
                    "session": board.sheet.session.number,
                    "person": identifiers.get(line.stay.person, ""),
                    "day": board.day(rank),
                    "half": rules.half_of(rank).label,
                    "mark": cell.letter,
                    "hours": None if cell.minutes is None else round(Decimal(cell.minutes) / 60, 2).normalize(),
                    "motive": cell.motive,
                }
