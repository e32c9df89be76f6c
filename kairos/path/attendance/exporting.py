"""What is said of a group's month as lines of a file, in the columns of the import: a line a half-day."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from kairos.foundation.imports import writing
from kairos.path.attendance import rules
from kairos.path.attendance.board import Board
from kairos.path.attendance.importing import COLUMNS


def table(board: Board, identifiers: Mapping[UUID, str]) -> bytes:
    """`identifiers`: of the people, by their key."""
    return writing.table(COLUMNS, _lines(board, identifiers))


def _lines(board: Board, identifiers: Mapping[UUID, str]) -> Iterator[dict[str, Any]]:
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
