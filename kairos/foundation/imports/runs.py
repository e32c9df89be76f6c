"""A file on its way: what screens and jobs call."""

import hashlib
import math
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.guards import AlreadyDone
from kairos.foundation.imports import collecting, keeping, mapping, writing
from kairos.foundation.imports.acts import context_of, kind_of, reader_of
from kairos.foundation.imports.checking import ForbiddenNumber
from kairos.foundation.imports.kinds import ImportKind, Line
from kairos.foundation.imports.lifecycle import ImportFile
from kairos.foundation.imports.models import ImportRun
from kairos.foundation.imports.reading import detecting, lines
from kairos.foundation.imports.reading.forms import Form, Unreadable
from kairos.foundation.imports.reports import Report
from kairos.foundation.imports.settings import MEGA
from kairos.foundation.text import contains_nir
from kairos.foundation.uploads import names

READ_AT_ONCE = 1_000_000
"""Bytes of a file that a page reads itself; the worker reads larger ones."""
NIR_REFUSED = (
    "Ligne {line} : ce fichier contient un numéro de sécurité sociale. Kairos n’a pas le droit de le recevoir : le "
    "fichier vient d’être effacé. Retirez ces numéros, puis envoyez-le de nouveau."
)
NIR_IN_TITLES = (
    "les titres contiennent un numéro de sécurité sociale. Kairos n’a pas le droit de le recevoir, rien n’a été gardé "
    ": retirez-le, puis envoyez le fichier de nouveau."
)
Around = Callable[[], AbstractContextManager[Any]]


def receive(kind: ImportKind, file: UploadedFile, actor: Actor, token: UUID, options: dict[str, Any]) -> ImportRun:
    """Raises Unreadable. `token`: the same sending twice is one run."""
    if file.size > kind.largest_bytes():
        mega = f"{math.ceil(10 * file.size / MEGA) / 10:.1f}".replace(".", ",")
        raise Unreadable(f"Ce fichier pèse {mega} Mo. Le maximum est {kind.largest.value()} Mo.")
    if contains_nir(file.name or ""):
        raise Unreadable("Le nom de ce fichier contient un numéro de sécurité sociale : renommez-le.")
    with tempfile.NamedTemporaryFile() as copy:
        sha256 = _copied(file, copy)
        content = Path(copy.name)
        form = _without_nir(detecting.detect(content, kind.columns, kind.trees))
        row = ImportRun(
            id=token,
            kind=kind.name,
            organisation_id=actor.place,
            name=names.shown(file.name or "", form.kind),
            sha256=sha256,
            size=file.size,
            form=form.stored(),
            options=options,
        )
        with suppress(AlreadyDone):
            return engine.run(ImportFile.receive, row, actor, content=content)
    return ImportRun.objects.get(pk=token)


def _copied(file: UploadedFile, copy: IO[bytes]) -> str:
    """Its SHA-256; a piece at a time."""
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
        copy.write(piece)
    copy.flush()
    return digest.hexdigest()


def _without_nir(form: Form) -> Form:
    """What the titles say is kept with the run."""
    if any(map(contains_nir, form.headings)):
        raise Unreadable(f"Ligne {form.header} : {NIR_IN_TITLES}")
    return form


def go_on(row: ImportRun, actor: Actor) -> ImportRun:
    """Check it if every title is known: at once, or by the worker. Otherwise its titles are to be matched by hand."""
    if row.state != ImportRun.State.RECEIVED or row.asked or mapping.missing(row.places, kind_of(row).columns):
        return row
    return check(row, actor) if row.size <= READ_AT_ONCE else engine.run(ImportFile.ask_check, row, actor)


def match(row: ImportRun, actor: Actor, header: int, places: mapping.Places, *, remember: bool) -> ImportRun:
    """Read it with other titles. Raises Unreadable for a line that has none."""
    form = Form.of(row.form)
    if header != form.header:
        form = _without_nir(lines.with_titles_at(keeping.path(row.sha256), form, header))
        places = mapping.propose(form.headings, kind_of(row).columns)
        remember = False
    return go_on(engine.run(ImportFile.match, row, actor, form=form, places=places, remember=remember), actor)


def read_again(row: ImportRun, actor: Actor) -> ImportRun:
    """What is there may have changed since the check."""
    form = Form.of(row.form)
    return go_on(engine.run(ImportFile.match, row, actor, form=form, places=row.places), actor)


def take(row: ImportRun, actor: Actor) -> ImportRun:
    """At once, or by the worker for more lines than a page may write. Raises Refused."""
    counts = row.report.get("counts", {})
    large = counts.get("new", 0) + counts.get("changed", 0) > kind_of(row).at_once
    return engine.run(ImportFile.ask_take if large else ImportFile.take, row, actor)


def check(
    row: ImportRun, actor: Actor, around: Around = nullcontext, told: Callable[[int], None] = lambda done: None
) -> ImportRun:
    """Judge every line and note what was found. `around` each batch; `told`: how many lines were looked at."""
    with tempfile.NamedTemporaryFile() as errors:
        return _noted(row, actor, around, told, errors)


def _noted(row: ImportRun, actor: Actor, around: Around, told: Callable[[int], None], errors: IO[bytes]) -> ImportRun:
    reason, report, details = "", Report(kind_of(row)), {}
    try:
        details = _examined(row, report, actor, around, told, errors)
    except ForbiddenNumber as found:
        with around():
            return engine.run(ImportFile.refuse, row, actor, reason=NIR_REFUSED.format(line=found.line), forbidden=True)
    except Unreadable as unreadable:
        reason = unreadable.reason
    except keeping.Lost:
        reason = "Ce fichier n’est plus là. Envoyez-le de nouveau."
    with around():
        if reason := reason or _hopeless(report):
            return engine.run(ImportFile.refuse, row, actor, reason=reason, **details)
        return engine.run(ImportFile.note, row, actor, **details)


@collecting.paused()
def _examined(
    row: ImportRun, report: Report, actor: Actor, around: Around, told: Callable[[int], None], errors: IO[bytes]
) -> dict[str, Any]:
    path, form, kind, context = keeping.path(row.sha256), Form.of(row.form), kind_of(row), context_of(row, actor)

    def judge(some: Sequence[Line]) -> None:
        with around():
            kind.judge(some, context)

    reader = reader_of(row)
    for batch in reader.batches(lines.of(path, form), judge):
        report.add(batch)
        told(report.lines)
    if report.reasons:
        writing.with_errors(path, form, report.reasons, errors)
    return {
        "report": report.stored(reader.blank, reader.totals),
        "errors": Path(errors.name) if report.reasons else None,
        "errors_sha256": _digest(errors) if report.reasons else "",
    }


def _digest(file: IO[bytes]) -> str:
    file.flush()
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def _hopeless(report: Report) -> str:
    """Why nothing of it can be taken."""
    if not report.lines:
        return "Ce fichier ne contient aucune ligne sous ses titres."
    if report.kind.whole and report.refused:
        return (
            "Ce fichier se prend en entier ou pas du tout : corrigez les lignes refusées, puis envoyez-le de nouveau."
        )
    if report.refused == report.lines and not report.kind.of_itself:
        return "Aucune ligne ne peut être prise : corrigez-les, puis envoyez le fichier de nouveau."
    return ""
