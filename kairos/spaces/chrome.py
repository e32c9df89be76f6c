"""What surrounds a page, for whoever looks at it."""

from datetime import timedelta
from functools import cache
from math import ceil

from django.http import HttpRequest
from django.urls import reverse

from kairos.design import french
from kairos.design.page import Banner, Chrome, NavItem, Shell
from kairos.foundation import clock, permissions

HELP = NavItem("Aide", "/aide/", "circle-help")
BOTTOM = (
    NavItem("À faire", "/candidat/", "list-checks"),
    NavItem("Rendez-vous", "/candidat/rendez-vous/", "calendar-clock"),
    NavItem("Formations", "/candidat/rendez-vous/demander/", "search"),
    NavItem("Qui me lit", "/candidat/qui-me-lit/", "eye"),
)
"""What a job seeker has under the thumb."""
NOTIFICATIONS = NavItem("Mes notifications", "/compte/notifications/", "bell")
SIGN_IN = NavItem("Se connecter", "/connexion", "key-round")
_address = cache(reverse)
"""Of a page that names no row."""


def of(
    request: HttpRequest,
    label: str = "",
    *,
    nav: tuple[NavItem, ...] = (),
    shell: Shell = "bare",
    organisation: str | None = None,
) -> Chrome:
    """The header of someone signed in (space, organisation acted for, own menu), or a visitor's."""
    if not request.present.complete:
        return Chrome(space_label=label, shell=shell, nav=nav, account_links=(HELP, SIGN_IN))
    return Chrome(
        space_label=label,
        organisation=organisation or request.actor.organisation_name or None,
        person=request.present.full_name,
        initials=request.present.initials,
        nav=nav,
        bottom=BOTTOM if request.actor.jobseeker else (),
        shell=shell,
        account_links=_own_links(request),
        inbox=_inbox(request),
        home=home(request),
        banner=_banner(request),
    )


def _inbox(request: HttpRequest) -> NavItem | None:
    """An agent who helps reads nobody's messages."""
    if request.actor.helped:
        return None
    return NavItem("Messages", _address("inbox:messages"), "bell", count=request.present.unread)


def _banner(request: HttpRequest) -> Banner | None:
    """A help under way, told to both; or a staff session, and the time it has left."""
    return _help(request) or _intervention(request)


def _help(request: HttpRequest) -> Banner | None:
    found = request.present.help
    if found is None:
        return None
    since = french.hour(found.since.astimezone(clock.PARIS))
    where = reverse("helping:end", args=[found.id])
    if found.mine:
        text = (
            f"Vous aidez {found.name} depuis {since} : vous pouvez lire son espace et y préparer une saisie, rien de "
            "plus. Tout est au journal, à vos deux noms."
        )
        return Banner("Vous aidez quelqu’un", text, "helping.end", "Terminer", where)
    text = (
        f"{found.name}, agent de l’opérateur, vous aide en ce moment, depuis {since}, et voit votre espace. Cette "
        "personne ne peut ni signer, ni valider."
    )
    return Banner("On vous aide", text, "helping.end", "Arrêter", where)


def _intervention(request: HttpRequest) -> Banner | None:
    key, ends_at = request.actor.intervention, request.present.intervention_ends_at
    if key is None or ends_at is None:
        return None
    left = french.plural(max(1, ceil((ends_at - clock.now()) / timedelta(minutes=1))), "minute")
    return Banner(
        "Intervention ouverte",
        f"Intervention ouverte : vous pouvez lire des données de stagiaires pendant encore {left}. Chaque lecture "
        "est au journal.",
        "intervention.close",
        "Terminer l’intervention",
        reverse("operator:intervention_close", args=[key]),
    )


def home(request: HttpRequest) -> str:
    """Where the person's work is."""
    if request.present.staff_role and not request.actor.helped:
        return "/operateur/"
    if request.actor.agency or request.actor.jobseeker:
        return "/conseiller/" if request.actor.agency else "/candidat/"
    return "/portail/" if request.present.portal_open else "/compte/"


def _own_links(request: HttpRequest) -> tuple[NavItem, ...]:
    leave = NavItem("Se déconnecter", _address("session:sign_out"), "log-out", post=True)
    if request.actor.helped:
        return (leave, HELP)
    links = [NavItem("Ma sécurité", _address("session:security"), "shield-check"), NOTIFICATIONS, leave]
    if permissions.holds(request.actor, "helping.offer"):
        links.insert(2, NavItem("Se faire aider", _address("helping:code"), "users"))
    if request.present.places > 1:
        several = request.present.places == request.present.organisations
        label = "Changer d’organisme" if several else "Changer de lieu"
        links.insert(0, NavItem(label, _address("session:organisations"), "building-2"))
    return (*links, HELP)
