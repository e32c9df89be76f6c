"""The pages of one place."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse

from kairos.design.page import render
from kairos.foundation import engine, journal
from kairos.foundation.guards import Refused
from kairos.foundation.imports import keeping, mapping, queries, runs, writing
from kairos.foundation.imports.kinds import Context, ImportKind
from kairos.foundation.imports.lifecycle import ImportFile
from kairos.foundation.imports.models import ImportRun
from kairos.foundation.imports.reading import lines
from kairos.foundation.imports.reading.forms import Form, Unreadable
from kairos.foundation.uploads.receiving import takes_files_up_to
from kairos.identity.accounts import people
from kairos.spaces import headers
from kairos.spaces.imports.forms import MatchForm, SendForm
from kairos.spaces.imports.place import Place

HISTORY, SAMPLES, PIECE = 50, 3, 65536
State = ImportRun.State
READING = "imports.importrun"


class Pages:
    def __init__(self, place: Place):
        self.place = place

    def home(self, request: HttpRequest) -> HttpResponse:
        """What may be sent, and what was."""
        rows = queries.history(request.actor, self.place.kinds, HISTORY)
        names = people.names_of(row.received_by for row in rows)
        titles = {kind.name: kind.title for kind in self.place.offered()}
        return self._render(request, "imports/home.html", rows=rows, names=names, titles=titles)

    def sending(self) -> Callable[[HttpRequest, ImportKind], HttpResponse]:
        """The page that takes a file: as large as the largest kind that is offered here may be."""

        @takes_files_up_to(self.place.largest_bytes)
        def send(request: HttpRequest, subject: ImportKind) -> HttpResponse:
            return self._send(request, subject)

        return send

    def _send(self, request: HttpRequest, subject: ImportKind) -> HttpResponse:
        kind = self.place.of(subject)
        form = SendForm.of(request, kind)
        if request.method == "POST" and form.is_valid():
            try:
                row = runs.receive(kind, form.cleaned_data["file"], request.actor, form.token_typed, form.options)
                return self._to(runs.go_on(row, request.actor))
            except Unreadable as unreadable:
                form.add_error("file", unreadable.reason)
        return self._render(request, "imports/send.html", kind=kind, form=form)

    def run(self, request: HttpRequest, subject: ImportRun) -> HttpResponse:
        kind = self.place.of(subject)
        if subject.state == State.RECEIVED and not subject.asked:
            return HttpResponseRedirect(self.place.url("match", subject.pk))
        return self._run(request, subject, kind)

    def match(self, request: HttpRequest, subject: ImportRun) -> HttpResponse:
        kind, form = self.place.of(subject), Form.of(subject.form)
        asked = MatchForm.of(request, kind, form.headings, form.header, subject.places)
        if request.method == "POST" and asked.is_valid():
            given = asked.cleaned_data
            try:
                return self._to(
                    runs.match(subject, request.actor, given["titles_at"], asked.places, remember=given["remember"])
                )
            except Unreadable as unreadable:
                asked.add_error("titles_at", unreadable.reason)
            except Refused as refused:
                asked.take(refused)
        lacking = mapping.missing(subject.places, kind.columns)
        journal.reading(request.actor, "import_run.read", [subject.pk], READING, subject.organisation_id)
        return self._render(
            request, "imports/match.html", kind=kind, row=subject, form=asked, read=form, lacking=lacking,
            samples=_samples(subject, form),
        )  # fmt: skip

    def again(self, request: HttpRequest, subject: ImportRun) -> HttpResponse:
        return self._done(request, subject, lambda: runs.read_again(subject, request.actor))

    def take(self, request: HttpRequest, subject: ImportRun) -> HttpResponse:
        return self._done(request, subject, lambda: runs.take(subject, request.actor))

    def abandon(self, request: HttpRequest, subject: ImportRun) -> HttpResponse:
        return self._done(request, subject, lambda: engine.run(ImportFile.abandon, subject, request.actor))

    def errors(self, request: HttpRequest, subject: ImportRun) -> HttpResponse:
        """The file with its column « erreurs »."""
        self.place.of(subject)
        try:
            path = keeping.path(subject.errors_sha256)
        except keeping.Lost:
            raise ImportRun.DoesNotExist from None
        journal.reading(request.actor, "import_run.errors", [subject.pk], READING, subject.organisation_id)
        form = Form.of(subject.form)
        told = _named(f"{subject.name.rpartition('.')[0]}-erreurs", form) | {"Content-Length": path.stat().st_size}
        return StreamingHttpResponse(_pieces(path), content_type=writing.type_of(form), headers=told)

    def model(self, ending: str) -> Callable[[HttpRequest, ImportKind], HttpResponse]:
        def view(request: HttpRequest, subject: ImportKind) -> HttpResponse:
            kind = self.place.of(subject)
            content = writing.model(kind.columns, ending)
            return _given(content, f"modele-{kind.name}", replace(writing.OWN, kind=ending))

        return view

    def export(self, request: HttpRequest, subject: ImportKind) -> HttpResponse:
        """What is there, in a file that can be sent back."""
        kind = self.place.of(subject)
        if kind.export is None:
            raise ImportRun.DoesNotExist
        journal.happened(request.actor, "import_run.exported", kind=kind.name)
        content = writing.table(kind.columns, kind.export(Context(request.actor.place, {})))
        return _given(content, kind.name, writing.OWN)

    def _done(self, request: HttpRequest, subject: ImportRun, act: Callable[[], ImportRun]) -> HttpResponse:
        """Asked without being sent, it leads to the page of the file."""
        kind = self.place.of(subject)
        if request.method != "POST":
            return self._to(subject)
        try:
            return self._to(act())
        except Refused as refused:
            now = queries.run(request.actor, subject.pk)
            return self._run(request, now, kind, [(reason.message, None) for reason in refused.reasons])

    def _run(self, request: HttpRequest, row: ImportRun, kind: ImportKind, reasons: list | None = None) -> HttpResponse:
        if row.report.get("first") or row.report.get("errors"):
            journal.reading(request.actor, "import_run.read", [row.pk], READING, row.organisation_id)
        before = queries.taken_before(row, request.actor) if row.state == State.CHECKED else None
        status = HTTPStatus.UNPROCESSABLE_ENTITY if reasons else HTTPStatus.OK
        return render(
            request, "imports/run.html", self.place.chrome(request), status=status, place=self.place, kind=kind,
            row=row, form=Form.of(row.form), before=before, reasons=reasons or [],
        )  # fmt: skip

    def _render(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        refused = "form" in context and context["form"].is_bound
        status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
        return render(request, template, self.place.chrome(request), status=status, place=self.place, **context)

    def _to(self, row: ImportRun) -> HttpResponse:
        return HttpResponseRedirect(self.place.url("run", row.pk))


def _samples(row: ImportRun, form: Form) -> list[list[str]]:
    """The first cells of each column of the file."""
    try:
        rows = lines.of(keeping.path(row.sha256), form)
        first = [cells for _, cells in islice(rows, SAMPLES)]
    except (keeping.Lost, Unreadable):
        first = []
    return [[cells[at] for cells in first if at < len(cells) and cells[at]] for at in range(len(form.headings))]


def _given(content: bytes, name: str, form: Form) -> HttpResponse:
    return HttpResponse(content, content_type=writing.type_of(form), headers=_named(name, form))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(PIECE), b"")


def _named(name: str, form: Form) -> dict[str, str]:
    return headers.file(f"{name}.{form.written}", saved=True)
