"""Dead ends that are doors: sign in, choose, missing right, not found, refused act, too large, broken.

Each says what happened, who can help, and carries the number of the incident.
"""

import dataclasses
from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.exceptions import (
    ObjectDoesNotExist,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import is_valid_path, reverse
from django.utils.functional import SimpleLazyObject

from kairos.design.page import Chrome, Problem, render
from kairos.foundation import actor, journal, permissions
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.permissions import Denied
from kairos.identity.accounts import people
from kairos.identity.accounts.sessions import Present
from kairos.identity.habilitations import catalogue
from kairos.identity.habilitations import queries as habilitations
from kairos.people.access.volume import ProofNeeded
from kairos.people.agencies import queries as agencies
from kairos.spaces import chrome, incidents, site
from kairos.spaces.routes import OrganisationRequired, SignInRequired
from kairos.spaces.session import due, proving, resuming, signing
from kairos.spaces.session.fresh import FreshProofRequired

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
NOT_KEPT = ("csrfmiddlewaretoken", "password", "mot_de_passe", "code", "secret")
"""Parts of the names of fields that are typed anew rather than written back into a page."""


class RefusalMiddleware:
    """Turns the refusals of the mechanisms into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.site = SimpleLazyObject(site.current)
        if hasattr(request, "present"):  # the health checks have no session
            resuming.bring_back(request)
        response = self.get_response(request)
        resuming.settle(request, response)
        if response.status_code == 405 and not response.content:
            return _wrong_method(request, response)
        return response

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        return due.lead(request) if getattr(request, "present", None) else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        for kind, answer in ANSWERS.items():
            if isinstance(error, kind):
                return answer(request, error)
        return None


def sign_in(request: HttpRequest, error: Exception) -> HttpResponse:
    """What a session just lost was sending comes back after the sign-in; a part asked by script leads there."""
    if "HX-Request" in request.headers:
        return _lead_to(request, "/connexion?" + urlencode({"suite": resuming.page_of(request)}))
    elsewhere = request.present.moved and request.present.user
    return proving.ask_elsewhere(request) if elsewhere else signing.ask_to_sign_in(request)


def prove(request: HttpRequest, error: Exception) -> HttpResponse:
    """The same for a proof that is too old."""
    if "HX-Request" in request.headers:
        return _lead_to(request, reverse("session:proof") + "?" + urlencode({"suite": resuming.page_of(request)}))
    return proving.ask_for_proof(request)


def choose(request: HttpRequest, error: Exception) -> HttpResponse:
    """Someone of several organisations says for which one, someone suspended is told so; else they open a file."""
    several = request.present.organisations > 1 or request.present.suspended > 0
    return _lead_to(request, reverse("session:organisations") if several else reverse("file:add"))


def denied(request: HttpRequest, error: Denied) -> HttpResponse:
    """Names the missing right and who grants it."""
    journal.happened(request.actor, "page.denied", permission=error.name)
    if request.actor.helped:
        return _not_for_helpers(request, error)
    if request.actor.user and permissions.holds(request.actor.with_a_factor(), error.name, error.subject):
        return _to_be_proved(request, error)
    own = _could_be_given(request, error)
    right = _least_right(request.actor, error) if own else None
    grants = right is not None and permissions.holds(request.actor, "habilitations.give")
    return _page(
        request,
        "refusals/denied.html",
        403,
        f"Il vous manque le droit «\u00a0{error.permission.label}\u00a0»",
        f"Vous êtes bien connecté, {request.actor.name}. Votre profil n’ouvre pas cette page.",
        granted_by=error.permission.granted_by,
        own=own,
        givers=_givers(request) if own and not grants else [],
        grants=grants,
        asking=_way_to(request.actor, right) if right else None,
    )


def _to_be_proved(request: HttpRequest, error: Denied) -> HttpResponse:
    """The right is there; only a password proves who uses it."""
    return _page(
        request,
        "refusals/factor.html",
        403,
        "Il vous faut un second facteur",
        f"Vous avez le droit «\u00a0{error.permission.label}\u00a0». Il engage trop pour tenir à un mot de passe, "
        "qui se vole.",
    )


def _not_for_helpers(request: HttpRequest, error: Denied) -> HttpResponse:
    """The person does it, or ends the help and the agent works from the operator's space."""
    who = request.actor
    return _page(
        request,
        "refusals/plain.html",
        403,
        f"« {error.permission.label} » ne se fait pas en aidant quelqu’un",
        f"Vous aidez {who.helped_name} : aider permet de lire et de préparer une saisie. Signer, valider, envoyer, "
        f"gérer des comptes, exporter ou changer un mot de passe reste à {who.helped_name}.",
    )


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """Every reason at once, each with the way to its remedy."""
    return _page(
        request,
        "refusals/refused.html",
        422,
        "Ce n’est pas possible maintenant",
        "Rien n’a été changé. Voici pourquoi, et que faire.",
        kind="Acte refusé",
        reasons=error.reasons,
    )


def already_done(request: HttpRequest, error: AlreadyDone) -> HttpResponse:
    lead = "La même demande est arrivée deux fois : elle n’a compté qu’une fois."
    return _page(request, "refusals/plain.html", 200, "C’est déjà fait", lead, kind="Déjà fait")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What does not exist and what belongs to others look the same. An address that lacks its slash, or has
    one too many, is led to the right one."""
    bare, _, asked = request.get_full_path().partition("?")
    other = bare.rstrip("/") if bare.endswith("/") else f"{bare}/"
    if request.method == "GET" and other and is_valid_path(other):
        return HttpResponseRedirect(f"{other}?{asked}" if asked else other)
    lead = "Elle a peut-être changé d’adresse, ou elle appartient à un autre organisme que celui pour qui vous agissez."
    if getattr(request, "actor", None) and request.actor.audience == Audience.OPERATOR:
        lead = "Elle a peut-être changé d’adresse, ou elle est d’un organisme. Si vous aidiez quelqu’un, c’est terminé."
    return _page(request, "refusals/not_found.html", 404, "Cette page est introuvable", lead)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, TOO_LARGE):
        lead = "C’est plus que Kairos n’accepte en une fois. Raccourcissez les textes, ou joignez moins de fichiers."
        return _page(request, "refusals/plain.html", 413, "C’est trop lourd pour être reçu", lead)
    lead = "La demande est arrivée incomplète ou abîmée. Revenez à la page précédente et recommencez."
    return _page(request, "refusals/plain.html", 400, "Cette demande est illisible", lead)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form outlived its protection. What it held comes back with a fresh one, if it came from our own pages."""
    kept = list(_kept(request)) if _from_our_pages(request) else []
    return _page(
        request,
        "refusals/stale.html",
        403,
        "Cette page est restée ouverte trop longtemps",
        "Rien n’a été enregistré. Par sécurité, un formulaire ne se renvoie pas après la fermeture du navigateur.",
        kind="Formulaire périmé",
        kept=kept,
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor session: either may be what broke."""
    lead = "L’erreur est de notre côté et vient d’être signalée. Ce que vous aviez déjà enregistré est intact."
    try:
        request.site = site.without_database()
        return _page(request, "refusals/plain.html", 500, "Kairos n’a pas pu répondre", lead, surrounds=Chrome())
    except Exception:
        return HttpResponse(LAST_WORDS.format(incident=getattr(request, "incident", "?")), status=500)


LAST_WORDS = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Erreur · Kairos</title>
<h1>Kairos n’a pas pu répondre</h1><p>L’erreur est de notre côté. Incident n° {incident}.</p>
<p><a href="/">Accueil</a></p>
"""
ANSWERS: dict[type[Exception], Callable[..., HttpResponse]] = {
    SignInRequired: sign_in,
    FreshProofRequired: prove,
    ProofNeeded: prove,
    OrganisationRequired: choose,
    Denied: denied,
    AlreadyDone: already_done,
    Refused: refused,
    ObjectDoesNotExist: not_found,
}
"""The first kind that fits answers: AlreadyDone is a Refused."""


def _page(
    request: HttpRequest,
    template: str,
    status: int,
    heading: str,
    lead: str,
    *,
    kind: str = "",
    surrounds: Chrome | None = None,
    **context: object,
) -> HttpResponse:
    _dress(request)
    problem = Problem(
        kind or f"Refus {status}", heading, lead, request.incident, incidents.help_address(request, request.site)
    )
    return render(request, template, surrounds or chrome.of(request), status=status, problem=problem, **context)


def _dress(request: HttpRequest) -> None:
    """What a page needs, when the refusal came before the middlewares that give it."""
    for name, value in (("incident", "K-?"), ("actor", actor.visitor()), ("present", Present())):
        if not hasattr(request, name):
            setattr(request, name, value)
    if not hasattr(request, "site"):
        request.site = site.without_database()


def _lead_to(request: HttpRequest, address: str) -> HttpResponse:
    """A part of a page asked by script cannot be the sign-in page: the whole page goes there."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _wrong_method(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    lead = "Cette adresse ne s’ouvre pas de cette façon. Revenez à la page précédente et utilisez son bouton."
    page = _page(request, "refusals/plain.html", 405, "Ce n’est pas une page à ouvrir", lead)
    page["Allow"] = response["Allow"]
    return page


class _EveryRight(frozenset):
    def __contains__(self, right: object) -> bool:
        return True


def _could_be_given(request: HttpRequest, error: Denied) -> bool:
    """Whether some right within the organisation or the agency would open it; nothing there opens what is the
    operator's."""
    with_every_right = dataclasses.replace(request.actor, rights=_EveryRight({"every.right"}))
    inside = request.actor.organisation is not None or request.actor.agency is not None
    return inside and permissions.holds(with_every_right, error.name, error.subject)


def _least_right(who: Actor, error: Denied) -> str | None:
    """The least right that would open the page; None when none that is given would."""
    known = permissions.rights_asked(error.name) & catalogue.known_rights()
    opens = (
        right
        for right in catalogue.in_order(known)
        if permissions.holds(dataclasses.replace(who, rights=who.rights | {right}), error.name, error.subject)
    )
    return next(opens, None)


def _way_to(who: Actor, right: str) -> tuple[str, str] | None:
    """(label, address) of where it is given, for who gives rights here, or asked for."""
    if permissions.holds(who, "habilitations.give"):
        return f"Cocher « {catalogue.label_of(right)} » dans la grille", reverse("gid:grid")
    if not permissions.holds(who, "habilitations.ask"):
        return None
    return f"Demander « {catalogue.label_of(right)} »", f"{reverse('gid:ask')}?{urlencode({'droit': right})}"


def _givers(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Name, e-mail, telephone of who can give a right here: the RGC, before there is one whoever fills the file; the
    head of an agency."""
    users = _who_give(request.actor)
    names = people.names_of(users)
    others = (one for one in people.recipients_of(users) if one.user in names and one.user != request.actor.user)
    return [(names[one.user], one.email, one.phone) for one in others]


def _who_give(who: Actor) -> list[UUID]:
    if who.agency is not None:
        return list(agencies.managers_of(who.agency).values_list("user_id", flat=True))
    return habilitations.managers_of(who.organisation) or habilitations.members_of(who.organisation)


def _from_our_pages(request: HttpRequest) -> bool:
    """Whether the browser says so; another site's page must not be sent again in one click."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in (own, settings.KAIROS_BASE_URL)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(part in name for part in NOT_KEPT)
    ]
