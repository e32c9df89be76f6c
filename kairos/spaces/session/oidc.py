"""Signing in through an identity provider: the operator's own for agents, FranceConnect for job seekers, ProConnect for
those of providers and agencies. Without its setting, the pages of one do not exist."""

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
from kairos.identity.accounts.oidc_services import AGENT, Service, named
from kairos.identity.accounts.signing_in import Opened, Stopped
from kairos.spaces import chrome
from kairos.spaces.session import cookies, signing, ways
from kairos.spaces.session import leaving as ways_out

FIRST_TIME = "franceconnect-identite"
"""The cookie that keeps, sealed, an identity linked to nobody yet."""
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
OF_PEOPLE = {
    Why.STRANGER: "Aucun compte Kairos en service n’a ce courriel. Un service d’identité n’en crée pas : ouvrez "
    "d’abord votre compte, ou suivez le lien de votre invitation.",
    Why.ANOTHER: "Ce compte est rattaché à une autre identité. Connectez-vous avec votre mot de passe, puis retirez-la "
    "dans « Ma sécurité ».",
}
"""What is said otherwise to whoever is no agent."""
View = Callable[[HttpRequest], HttpResponse]


def leaving(key: str) -> View:
    """To the provider. `preuve`: an agent signed in who must prove again who they are."""

    def leave(request: HttpRequest) -> HttpResponse:
        service = existing(key)
        again = key == AGENT and request.present.complete and "preuve" in request.GET
        try:
            address, sealed = oidc.begin(ways.asked(request), again=again, service=service)
        except oidc.Failed as failed:
            return _unproved(request, service, failed)
        return keep(HttpResponseRedirect(address), key, sealed)

    return leave


def coming_back(key: str) -> View:
    def back(request: HttpRequest) -> HttpResponse:
        service = existing(key)
        try:
            identity, journey = oidc.finish(request.GET.dict(), kept(request, key), service)
            response = _entered(request, service, identity, journey)
        except oidc.Failed as failed:
            response = _unproved(request, service, failed)
        return forget(response, key)

    return back


def existing(key: str) -> Service:
    """Raises Http404 without its setting."""
    service = named(key)
    if service is None:
        raise Http404
    return service


def _cookie(key: str) -> str:
    return f"__Host-kairos-{key}" if settings.SECURE else f"kairos-{key}"


def kept(request: HttpRequest, key: str) -> str:
    return request.COOKIES.get(_cookie(key), "")


def keep(response: HttpResponse, key: str, sealed: str) -> HttpResponse:
    response.set_cookie(
        _cookie(key),
        sealed,
        max_age=int(oidc.KEPT.total_seconds()),
        path="/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget(response: HttpResponse, key: str) -> HttpResponse:
    response.delete_cookie(_cookie(key), path="/", samesite="Lax")
    return response


def _entered(request: HttpRequest, service: Service, identity: Identity, journey: Journey) -> HttpResponse:
    if journey.again and request.present.complete:
        result = identities.reprove(identity, device.of(request), request.actor)
    else:
        result = signed_in(request, service, identity, journey.suite)
    if not isinstance(result, Unwelcome):
        response = cookies.give(_next(request, result, journey), result.token)
        return ways_out.remember(response, service.key, identity.hint)
    if result.why == Why.UNKNOWN:
        return keep(ways.to("link_identity", journey.suite), FIRST_TIME, oidc.sealed(identity))
    return _unwelcome(request, service, result)


def signed_in(request: HttpRequest, service: Service, identity: Identity, suite: str) -> Opened | Unwelcome:
    """The session of before, if any, is over: its cookie is replaced."""
    if request.present.complete:
        isolation.enter(visitor())
    data = {"suite": suite} if suite else {}
    here, nobody = device.of(request), visitor(request.actor.request_id)
    if service.key == AGENT:
        result = identities.sign_in(identity, here, nobody, **data)
    else:
        result = identities.enter(identity, service, here, nobody, **data)
    if isinstance(result, Opened) and request.present.id:
        sessions.end_one(request.present.id, request.present.user)
    return result


def _next(request: HttpRequest, opened: Opened, journey: Journey) -> HttpResponse:
    """To the page that asked for a proof, to where a sign-in leads, or to our own second factor."""
    if journey.again:
        return HttpResponseRedirect(journey.suite or chrome.home(request))
    return ways.to("landing", journey.suite) if opened.complete else ways.to("code")


def _unproved(request: HttpRequest, service: Service, failed: oidc.Failed) -> HttpResponse:
    if failed.problem in (Problem.SILENT, Problem.UNPROVED):
        log.warning("%s: %s", service.key, failed)
    return _page(request, service, SENTENCES[failed.problem])


def _unwelcome(request: HttpRequest, service: Service, unwelcome: Unwelcome) -> HttpResponse:
    if unwelcome.why == Why.LOCKED:
        return signing.locked(request, Stopped(signing_in.Why.LOCKED, since=unwelcome.since))
    said = SENTENCES if service.key == AGENT else SENTENCES | OF_PEOPLE
    return _page(request, service, said[unwelcome.why])


def _page(request: HttpRequest, service: Service, sentence: str) -> HttpResponse:
    place = chrome.of(request, "Connexion")
    return render(request, "session/agent.html", place, status=422, sentence=sentence, service=service)
