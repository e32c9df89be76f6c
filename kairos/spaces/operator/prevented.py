"""« RGC empêché »: what an agent was shown, who it is, who comes instead."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, journal
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.ids import new_id
from kairos.foundation.uploads.receiving import takes_files
from kairos.identity.accounts import people
from kairos.identity.habilitations import queries as habilitations
from kairos.identity.memberships.changes import rules
from kairos.identity.memberships.changes.lifecycle import Change
from kairos.identity.memberships.models import ChangeRequest, Membership
from kairos.identity.organisations import queries as files
from kairos.identity.organisations.content import split
from kairos.spaces.forms import Form, TextField
from kairos.spaces.operator import chrome
from kairos.spaces.provider.file.forms import TokenField
from kairos.spaces.provider.file.parts import PARTS, Part
from kairos.spaces.session.fresh import require_fresh
from kairos.spaces.uploads import DocumentsField, what_is_taken

CAUSES = ("Décès", "Départ ou licenciement", "Disparition, injoignable depuis longtemps", "Incapacité")
KIND = ChangeRequest.Kind.ACCOUNT_MANAGER
SECTION = "account_manager"
ONLY_TWO = "Un acte, une attestation\u00a0: lus par vous et par l’agent qui décide, jamais par l’organisme."
AGAIN = "Choisissez de nouveau vos pièces\u00a0: après un refus, le navigateur ne les garde pas."


class PreventedForm(Form):
    former = forms.ChoiceField(
        label="RGC empêché", widget=forms.RadioSelect, error_messages={"required": "Choisissez la personne."}
    )
    cause = forms.ChoiceField(
        label="Cause",
        widget=forms.RadioSelect,
        choices=[(cause, cause) for cause in CAUSES],
        error_messages={"required": "Choisissez la cause."},
    )
    proof = TextField(
        label="Ce que vous avez vu",
        help_text="La pièce, sa date, de qui, comment vérifiée. Un autre agent le lira, l’organisme non.",
        max_length=200,
        multiline=True,
        empty="Dites sur quelle preuve.",
    )
    papers = DocumentsField(label="Pièces", help_text="")
    token = TokenField()

    def __init__(self, *args: Any, managers: dict[UUID, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["papers"].help_text = f"{ONLY_TWO} {what_is_taken()}"
        self.fields["former"].choices = [(str(key), name) for key, name in managers.items()]


@takes_files
def replace(request: HttpRequest, subject: Membership) -> HttpResponse:
    """Two agents: this one suspends and asks, another one decides among the changes."""
    require_fresh(request)
    managers = people.names_of(habilitations.managers_of(subject.organisation_id))
    form = PreventedForm.of(request, initial={"token": new_id()}, managers=managers)
    part = part_of(request)
    if request.method == "POST" and form.is_valid() & part.is_valid() and _asked(request, subject, form, part):
        return HttpResponseRedirect(reverse("operator:change", args=[form.cleaned_data["token"]]))
    if form.fields["papers"].documents:
        form.add_error("papers", AGAIN)
    journal.reading(request.actor, "membership.read", [subject.pk], "memberships.membership", subject.organisation_id)
    return render(
        request,
        "operator/prevented.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        membership=subject,
        form=form,
        part=part,
        managers=managers,
    )


def part_of(request: HttpRequest) -> Part:
    columns = dict.fromkeys((split(field)[1] for field in rules.FIELDS[KIND]), "")
    form = PARTS[SECTION](SECTION, columns, request.POST if request.method == "POST" else None)
    form.mark_wanted()
    for column in set(form.fields) - set(columns):
        del form.fields[column]
    return form


def _asked(request: HttpRequest, subject: Membership, form: PreventedForm, part: Part) -> bool:
    typed = form.cleaned_data
    before = rules.part(files.content(subject.organisation), KIND)
    change = ChangeRequest(
        id=typed["token"], organisation=subject.organisation, kind=KIND, before=before, after=before | part.typed()
    )
    reason = f"{typed['cause']}. {typed['proof']}"
    try:
        engine.run(
            Change.replace,
            change,
            request.actor,
            reason=reason,
            cause=f"{typed['cause']}.",
            former=UUID(typed["former"]),
            proofs=typed["papers"],
        )
    except AlreadyDone:
        return True
    except Refused as refused:
        for one in refused.reasons:
            column = split(one.field)[1] if one.field and "-" in one.field else ""
            part.add_error(column if column in part.fields else None, one.message)
        return False
    return True
