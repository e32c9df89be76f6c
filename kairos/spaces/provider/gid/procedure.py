"""« Procédure d’habilitation »: the version in force, its former ones, the draft of the next."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.identity.accounts import people
from kairos.identity.guidance import printing, queries, template
from kairos.identity.guidance.lifecycle import Procedure
from kairos.identity.guidance.models import WrittenProcedure
from kairos.identity.organisations.models import Organisation
from kairos.spaces import headers, prose
from kairos.spaces.forms import Form, TextField
from kairos.spaces.provider.gid import chrome

PUBLISH, DROP, ANEW = "publier", "abandonner", "modele"


class DraftForm(Form):
    """One field a section, and the version that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in template.SECTIONS:
            self.fields[section.key] = TextField(
                label=section.title, help_text=section.hint, max_length=template.LONGEST, multiline=True, required=False
            )

    def clean_seen(self) -> int:
        """One that was damaged is taken for old: the page is read again."""
        seen = self.cleaned_data["seen"]
        return -1 if seen is None else seen

    def sections(self) -> dict[str, str]:
        return {section.key: self.cleaned_data[section.key] for section in template.SECTIONS}


def published(actor: Actor, key: UUID) -> WrittenProcedure:
    return queries.published(actor, key)


def home(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """The version in force, or what a draft is begun from. POST begins it."""
    if request.method == "POST":
        return _begin(request, subject)
    versions = list(queries.procedures(request.actor))
    return _read(request, versions[0] if versions else None, versions, told=request.GET.get("fait", ""))


def _begin(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """A draft that is there already is taken up again."""
    if queries.draft(subject.pk) is None:
        row = WrittenProcedure(id=new_id(), organisation=subject)
        engine.run(Procedure.start, row, request.actor, anew=request.POST.get("depuis") == ANEW)
    return HttpResponseRedirect(_draft())


def version(request: HttpRequest, subject: WrittenProcedure) -> HttpResponse:
    return _read(request, subject, list(queries.procedures(request.actor)))


def pdf(request: HttpRequest, subject: WrittenProcedure) -> HttpResponse:
    told = headers.file(f"procedure-habilitation-v{subject.number}.pdf")
    return HttpResponse(printing.pdf(subject), content_type="application/pdf", headers=told)


def draft(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """Whatever button is pressed, what was typed is saved first."""
    found = queries.draft(subject.pk)
    if found is None:
        return HttpResponseRedirect(reverse("gid:procedure"))
    if request.POST.get("faire") == DROP:
        engine.run(Procedure.drop, found.pk, request.actor)
        return HttpResponseRedirect(f"{reverse('gid:procedure')}?fait=abandonne")
    form = DraftForm.of(request, initial={**found.sections, "seen": found.version})
    if form.is_bound and form.is_valid():
        try:
            return _done(request, found, form)
        except Refused as refused:
            form.take(refused)
    return render(
        request,
        "gid/procedure_draft.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
        subject=found,
        form=form,
        names=people.names_of([found.changed_by or found.started_by]),
        saved="enregistre" in request.GET,
    )


def _done(request: HttpRequest, found: WrittenProcedure, form: DraftForm) -> HttpResponse:
    actor = request.actor
    if form.sections() != found.sections:
        found = engine.run(Procedure.write, found.pk, actor, sections=form.sections(), seen=form.cleaned_data["seen"])
        form.data = {**form.data.dict(), "seen": str(found.version)}
    if request.POST.get("faire") == PUBLISH:
        engine.run(Procedure.publish, found.pk, actor)
        return HttpResponseRedirect(f"{reverse('gid:procedure')}?fait=publie")
    return HttpResponseRedirect(f"{_draft()}?enregistre=1")


def _draft() -> str:
    return reverse("gid:procedure_draft")


def _read(
    request: HttpRequest, row: WrittenProcedure | None, versions: list[WrittenProcedure], told: str = ""
) -> HttpResponse:
    writes = permissions.holds(request.actor, "guidance.write")
    names: Mapping[UUID, str] = people.names_of(one.published_by for one in versions)
    return render(
        request,
        "gid/procedure.html",
        chrome.of(request),
        row=row,
        sections=[(one.title, prose.paragraphs(text)) for one, text in template.named(row.sections)] if row else [],
        versions=versions,
        names=names,
        writes=writes,
        draft=queries.draft(request.actor.organisation) if writes else None,
        told=told,
    )
