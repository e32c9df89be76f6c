"""What changes when an act on a sheet or a signature is done."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from kairos.foundation import verifying
from kairos.foundation.actor import system
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.isolation import scope
from kairos.foundation.uploads import storing
from kairos.foundation.uploads.examining import Document
from kairos.path.attendance import rules
from kairos.path.attendance.board import BLANK, Cell
from kairos.path.attendance.changes import Change
from kairos.path.signing import expecting, printing, queries, settings
from kairos.path.signing.models import Signature, SigningSheet

Way = Signature.Way


def open_(sheet: SigningSheet, run: Run) -> None:
    """The row says which half-day of which session."""
    sheet.title = expecting.board_of(sheet).sheet.session.delivery.course.title
    sheet.opened_at, sheet.opened_by = run.now, run.actor.scope_user


def cancel(sheet: SigningSheet, run: Run, *, reason: str) -> None:
    sheet.reason = reason


def signature(sheet: SigningSheet, enrolment: UUID, person: UUID | None) -> Signature:
    """To be signed; `person`: of the enrolment, None when it is of no group here (and then refused)."""
    return Signature(
        sheet=sheet,
        enrolment_id=enrolment,
        person_id=person,
        organisation_id=sheet.organisation_id,
        establishment_id=sheet.establishment_id,
    )


def sign(row: Signature, run: Run, *, code: str) -> None:
    """On one's own telephone."""
    with scope(system("signing.sign", run.actor.request_id)):
        sheet = SigningSheet.objects.select_related("session__delivery__course").get(pk=row.sheet_id)
        _fill(row, sheet, run, Way.PHONE)


def sign_here(row: Signature, run: Run) -> None:
    _fill(row, row.sheet, run, Way.SCREEN)
    row.noted_by = run.actor.scope_user


def note(row: Signature, run: Run) -> None:
    _fill(row, row.sheet, run, Way.PAPER)
    row.late, row.noted_by = False, run.actor.scope_user


def _fill(row: Signature, sheet: SigningSheet, run: Run, way: str) -> None:
    row.organisation_id, row.establishment_id = sheet.organisation_id, sheet.establishment_id
    row.way, row.signed_at = way, run.now
    in_time = timedelta(minutes=settings.LATE_MINUTES.value())
    row.late = run.now > sheet.opened_at + in_time or expecting.board_of(sheet).today > sheet.day


def withdraw(row: Signature, run: Run, *, reason: str) -> None:
    row.reason = reason


def note_paper(sheet: SigningSheet, run: Run, *, people: Sequence[UUID], document: Document | None = None) -> None:
    """Who signed on paper; `document`: the sheet itself, scanned. Who had signed otherwise has signed once."""
    if document:
        _join(sheet, run, document)
    signed = queries.signed_on(sheet.pk)
    lines = expecting.lines_of(sheet)
    for key in people:
        if key not in signed:
            person = lines[key].stay.person if key in lines else None
            run.perform(act_named("signature.note"), signature(sheet, key, person))


def _join(sheet: SigningSheet, run: Run, document: Document) -> None:
    """In place of the one before, which the page showed."""
    before, sheet.scan = sheet.scan, storing.keep(document, run, sheet.organisation_id)
    if before:
        run.write_now()
        storing.discard(before)


def countersign(sheet: SigningSheet, run: Run, *, declared: bool) -> None:
    """Whoever signed is complete in the month, unless something is said there already."""
    sheet.countersigned_at, sheet.countersigned_by = run.now, run.actor.scope_user
    sheet.trainer, sheet.code = run.actor.name[:250], verifying.new_code()
    sheet.sha256 = printing.sha256(sheet, list(queries.standing(sheet.pk)))
    _feed_the_month(sheet, run)


def _feed_the_month(sheet: SigningSheet, run: Run) -> None:
    board, signed = expecting.board_of(sheet), queries.signed_on(sheet.pk)
    there = [line for key, line in expecting.lines_of(sheet).items() if key in signed]
    unsaid = [line for line in there if line.open and line.cell(sheet.rank) == BLANK]
    if not unsaid:
        return
    month: Any = board.sheet
    if month._state.adding:
        month = run.perform(act_named("attendance_sheet.open"), month)
    changes = [Change(line.stay.enrolment, sheet.rank, Cell(rules.PRESENT), BLANK) for line in unsaid]
    run.perform(act_named("attendance_sheet.save"), month.pk, changes=changes)
