"""What changes when an act on a file of lines is done."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from kairos.foundation.actor import Actor
from kairos.foundation.engine import Run
from kairos.foundation.guards import Refused
from kairos.foundation.imports import collecting, jobs, keeping, mapping, queries
from kairos.foundation.imports.checking import ForbiddenNumber, Reader
from kairos.foundation.imports.kinds import Context, ImportKind, Line, Verdict, kind_named
from kairos.foundation.imports.models import ImportMapping, ImportRun
from kairos.foundation.imports.reading import lines
from kairos.foundation.imports.reading.forms import Form, Unreadable
from kairos.foundation.imports.reports import Report

SAID = 5


def receive(row: ImportRun, run: Run, *, content: Path) -> None:
    keeping.keep(content, row.sha256)
    row.received_at = run.now
    row.received_by = run.actor.scope_user
    form = Form.of(row.form)
    row.places = mapping.propose(form.headings, kind_of(row).columns, queries.remembered(row.kind, row.organisation_id))


def match(row: ImportRun, run: Run, *, form: Form, places: mapping.Places, remember: bool = False) -> None:
    """What was found with other titles counts no more."""
    keeping.discard(row.errors_sha256)
    row.form, row.places = form.stored(), dict(places)
    row.report, row.errors_sha256, row.reason = {}, "", ""
    row.asked, row.done, row.checked_at, row.ended_at = "", 0, None, None
    if remember:
        ImportMapping.objects.update_or_create(
            organisation_id=row.organisation_id,
            kind=row.kind,
            defaults={"titles": mapping.choices(form.headings, places), "chosen_at": run.now},
        )


def ask_check(row: ImportRun, run: Run) -> None:
    row.asked, row.asked_at, row.done = ImportRun.Asked.CHECK, run.now, 0
    jobs.check.defer(key=str(row.pk))


def ask_take(row: ImportRun, run: Run) -> None:
    row.asked, row.asked_at, row.reason = ImportRun.Asked.TAKE, run.now, ""
    jobs.take.defer(key=str(row.pk))


def note(row: ImportRun, run: Run, *, report: Mapping[str, Any], errors: Path | None, errors_sha256: str) -> None:
    """`errors`: the error file, none when every line is right."""
    _found(row, run, report, errors, errors_sha256)


def refuse(
    row: ImportRun,
    run: Run,
    *,
    reason: str,
    report: Mapping[str, Any] | None = None,
    errors: Path | None = None,
    errors_sha256: str = "",
    forbidden: bool = False,
) -> None:
    """`forbidden`: nothing of it may be kept."""
    _found(row, run, report or {}, errors, errors_sha256)
    row.reason, row.ended_at = reason, run.now
    if forbidden:
        forget(row, run)


def _found(row: ImportRun, run: Run, report: Mapping[str, Any], errors: Path | None, errors_sha256: str) -> None:
    row.report, row.errors_sha256 = dict(report), errors_sha256
    row.asked, row.checked_at = "", run.now
    if errors:
        keeping.keep(errors, errors_sha256)


@collecting.paused()
def take(row: ImportRun, run: Run, *, by_worker: bool = False) -> None:
    """Every line is judged again, alone with its kind: what was sent twice, or by two people, is taken once."""
    kind = kind_of(row)
    _alone(row)
    reader, report = reader_of(row), Report(kind)
    context = context_of(row, run.actor)
    if kind.begin:
        kind.begin(context)
    try:
        path = keeping.path(row.sha256)
        for batch in reader.batches(lines.of(path, Form.of(row.form)), lambda some: kind.judge(some, context)):
            report.add(batch)
            _take(kind, batch, report, run, context)
            if kind.record:
                kind.record(batch, run, context)
    except (keeping.Lost, Unreadable, ForbiddenNumber):
        raise Refused("Ce fichier ne peut plus être relu. Envoyez-le de nouveau.") from None
    if kind.end:
        kind.end(run, context)
    row.outcome = report.stored(reader.blank, reader.totals)["counts"]
    row.asked, row.ended_at, row.reason = "", run.now, ""


def _take(kind: ImportKind, batch: Sequence[Line], report: Report, run: Run, context: Context) -> None:
    if kind.whole and report.refused:
        raise Refused(*_since_the_check(report))
    if good := [line for line in batch if not line.errors and line.verdict != Verdict.UNCHANGED]:
        kind.take(good, run, context)


def _since_the_check(report: Report) -> list[str]:
    said = [f"Ligne {error['line']} : {error['heading']} {error['message']}" for error in report.errors[:SAID]]
    return ["Depuis la vérification, des lignes ne passent plus. Vérifiez de nouveau le fichier.", *said]


def _alone(row: ImportRun) -> None:
    """One file of a kind at a time, for an organisation."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import {row.kind} {row.organisation_id}"]
        )


def give_back(row: ImportRun, run: Run, *, reason: str) -> None:
    """The worker could not: it says why."""
    row.asked, row.reason = "", reason


def abandon(row: ImportRun, run: Run) -> None:
    row.ended_at = run.now
    forget(row, run)


def forget(row: ImportRun, run: Run) -> None:
    """The bytes go, and what was shown of them; the counts stay."""
    keeping.discard(*row.shelved())
    row.sha256 = row.errors_sha256 = ""
    row.report = {"counts": row.report.get("counts", {})}
    row.asked = ""


def kind_of(row: ImportRun) -> ImportKind:
    return kind_named(row.kind)


def context_of(row: ImportRun, actor: Actor) -> Context:
    return Context(row.organisation_id, row.options, row.pk, row.form.get("tree", ""), actor)


def reader_of(row: ImportRun) -> Reader:
    return Reader(kind_of(row), row.places, row.form["headings"])
