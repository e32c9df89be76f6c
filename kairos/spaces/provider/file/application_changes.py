"""After acceptance: asking the operator to change what the file may no longer change alone."""

from contextlib import suppress
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, journal
from kairos.foundation.actor import Actor
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.ids import new_id
from kairos.identity.memberships import queries
from kairos.identity.memberships.changes import rules
from kairos.identity.memberships.changes.lifecycle import Change
from kairos.identity.memberships.models import ChangeRequest
from kairos.identity.organisations import queries as files
from kairos.identity.organisations.content import split
from kairos.identity.organisations.models import Organisation
from kairos.spaces.forms import Form, TextField, TokenField
from kairos.spaces.provider.doors import own_file
from kairos.spaces.provider.file import chrome
from kairos.spaces.provider.file.parts import PARTS, MovePart, Part

Kind = ChangeRequest.Kind
SHOWN = 20


class WhyForm(Form):
    reason = TextField(
        label="Pourquoi ce changement ?",
        help_text="L’opérateur vérifie avant d’accepter : dites ce qui le prouve.",
        max_length=1000,
        multiline=True,
        empty="Dites pourquoi : l’opérateur en a besoin pour décider.",
    )
    token = TokenField()


def new_change(actor: Actor, kind: str) -> ChangeRequest:
    """Not asked yet: one kind of change of one's own file. Raises ChangeRequest.DoesNotExist for a kind unknown."""
    if kind not in Kind.values:
        raise ChangeRequest.DoesNotExist
    organisation = own_file(actor)
    return ChangeRequest(organisation=organisation, kind=kind, before=rules.part(files.content(organisation), kind))


def own_change(actor: Actor, key: UUID) -> ChangeRequest:
    return queries.changes_visible_to(actor).get(pk=key)


def choose(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    asked = queries.changes_told_to(request.actor).filter(organisation=organisation)
    return render(
        request,
        "file/application_changes.html",
        chrome.of(request),
        organisation=organisation,
        kinds=[(kind.value, kind.label) for kind in Kind],
        changes=list(asked.order_by("-asked_at")[:SHOWN]),
    )


def ask(request: HttpRequest, change: ChangeRequest) -> HttpResponse:
    form, why = _part(request, change), WhyForm.of(request, initial={"token": new_id()})
    if request.method == "POST" and form.is_valid() & why.is_valid() and _asked(request, change, form, why):
        return HttpResponseRedirect(reverse("file:changes"))
    journal.reading(request.actor, "change_request.prepare", [change.organisation_id], "organisations.organisation")
    return render(
        request,
        "file/application_change.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        change=change,
        form=form,
        why=why,
    )


def _asked(request: HttpRequest, change: ChangeRequest, form: Part, why: WhyForm) -> bool:
    """Whether it is asked, now or by an earlier sending; what stands in the way is put beside its field."""
    change.pk = why.cleaned_data["token"]
    change.after = change.before | form.typed()
    try:
        engine.run(Change.ask, change, request.actor, reason=why.cleaned_data["reason"])
    except AlreadyDone:
        return True
    except Refused as refused:
        for reason in refused.reasons:
            column = split(reason.field)[1]
            form.add_error(column if column in form.fields else None, reason.message)
        return False
    return True


def withdraw(request: HttpRequest, change: ChangeRequest) -> HttpResponse:
    """Decided meanwhile? The list says so."""
    if request.method == "POST":
        with suppress(Refused):
            engine.run(Change.withdraw, change, request.actor)
    return HttpResponseRedirect(reverse("file:changes"))


def _part(request: HttpRequest, change: ChangeRequest) -> Part:
    """The fields of the sheet that this kind of change holds."""
    section = split(next(iter(change.before)))[0]
    columns = {split(field)[1]: value for field, value in change.before.items()}
    part = MovePart if change.kind == Kind.SIRET else PARTS[section]
    form = part(section, columns, request.POST if request.method == "POST" else None)
    form.mark_wanted()
    for column in set(form.fields) - set(columns):
        del form.fields[column]
    form.fill(getattr(request, "typed", None) or {})
    return form
