"""Changes that members ask for: seen side by side with the file, then decided."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, journal
from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act
from kairos.foundation.guards import Refused
from kairos.identity.accounts import people
from kairos.identity.memberships import queries, snapshot
from kairos.identity.memberships.changes.conditions import SIRET, known
from kairos.identity.memberships.changes.lifecycle import Change
from kairos.identity.memberships.models import ChangeProof, ChangeRequest
from kairos.identity.registers.facts import EstablishmentFacts
from kairos.spaces import uploads
from kairos.spaces.forms import Form, TextField
from kairos.spaces.operator import chrome
from kairos.spaces.operator.queue_list import deadline

KIND = "memberships.changerequest"
SHOWN = 50


class DecisionForm(Form):
    reason = TextField(
        label="Sur quelle preuve, ou pourquoi",
        help_text="Gardé au journal si vous acceptez ; lu par l’organisme si vous refusez.",
        max_length=2000,
        multiline=True,
        empty="Dites sur quelle preuve vous acceptez, ou pourquoi vous refusez.",
    )


def change(actor: Actor, key: UUID) -> ChangeRequest:
    """Raises ChangeRequest.DoesNotExist."""
    return queries.changes_visible_to(actor).select_related("organisation", "asked_by").get(pk=key)


def pending(request: HttpRequest) -> HttpResponse:
    """Those to decide by deadline, then the latest decided."""
    rows = queries.changes_visible_to(request.actor).select_related("organisation")
    waiting = list(rows.filter(state=ChangeRequest.State.PENDING).order_by("due_at", "id")[:SHOWN])
    done = list(rows.exclude(state=ChangeRequest.State.PENDING).order_by("-asked_at", "-id")[:SHOWN])
    journal.reading(request.actor, "change_request.list", [row.pk for row in waiting + done], KIND)
    return render(
        request,
        "operator/changes.html",
        chrome.of(request),
        waiting=[(row, deadline(row.due_at, "")) for row in waiting],
        done=done,
    )


def one(request: HttpRequest, subject: ChangeRequest) -> HttpResponse:
    return _page(request, subject, DecisionForm.of(request))


def proof(request: HttpRequest, subject: ChangeProof) -> HttpResponse:
    change = subject.change
    journal.reading(request.actor, "change_request.proof", [change.pk], KIND, change.organisation_id)
    return uploads.attachment(subject.upload)


def accept(request: HttpRequest, subject: ChangeRequest) -> HttpResponse:
    return _decided(request, subject, Change.accept)


def refuse(request: HttpRequest, subject: ChangeRequest) -> HttpResponse:
    return _decided(request, subject, Change.refuse)


def _decided(request: HttpRequest, subject: ChangeRequest, act: Act) -> HttpResponse:
    address = reverse("operator:change", args=[subject.pk])
    if request.method == "GET":
        return HttpResponseRedirect(address)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            engine.run(act, subject, request.actor, **form.cleaned_data)
            return HttpResponseRedirect(address)
        except Refused as refused:
            form.take(refused)
    return _page(request, change(request.actor, subject.pk), form)


def _page(request: HttpRequest, subject: ChangeRequest, form: DecisionForm) -> HttpResponse:
    journal.reading(request.actor, "change_request.read", [subject.pk], KIND, subject.organisation_id)
    names = people.names_of([subject.asked_by_id, subject.decided_by_id])
    return render(
        request,
        "operator/change.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        change=subject,
        deadline=deadline(subject.due_at, ""),
        differences=_differences(subject),
        asked_by=names.get(subject.asked_by_id, ""),
        decided_by=names.get(subject.decided_by_id, ""),
        form=form,
        moving=_moving(subject),
        proofs=_proofs(request.actor, subject),
        begun_by_an_agent=bool(subject.asked_by.staff_role),
        mine=subject.asked_by_id == request.actor.user,
    )


@dataclass(frozen=True, slots=True)
class Moving:
    """A new SIRET. facts: what the register says of it, None when it says nothing; merger: another company's."""

    facts: EstablishmentFacts | None
    merger: bool


def _moving(subject: ChangeRequest) -> Moving | None:
    if subject.kind != ChangeRequest.Kind.SIRET:
        return None
    before, after = subject.before[SIRET], subject.after[SIRET]
    return Moving(known(after), merger=before[:9] != after[:9])


def _proofs(actor: Actor, subject: ChangeRequest) -> list[ChangeProof]:
    """Joined by the operator alone, when an account manager is prevented."""
    if subject.kind != ChangeRequest.Kind.ACCOUNT_MANAGER:
        return []
    return list(queries.proofs_visible_to(actor).filter(change=subject))


def _differences(subject: ChangeRequest) -> list[snapshot.Change]:
    return snapshot.changes(snapshot.as_read(subject.before), snapshot.as_read(subject.after))
