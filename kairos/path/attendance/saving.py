"""Saying something of a group's month, for pages and files."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.guards import AlreadyDone
from kairos.path.attendance import board as boards
from kairos.path.attendance.changes import Change
from kairos.path.attendance.lifecycle import Sheet
from kairos.path.attendance.models import AttendanceSheet


def write(sheet: AttendanceSheet, actor: Actor, changes: Sequence[Change]) -> None:
    """All of it or nothing. Raises Refused."""
    if changes:
        boards.forget(engine.run(Sheet.save, opened(sheet, actor), actor, changes=changes, session=sheet.session))


def submit(sheet: AttendanceSheet, actor: Actor, people: Sequence[UUID], declared: bool) -> None:
    """Raises Refused."""
    said = {"people": people, "declared": declared, "session": sheet.session}
    boards.forget(engine.run(Sheet.submit, opened(sheet, actor), actor, **said))


def opened(sheet: AttendanceSheet, actor: Actor) -> UUID:
    """The sheet is there when the first thing is said; of two people, one opens it."""
    if sheet._state.adding:
        with suppress(AlreadyDone):
            engine.run(Sheet.open, sheet, actor)
    return sheet.pk
