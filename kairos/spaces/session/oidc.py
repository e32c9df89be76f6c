"""Signing in as an agent through the operator's identity provider; without the setting these pages do not exist."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.design.page import render
from kairos.foundation import isolation
from kairos.foundation.actor import visitor
from kairos.identity.accounts import device, identities, oidc, sessions, signing_in
from kairos.identity.accounts.identities import Unwelcome, Why
from kairos.identity.accounts.oidc import Identity, Journey, Problem
from kairos.identity.accounts.signing_in import Opened, Stopped
from kairos.spaces import chrome
from kairos.spaces.session import cookies, signing, ways

COOKIE = "__Host-kairos-agent" if settings.SECURE else "kairos-agent"
log = logging.getLogger("kairos.oidc")

SENTENCES = {
    Problem.SILENT: "Le service d’identité ne répond pas. Réessayez dans une minute, ou connectez-vous avec votre mot "
    "de passe Kairos.",
    Problem.LOST: "Cette connexion a été commencée il y a plus de dix minutes, ou dans un autre navigateur. "
    "Recommencez.",
    Problem.CANCELLED: "Vous avez renoncé à vous connecter. Rien n’a été fait.",
    Problem.UNPROVED: "Le service d’identité n’a pas confirmé qui vous êtes. Recommencez\u00a0; si cela se reproduit, "
    "prévenez qui administre Kairos.",
    Why.UNVERIFIED: "Le service d’identité ne garantit pas votre courriel. Faites-le vérifier chez lui, puis "
    "recommencez.",
    Why.STRANGER: "Aucun compte d’agent n’est ouvert à votre courriel. Demandez-le à qui administre Kairos chez "
    "l’opérateur.",
    Why.ANOTHER: "Ce compte d’agent est rattaché à une autre identité. Demandez à qui administre Kairos de le rouvrir.",
}


def _existing(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def shown(request: HttpRequest) -> HttpResponse:
        if not oidc.is_configured():
            raise Http404
        return view(request)

    return shown


@_existing
def leave(request: HttpRequest) -> HttpResponse:
    """To the provider. `preuve`: someone signed in who must prove again who they are."""
    again = request.present.complete and "preuve" in request.GET
    try:
        address, sealed = oidc.begin(ways.asked(request), again=again)
    except oidc.Failed as failed:
        return _unproved(request, failed)
    response = HttpResponseRedirect(address)
    response.set_cookie(
        COOKIE,
        sealed,
        max_age=int(oidc.KEPT.total_seconds()),
        path="/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@_existing
def back(request: HttpRequest) -> HttpResponse:
    """From the provider."""
    try:
        identity, journey = oidc.finish(request.GET.dict(), request.COOKIES.get(COOKIE, ""))
        response = _entered(request, identity, journey)
    except oidc.Failed as failed:
        response = _unproved(request, failed)
    response.delete_cookie(COOKIE, path="/", samesite="Lax")
    return response


def _entered(request: HttpRequest, identity: Identity, journey: Journey) -> HttpResponse:
    if journey.again and request.present.complete:
        result = identities.reprove(identity, device.of(request), request.actor)
    else:
        result = _signed_in(request, identity, journey)
    if isinstance(result, Unwelcome):
        return _unwelcome(request, result)
    return cookies.give(_next(request, result, journey), result.token)


def _signed_in(request: HttpRequest, identity: Identity, journey: Journey) -> Opened | Unwelcome:
    """The session of before, if any, is over: its cookie is replaced."""
    if request.present.complete:
        isolation.enter(visitor())
    data = {"suite": journey.suite} if journey.suite else {}
    result = identities.sign_in(identity, device.of(request), visitor(request.actor.request_id), **data)
    if isinstance(result, Opened) and request.present.id:
        sessions.end_one(request.present.id, request.present.user)
    return result


def _next(request: HttpRequest, opened: Opened, journey: Journey) -> HttpResponse:
    """To the page that asked for a proof, to where a sign-in leads, or to our own second factor."""
    if journey.again:
        return HttpResponseRedirect(journey.suite or chrome.home(request))
    return ways.to("landing", journey.suite) if opened.complete else ways.to("code")


def _unproved(request: HttpRequest, failed: oidc.Failed) -> HttpResponse:
    if failed.problem in (Problem.SILENT, Problem.UNPROVED):
        log.warning("%s", failed)
    return _page(request, SENTENCES[failed.problem])


def _unwelcome(request: HttpRequest, unwelcome: Unwelcome) -> HttpResponse:
    if unwelcome.why == Why.LOCKED:
        return signing.locked(request, Stopped(signing_in.Why.LOCKED, since=unwelcome.since))
    return _page(request, SENTENCES[unwelcome.why])


def _page(request: HttpRequest, sentence: str) -> HttpResponse:
    place = chrome.of(request, "Connexion")
    return render(request, "session/agent.html", place, status=422, sentence=sentence, name=settings.KAIROS_OIDC_NAME)
