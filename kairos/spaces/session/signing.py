"""Signing in: identifier and password, then what is due, then where one was going."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import isolation
from kairos.foundation.actor import Strength, visitor
from kairos.identity.accounts import beginning, device, oidc, own, sessions, signing_in
from kairos.identity.accounts.beginning import Step
from kairos.identity.accounts.oidc_services import of_people
from kairos.identity.accounts.signing_in import Opened, Stopped, Why
from kairos.spaces import chrome, headers
from kairos.spaces.demo.people import everyone
from kairos.spaces.session import cookies, leaving, resuming, ways, wording
from kairos.spaces.session.forms import SignInForm
from kairos.spaces.session.resuming import Typed

WRONG = "Identifiant ou mot de passe incorrect."
DONE = {
    "deconnexion": "Vous êtes déconnecté.",
    "mot-de-passe": "Votre nouveau mot de passe est enregistré. Connectez-vous avec lui.",
    "deverrouille": "Votre compte est déverrouillé. Connectez-vous.",
}


def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        if request.present.complete and not request.site.demo:
            return ways.to("landing", ways.asked(request))
        return page(request, SignInForm(initial={"suite": ways.asked(request)}))
    form = SignInForm(request.POST)
    if not form.is_valid():
        return page(request, form, status=422)
    typed = resuming.read(form.cleaned_data["reprise"])
    result = _attempt(request, form, typed)
    return _opened(request, result) if isinstance(result, Opened) else _stopped(request, form, result)


def page(request: HttpRequest, form: SignInForm, *, status: int = 200, lost: bool = False) -> HttpResponse:
    """`lost`: the session closed under a page that was being sent."""
    return render(
        request,
        "session/sign_in.html",
        chrome.of(request, "Connexion"),
        status=status,
        form=form,
        lost=lost,
        over=request.expired_user is not None and not lost and not request.present.moved,
        moved=request.present.moved and not lost,
        done=DONE.get(request.GET.get("fait", ""), ""),
        suite=ways.asked(request),
        agent=oidc.provider_name(),
        left=leaving.of(request) if "chez" in request.GET else None,
        services=[(service.name, f"session:{service.key}") for service in of_people()],
        people=everyone() if request.site.demo else (),
    )


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """In answer to a page that asks for someone: what was sent with a session just lost is kept in the form."""
    if request.method != "POST":
        return ways.to("sign_in", ways.own(request.get_full_path()))
    if request.expired_user is None:
        return ways.to("sign_in", resuming.page_of(request))
    typed = resuming.of(request, request.expired_user, request.expired_organisation)
    form = SignInForm(initial={"suite": typed.path, "reprise": typed.sealed()})
    return page(request, form, lost=True)


def landing(request: HttpRequest) -> HttpResponse:
    """Where a sign-in leads: what is left of it, the choice of an organisation, the page that was asked, one's own."""
    present, suite = request.present, ways.asked(request)
    if present.user is None:
        return ways.to("sign_in", suite)
    if beginning.where(present).step not in (Step.DONE, Step.PROVE):
        return ways.to("beginning")
    if not present.complete:
        return ways.to("code")
    if present.places > 1 and not (present.chosen and request.actor.place):
        return ways.to("organisations", suite)
    return HttpResponseRedirect(suite or chrome.home(request))


def sign_out(request: HttpRequest) -> HttpResponse:
    """Also of a sign-in left half way; harmless without a session. One that is open elsewhere goes on there."""
    chez = leaving.way_out(request)
    if request.present.id and not request.present.moved:
        own.sign_out(beginning.oneself(request.present, request.actor), request.present.id, request.present.user)
    query = urlencode({"fait": "deconnexion"} | ({"chez": chez} if chez else {}))
    response = HttpResponseRedirect(f"{reverse('session:sign_in')}?{query}")
    return headers.forget(cookies.forget_leaving(cookies.take_back(response)))


def _attempt(request: HttpRequest, form: SignInForm, typed: Typed | None) -> Opened | Stopped:
    if request.present.complete:
        isolation.enter(visitor())
    suite = ways.asked(request)
    data: dict[str, Any] = ({"suite": suite} if suite else {}) | resuming.kept(typed)
    return signing_in.sign_in(
        form.cleaned_data["identifiant"],
        form.cleaned_data["mot_de_passe"],
        device.of(request),
        visitor(request.actor.request_id),
        acting_for=typed.organisation if typed else None,
        device_token=cookies.of_device(request),
        **data,
    )


def _opened(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The session of before, if any, is over: its cookie is replaced."""
    if request.present.id:
        sessions.end_one(request.present.id, request.present.user)
    name = "beginning" if opened.strength == Strength.PROVISIONAL else "landing" if opened.complete else "code"
    suite = ways.asked(request) if opened.complete else ""
    return cookies.forget_leaving(cookies.give(ways.to(name, suite), opened.token))


def _stopped(request: HttpRequest, form: SignInForm, stopped: Stopped) -> HttpResponse:
    if stopped.why == Why.LOCKED:
        return locked(request, stopped, form.cleaned_data["identifiant"])
    if stopped.why == Why.TO_ACTIVATE:
        place = chrome.of(request, "Connexion")
        return render(request, "session/to_activate.html", place, status=422, email=stopped.email)
    form.add_error("mot_de_passe", wording.sentence(stopped, WRONG))
    return page(request, form, status=422)


def locked(request: HttpRequest, stopped: Stopped, identifier: str = "") -> HttpResponse:
    """Why, since when, how to open again: said of any identifier tried ten times."""
    place = chrome.of(request, "Connexion")
    return render(request, "session/locked.html", place, status=422, since=stopped.since, identifier=identifier)
