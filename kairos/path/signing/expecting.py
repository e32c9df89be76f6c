"""Who is expected at a half-day: as attendance says it, so that the sheet and the month always agree."""

from uuid import UUID

from kairos.path.attendance import board as boards
from kairos.path.attendance import queries as attendance
from kairos.path.attendance.board import Board, Line
from kairos.path.signing.models import SigningSheet


def board_of(sheet: SigningSheet) -> Board:
    """The group's month that holds this half-day; read once for a sheet."""
    month = sheet.__dict__.get("_month")
    if month is None:
        month = attendance.sheet_of(sheet.session, sheet.day.replace(day=1))
        sheet.__dict__["_month"] = month
    return boards.of(month)


def is_to_come(sheet: SigningSheet) -> bool:
    """Another day, or this afternoon while it is the morning there."""
    return boards.is_to_come(board_of(sheet).sheet.session, sheet.day, sheet.half)


def lines_of(sheet: SigningSheet) -> dict[UUID, Line]:
    """By enrolment, in the order of names."""
    return {key: line for key, line in board_of(sheet).lines.items() if line.plan[sheet.rank]}
