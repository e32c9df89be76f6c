"""What waits for an answer: rights asked of the account manager, rights that wait for a second person's agreement."""

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
from kairos.identity.habilitations import catalogue, queries
from kairos.identity.habilitations.asked.lifecycle import AskedRight
from kairos.identity.habilitations.lifecycle import Grant
from kairos.identity.habilitations.models import AccessGrant, RightRequest
from kairos.identity.organisations.models import Organisation
from kairos.spaces.provider.gid import chrome
from kairos.spaces.provider.gid.own_rights import places_of, where
from kairos.spaces.provider.gid.rights_forms import NoForm

ASKED, LATEST = RightRequest.State.ASKED, 20


# --- Doors ----------------------------------------------------------------------------------------------


def request_of(actor: Actor, key: UUID) -> RightRequest:
    return queries.requests_visible_to(actor).get(pk=key)


def grant_of(actor: Actor, key: UUID) -> AccessGrant:
    """A right that waits, or waited, for a second person."""
    return queries.grants_visible_to(actor).get(pk=key)


# --- Rights asked for -----------------------------------------------------------------------------------


def requests(request: HttpRequest, subject: Organisation) -> HttpResponse:
    rows = queries.requests_visible_to(request.actor)
    waiting = list(rows.filter(state=ASKED))
    answered = list(rows.exclude(state=ASKED).order_by("-decided_at", "-pk")[:LATEST])
    _note(request, "right_request.list", [row.pk for row in waiting + answered], "habilitations.rightrequest")
    return render(
        request,
        "gid/requests.html",
        chrome.of(request),
        waiting=waiting,
        answered=answered,
        names=people.names_of(row.decided_by for row in answered),
        label_of=catalogue.label_of,
        allows=catalogue.allows,
        told=request.GET.get("fait", ""),
    )


def give(request: HttpRequest, subject: RightRequest) -> HttpResponse:
    return _press(request, subject, AskedRight.grant, "gid:requests", "accordee")


def decline(request: HttpRequest, subject: RightRequest) -> HttpResponse:
    title = f"Refuser à {subject.affiliation.shown_name}"
    return _refuse(request, subject, AskedRight.refuse, Refusal(title, "Demandes de droits", "gid:requests"))


# --- A second person ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """mine: asked by whoever reads, who cannot agree."""

    grant: AccessGrant
    label: str
    allows: str
    where: str
    mine: bool


def agreements(request: HttpRequest, subject: Organisation) -> HttpResponse:
    rows = list(queries.grants_visible_to(request.actor).filter(state=AccessGrant.State.PROPOSED))
    places = places_of(rows)
    _note(request, "access_grant.list", [row.pk for row in rows], "habilitations.accessgrant")
    lines = [
        Waiting(
            grant=row,
            label=catalogue.label_of(row.right),
            allows=catalogue.allows(row.right),
            where=where(row, places),
            mine=request.actor.user in (row.given_by, row.affiliation.user_id),
        )
        for row in rows
    ]
    return render(
        request,
        "gid/agreements.html",
        chrome.of(request),
        others=[line for line in lines if not line.mine],
        own=[line for line in lines if line.mine],
        told=request.GET.get("fait", ""),
    )


def agree(request: HttpRequest, subject: AccessGrant) -> HttpResponse:
    return _press(request, subject, Grant.agree, "gid:agreements", "approuve")


def take_back(request: HttpRequest, subject: AccessGrant) -> HttpResponse:
    return _press(request, subject, Grant.take_back, "gid:agreements", "retire")


def disagree(request: HttpRequest, subject: AccessGrant) -> HttpResponse:
    title = f"Ne pas approuver le droit de {subject.affiliation.shown_name}"
    return _refuse(request, subject, Grant.refuse, Refusal(title, "Accords", "gid:agreements"))


# --- Both -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Refusal:
    title: str
    list: str
    back: str


def _press(request: HttpRequest, row: RightRequest | AccessGrant, act: Act, back: str, told: str) -> HttpResponse:
    """A button of the list."""
    if request.method == "POST":
        engine.run(act, row, request.actor)
        return HttpResponseRedirect(f"{reverse(back)}?fait={told}")
    return HttpResponseRedirect(reverse(back))


def _refuse(request: HttpRequest, row: RightRequest | AccessGrant, act: Act, said: Refusal) -> HttpResponse:
    form = NoForm.of(request)
    if request.method == "POST" and form.is_valid():
        try:
            engine.run(act, row, request.actor, reason=form.cleaned_data["reason"])
            return HttpResponseRedirect(f"{reverse(said.back)}?fait=refuse")
        except Refused as refused:
            form.take(refused)
    return render(
        request,
        "gid/refuse.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
        form=form,
        row=row,
        act=act,
        said=said,
        label=catalogue.label_of(row.right),
    )


def _note(request: HttpRequest, name: str, keys: list[UUID], kind: str) -> None:
    if keys:
        journal.reading(request.actor, name, keys, kind)
