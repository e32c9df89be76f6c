"""What changes when an act on a sheet or a month is done."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from kairos.foundation.clock import PARIS
from kairos.foundation.engine import Run, writing
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.uploads import storing
from kairos.foundation.uploads.examining import Document
from kairos.foundation.uploads.models import Upload
from kairos.foundation.working_days import METROPOLITAN, end_of_day
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.attendance import board as boards
from kairos.path.attendance import changes as said
from kairos.path.attendance import messages, rules, settings
from kairos.path.attendance.board import Board, Line
from kairos.path.attendance.changes import Change
from kairos.path.attendance.events import MonthCorrected, MonthLocked, MonthsSubmitted
from kairos.path.attendance.models import (
    AttendanceContest,
    AttendanceMark,
    AttendanceMonth,
    AttendanceSheet,
    AttendanceVersion,
)
from kairos.path.attendance.rules import Mark

WRITTEN = ("kind", "minutes", "motive", "justified", "noted_at", "noted_by")
DESCRIBED = ("minutes", "motive", "comment", "justified", "proof", "noted_at", "noted_by")
TOTALS = ("planned", "present", "justified", "unjustified")


# The group


def open_(sheet: AttendanceSheet, run: Run) -> None:
    """The row says all."""
    sheet.opened_at = run.now


def save(
    sheet: AttendanceSheet, run: Run, *, changes: Sequence[Change], session: TrainingSession | None = None
) -> None:
    """What is the same is not written; a handful of statements, whatever the group. session: see `conditions`."""
    board = boards.of(sheet)
    effective = said.effective(board, changes)
    if not effective:
        return
    writing = said.writing(board, effective, settings.motives(sheet.month))
    months = _months(board, run, list(writing.complete))
    _write_complete(board, months, writing.complete)
    _write_marks(months, run, writing.marks)
    _clear(board, writing.cleared)
    sheet.saved_at, sheet.saved_by = run.now, run.actor.scope_user


def _months(board: Board, run: Run, people: Iterable[UUID]) -> dict[UUID, AttendanceMonth]:
    """Those of these people; begun when nothing was said of them yet."""
    found = {key: _row(board, board.lines[key]) for key in people}
    missing = [row for key, row in found.items() if board.lines[key].month is None]
    if missing:
        run.perform_all(act_named("attendance_month.begin"), missing)
    return found


def _row(board: Board, line: Line) -> AttendanceMonth:
    """As it was read, without what saving leaves alone; a new one when nothing was said."""
    sheet, said = board.sheet, line.month
    there = {"pk": said.pk, "complete": said.complete} if said else {}
    return AttendanceMonth(
        **there,
        sheet_id=sheet.pk,
        enrolment_id=line.stay.enrolment,
        person_id=line.stay.person,
        organisation_id=sheet.organisation_id,
        establishment_id=sheet.establishment_id,
        month=sheet.month,
        title=sheet.session.delivery.course.title,
    )


def begin(month: AttendanceMonth, run: Run) -> None:
    month.state_since = run.now


def _write_complete(board: Board, months: Mapping[UUID, AttendanceMonth], complete: Mapping[UUID, int]) -> None:
    changed = []
    for key, bits in complete.items():
        if months[key].complete != bits:
            months[key].complete = bits
            changed.append(months[key])
    writing.write(changed, False, ["complete"])


def _write_marks(months: Mapping[UUID, AttendanceMonth], run: Run, marks: Iterable[tuple[UUID, int, Mark]]) -> None:
    rows = [_mark(months[key], run, rank, mark) for key, rank, mark in marks]
    if rows:
        AttendanceMark.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["statement", "day", "half"], update_fields=WRITTEN
        )


def _mark(month: AttendanceMonth, run: Run, rank: int, mark: Mark) -> AttendanceMark:
    return AttendanceMark(
        statement_id=month.pk,
        person_id=month.person_id,
        organisation_id=month.organisation_id,
        day=rules.day_of(month.month, rank),
        half=rules.half_of(rank),
        kind=mark.kind,
        minutes=mark.minutes,
        motive=mark.motive,
        justified=mark.justified,
        noted_at=run.now,
        noted_by=run.actor.scope_user,
    )


def _clear(board: Board, cleared: Iterable[tuple[UUID, int]]) -> None:
    """A document stays when an earlier version names it."""
    notes, proofs = [], set()
    for key, rank in cleared:
        line = board.lines[key]
        notes.append(line.notes[rank].id)
        proof = line.notes[rank].proof
        if proof and line.month and line.month.version == 1:
            proofs.add(UUID(proof))
    if notes:
        AttendanceMark.objects.filter(pk__in=notes).delete()
    if proofs:
        _discard(proofs)


def _discard(proofs: set[UUID]) -> None:
    """Those that no half-day names any more."""
    named = set(AttendanceMark.objects.filter(proof__in=proofs).values_list("proof", flat=True))
    for upload in Upload.objects.filter(pk__in=proofs - named):
        storing.discard(upload)


def submit(
    sheet: AttendanceSheet, run: Run, *, people: Sequence[UUID], declared: bool, session: TrainingSession | None = None
) -> None:
    """They count from now on; each version is kept as it is, each person is told."""
    board = boards.of(sheet)
    lines = {line.month.pk: line for key in people if (line := board.lines[key]).month}
    months: Any = run.perform_all(act_named("attendance_month.submit"), lines, lines=lines)
    AttendanceVersion.objects.bulk_create([_version(row, lines[row.pk]) for row in months])
    for message in messages.submitted(months):
        run.tell(message)
    run.publish(MonthsSubmitted(months))


def freeze(month: AttendanceMonth, run: Run, *, lines: Mapping[UUID, Line]) -> None:
    """`lines`: by month, as they stand."""
    line = lines[month.pk]
    totals = line.totals
    month.plan, month.state_since = list(line.plan), run.now
    for name in TOTALS:
        setattr(month, name, getattr(totals, name))
    month.submitted_at, month.submitted_by = run.now, run.actor.scope_user
    last = run.now.astimezone(PARIS).date() + timedelta(days=settings.ANSWER_DAYS.value())
    month.answer_by = end_of_day(last, METROPOLITAN)


def _version(month: AttendanceMonth, line: Line) -> AttendanceVersion:
    return AttendanceVersion(
        statement_id=month.pk,
        person_id=month.person_id,
        organisation_id=month.organisation_id,
        version=month.version,
        plan=month.plan,
        marks=[_kept(rank, line) for rank in sorted(line.marks)],
        reason=month.reason,
        submitted_at=month.submitted_at,
        submitted_by=month.submitted_by,
        **{name: getattr(month, name) for name in TOTALS},
    )


def _kept(rank: int, line: Line) -> dict[str, Any]:
    mark, note = line.marks[rank], line.notes[rank]
    return {
        "rank": rank,
        "kind": mark.kind,
        "minutes": mark.minutes,
        "motive": mark.motive,
        "justified": mark.justified,
        "proof": str(note.proof or ""),
        "comment": note.comment,
    }


# One person


def describe(
    month: AttendanceMonth,
    run: Run,
    *,
    ranks: Sequence[int],
    minutes: int | None,
    motive: str,
    comment: str = "",
    document: Document | None = None,
) -> None:
    """What is known of exceptions that are noted: the same for all these half-days."""
    upload = storing.keep(document, run, month.organisation_id) if document else None
    known = settings.motives(month.month).get(motive)
    rows = [row for row in AttendanceMark.objects.filter(statement=month.pk) if row.rank in ranks]
    replaced = {row.proof_id for row in rows if row.proof_id} if upload and month.version == 1 else set()
    for row in rows:
        row.minutes = minutes if row.mark.partial else None
        row.motive, row.comment = motive, comment
        row.justified = known.justifies if known else row.justified and not row.mark.partial
        row.proof = upload or row.proof
        row.noted_at, row.noted_by = run.now, run.actor.scope_user
    AttendanceMark.objects.bulk_update(rows, DESCRIBED)
    if replaced:
        _discard(replaced)


def confirm(month: AttendanceMonth, run: Run) -> None:
    month.state_since = run.now


def contest(month: AttendanceMonth, run: Run, *, day: date, half: int, word: str) -> None:
    month.state_since = run.now
    AttendanceContest.objects.create(
        statement_id=month.pk,
        person_id=month.person_id,
        organisation_id=month.organisation_id,
        version=month.version,
        day=day,
        half=half,
        word=word,
        said_at=run.now,
    )
    for message in messages.contested(month, rules.rank_of(day, half), word):
        run.tell(message)


def correct(month: AttendanceMonth, run: Run, *, reason: str) -> None:
    """What was submitted stays in its version; everything is said again from there."""
    month.version += 1
    month.reason, month.state_since = reason, run.now
    run.tell(messages.corrected(month, reason))
    run.publish(MonthCorrected(month))


def maintain(month: AttendanceMonth, run: Run, *, reason: str) -> None:
    month.reason, month.state_since = reason, run.now
    run.tell(messages.maintained(month, reason))
    run.publish(MonthLocked(month))


def lock(month: AttendanceMonth, run: Run) -> None:
    month.state_since = run.now
    run.publish(MonthLocked(month))
