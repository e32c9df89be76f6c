"""« Aide de l’organisme »: its own questions and answers, read by everybody there."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.ids import new_id
from kairos.foundation.text import sort_key
from kairos.identity.guidance import queries, template
from kairos.identity.guidance.lifecycle import OwnHelp
from kairos.identity.guidance.models import HelpEntry
from kairos.identity.organisations.models import Organisation
from kairos.spaces import prose
from kairos.spaces.forms import Form, TextField
from kairos.spaces.provider.file.forms import TokenField
from kairos.spaces.provider.gid import chrome

SEARCHED = 10
"""Entries beyond which there is a search box."""
MOVES = {"monter": True, "descendre": False}
AT_ONCE = {"retirer": OwnHelp.withdraw, "remettre": OwnHelp.show}


class EntryForm(Form):
    question = TextField(
        label="Question", max_length=200, empty="Écrivez la question.",
        help_text="Comme un collègue la poserait : « Qui prévenir si je perds mon téléphone ? »",
    )  # fmt: skip
    answer = TextField(
        label="Réponse", max_length=template.LONGEST, multiline=True, empty="Écrivez la réponse.",
        help_text="Du texte seul : une ligne vide sépare deux paragraphes, une adresse web devient un lien.",
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    token = TokenField()

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("question", "answer")}


def entry_of(actor: Actor, key: UUID) -> HelpEntry:
    return queries.help_entry(actor, key)


def home(request: HttpRequest, subject: Organisation) -> HttpResponse:
    rows = list(queries.help_entries(request.actor))
    shown = [row for row in rows if row.state == HelpEntry.State.SHOWN]
    asked = request.GET.get("q", "")[:100]
    words = sort_key(asked).split()
    found = [row for row in shown if all(word in _searched(row) for word in words)]
    writes = permissions.holds(request.actor, "guidance.answer")
    return render(
        request,
        "gid/own_help.html",
        chrome.of(request),
        entries=[(row, prose.paragraphs(row.answer)) for row in found],
        withdrawn=[row for row in rows if row.state == HelpEntry.State.WITHDRAWN] if writes else [],
        count=len(shown),
        searched=len(shown) > SEARCHED or bool(asked),
        asked=asked,
        writes=writes,
    )


def _searched(row: HelpEntry) -> str:
    return sort_key(f"{row.question} {row.answer}")


def add(request: HttpRequest, subject: Organisation) -> HttpResponse:
    form = EntryForm.of(request, initial={"token": new_id()})
    if form.is_bound and form.is_valid():
        try:
            row = HelpEntry(id=form.cleaned_data["token"], organisation=subject)
            engine.run(OwnHelp.add, row, request.actor, **form.words())
            return _home()
        except AlreadyDone:
            return _home()
        except Refused as refused:
            form.take(refused)
    return _form(request, form, None)


def entry(request: HttpRequest, subject: HelpEntry) -> HttpResponse:
    """Its words; the buttons of the list are sent here too."""
    asked = request.POST.get("faire", "")
    if asked in AT_ONCE or asked in MOVES:
        return _at_once(request, subject, asked)
    initial = {"question": subject.question, "answer": subject.answer, "seen": subject.version, "token": subject.pk}
    form = EntryForm.of(request, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            engine.run(OwnHelp.edit, subject.pk, request.actor, seen=-1 if seen is None else seen, **form.words())
            return _home()
        except Refused as refused:
            form.take(refused)
    return _form(request, form, subject)


def _at_once(request: HttpRequest, subject: HelpEntry, asked: str) -> HttpResponse:
    """Done already by somebody else: the list says so by itself."""
    try:
        if asked in MOVES:
            engine.run(OwnHelp.move, subject.pk, request.actor, up=MOVES[asked])
        else:
            engine.run(AT_ONCE[asked], subject.pk, request.actor)
    except Refused:
        pass
    return _home()


def _form(request: HttpRequest, form: EntryForm, row: HelpEntry | None) -> HttpResponse:
    return render(
        request,
        "gid/help_entry.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        form=form,
        row=row,
    )


def _home() -> HttpResponse:
    return HttpResponseRedirect(reverse("gid:own_help"))
