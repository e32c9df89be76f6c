"""Links of mails. Reading their page changes nothing: mail scanners follow links. Its button acts, once."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.foundation.actor import Actor, Strength
from kairos.foundation.guards import Refused
from kairos.identity.accounts import device, links, sessions
from kairos.identity.accounts.models import OneUseToken
from kairos.identity.accounts.tokens import Problem
from kairos.spaces import chrome
from kairos.spaces.forms import Form
from kairos.spaces.session import cookies, ways
from kairos.spaces.session.forms import AgentForm, NewPasswordForm

Kind = OneUseToken.Kind
GONE, NOT_FOUND = 410, 404


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link's page asks before it acts: its words, the act of its button, what then runs, where that leads."""

    kind: str
    title: str
    lead: str
    act: str
    button: str
    does: Callable[[OneUseToken, Actor], object]
    then: Callable[[], HttpResponse]
    danger: bool = False


UNLOCK = Asked(
    Kind.UNLOCK,
    "Déverrouiller votre compte",
    "Les essais faux seront oubliés. Votre mot de passe et votre second facteur restent les mêmes.",
    "account.unlock_by_link",
    "Déverrouiller mon compte",
    links.unlock,
    lambda: ways.to("sign_in", fait="deverrouille"),
)
CONFIRM_EMAIL = Asked(
    Kind.EMAIL,
    "Confirmer votre adresse",
    "Elle servira pour vous connecter et pour tout ce que Kairos vous écrit.",
    "account.confirm_email",
    "Confirmer mon adresse",
    links.confirm_email,
    lambda: ways.to("done", fait="courriel"),
)
NOT_ME = Asked(
    Kind.DISOWN,
    "Ce n’était pas vous ?",
    "Votre adresse d’avant revient, toutes vos sessions se ferment, votre mot de passe n’ouvre plus rien. Un lien pour "
    "en choisir un autre arrive aussitôt à votre adresse d’avant.",
    "account.disown_email",
    "Annuler le changement et tout fermer",
    links.disown_email,
    lambda: ways.to("done", fait="pas-moi"),
    danger=True,
)


def new_password(request: HttpRequest, token: str) -> HttpResponse:
    link, problem = links.found(token, Kind.PASSWORD)
    if problem:
        return dead(request, Kind.PASSWORD, link, problem)
    form = NewPasswordForm.of(request)
    if request.method == "POST" and form.is_valid():
        try:
            links.reset_password(link, form.cleaned_data["password"], request.actor)
        except Refused as refused:
            form.take(refused)
        else:
            return cookies.take_back(ways.to("sign_in", fait="mot-de-passe"))
    return _form_page(request, "session/new_password.html", form, token)


def unlock(request: HttpRequest, token: str) -> HttpResponse:
    return _ask(request, token, UNLOCK)


def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    return _ask(request, token, CONFIRM_EMAIL)


def not_me(request: HttpRequest, token: str) -> HttpResponse:
    return _ask(request, token, NOT_ME)


def open_staff(request: HttpRequest, token: str) -> HttpResponse:
    """An agent of the operator chooses a password; the second factor is the next page."""
    link, problem = links.found(token, Kind.OPERATOR)
    if problem:
        return dead(request, Kind.OPERATOR, link, problem)
    names = {"first_name": link.user.first_name, "last_name": link.user.last_name}
    form = AgentForm.of(request, initial=names)
    if request.method == "POST" and form.is_valid():
        try:
            user = links.enter_staff(link, request.actor, **form.cleaned_data)
        except Refused as refused:
            form.take(refused)
        else:
            opened = sessions.open_session(user, Strength.PASSWORD, device.of(request), complete=False)
            return cookies.give(ways.to("beginning"), opened)
    return _form_page(request, "session/open_staff.html", form, token, email=link.user.email)


def dead(request: HttpRequest, kind: str, link: OneUseToken | None, problem: Problem) -> HttpResponse:
    """A link that opens nothing: why, and the remedy. Asked again, it leaves for the same mailbox."""
    if request.method == "POST" and "renvoyer" in request.POST and link is not None and kind in links.ASKED_AGAIN:
        links.ask_again(link)
        return ways.to("asked")
    return render(
        request,
        "session/dead_link.html",
        chrome.of(request, "Connexion"),
        status=NOT_FOUND if problem == Problem.FORGED else GONE,
        kind=str(kind),
        problem=problem.value,
        again=link is not None and kind in links.ASKED_AGAIN,
    )


def _ask(request: HttpRequest, token: str, asked: Asked) -> HttpResponse:
    link, problem = links.found(token, asked.kind)
    if problem:
        return dead(request, asked.kind, link, problem)
    reasons: list[tuple[str, None]] = []
    if request.method == "POST":
        try:
            asked.does(link, request.actor)
        except Refused as refused:
            reasons = [(reason.message, None) for reason in refused.reasons]
        else:
            return asked.then()
    place = chrome.of(request, "Connexion")
    return render(request, "session/ask.html", place, status=422 if reasons else 200, asked=asked, reasons=reasons)


def _form_page(request: HttpRequest, template: str, form: Form, token: str, **context: str) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, template, chrome.of(request, "Connexion"), status=status, form=form, token=token, **context)
