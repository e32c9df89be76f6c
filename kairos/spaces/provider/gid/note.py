"""« Note de sensibilisation »: read by everybody, who then say so; who has and who has not, for the account manager."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, engine, journal, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.ids import new_id
from kairos.identity.accounts import people
from kairos.identity.guidance import queries, settings, template
from kairos.identity.guidance.lifecycle import Awareness, Reading
from kairos.identity.guidance.models import AwarenessNote, NoteReading
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.organisations.models import Organisation
from kairos.spaces import prose
from kairos.spaces.forms import Form, TextField
from kairos.spaces.provider.gid import chrome

KIND = "guidance.awarenessnote"


class NoteForm(Form):
    title = TextField(label="Titre", max_length=120, empty="Écrivez un titre.")
    text = TextField(
        label="Note",
        max_length=template.LONGEST,
        multiline=True,
        empty="Écrivez la note.",
        help_text="Une page au plus. Une ligne vide sépare deux paragraphes.",
    )


@dataclass(frozen=True, slots=True)
class Readers:
    """Of one note: who read it, the latest last; who has not yet, of those who are here."""

    read: list[NoteReading]
    waiting: list[Affiliation]


def one(actor: Actor, key: UUID) -> AwarenessNote:
    return queries.note(actor, key)


def home(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """The note in force; POST says that one has read it, or reminds those who have not."""
    rows = list(queries.notes(request.actor))
    current = next((row for row in rows if row.state == AwarenessNote.State.PUBLISHED), None)
    if request.method == "POST" and current:
        return _post(request, current, rows)
    return _page(request, current, rows)


def past(request: HttpRequest, subject: AwarenessNote) -> HttpResponse:
    return _page(request, subject, list(queries.notes(request.actor)))


def publish(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """From the one in force, else from the model."""
    former = queries.in_force(subject.pk)
    given = (former.title, former.text) if former else (template.NOTE_TITLE, template.NOTE_TEXT)
    form = NoteForm.of(request, initial={"title": given[0], "text": given[1]})
    if form.is_bound and form.is_valid():
        try:
            row = AwarenessNote(id=new_id(), organisation=subject)
            engine.run(Awareness.publish, row, request.actor, **form.cleaned_data)
            return _told("publiee")
        except Refused as refused:
            form.take(refused)
    return render(
        request,
        "gid/note_publish.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
        form=form,
        former=former,
        people=queries.people_here(subject.pk).count(),
        days=settings.NOTE_DAYS.value(),
    )


def _post(request: HttpRequest, current: AwarenessNote, rows: list[AwarenessNote]) -> HttpResponse:
    try:
        if request.POST.get("faire") == "relancer":
            engine.run(Awareness.remind, current.pk, request.actor)
            return _told("relance")
        row = NoteReading(
            id=new_id(), note=current, organisation=current.organisation, affiliation_id=request.actor.affiliation
        )
        engine.run(Reading.read, row, request.actor)
    except AlreadyDone:
        pass
    except Refused as refused:
        return _page(request, current, rows, [(reason.message, None) for reason in refused.reasons])
    return _told("lu")


def _told(what: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('gid:note')}?fait={what}")


def _page(
    request: HttpRequest, row: AwarenessNote | None, rows: list[AwarenessNote], reasons: Sequence[tuple[str, None]] = ()
) -> HttpResponse:
    writes = permissions.holds(request.actor, "guidance.write")
    readers = _readers(request.actor, row) if row and writes else None
    mine = _mine(request.actor, row) if row else None
    names: Mapping[UUID, str] = people.names_of(one.published_by for one in rows)
    return render(
        request,
        "gid/note.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if reasons else HTTPStatus.OK,
        row=row,
        rows=rows,
        text=prose.paragraphs(row.text) if row else [],
        readers=readers,
        mine=mine,
        names=names,
        writes=writes,
        says=permissions.holds(request.actor, "guidance.acknowledge"),
        today=clock.today(),
        reasons=reasons,
        told=request.GET.get("fait", ""),
    )


def _readers(actor: Actor, row: AwarenessNote) -> Readers:
    waiting = list(queries.not_read(row)) if row.state == AwarenessNote.State.PUBLISHED else []
    journal.reading(actor, "awareness_note.readers", [row.pk], KIND)
    return Readers(list(queries.readings_of(row)), waiting)


def _mine(actor: Actor, row: AwarenessNote) -> NoteReading | None:
    return NoteReading.objects.filter(note=row, affiliation=actor.affiliation).first()
