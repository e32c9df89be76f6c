"""What surrounds a page, for whoever looks at it."""

from datetime import timedelta
from math import ceil

from django.http import HttpRequest
from django.urls import reverse

from kairos.design import french
from kairos.design.page import Banner, Chrome, NavItem, Shell
from kairos.foundation import clock

HELP = NavItem("Aide", "/aide/", "circle-help")
SIGN_IN = NavItem("Se connecter", "/connexion", "key-round")


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
        shell=shell,
        account_links=_own_links(request),
        inbox=NavItem("Messages", reverse("inbox:messages"), "bell", count=request.present.unread),
        home=home(request),
        banner=_banner(request),
    )


def _banner(request: HttpRequest) -> Banner | None:
    """A staff session under way, and the time it has left."""
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
    if request.present.staff_role:
        return "/operateur/"
    return "/portail/" if request.present.portal_open else "/compte/"


def _own_links(request: HttpRequest) -> tuple[NavItem, ...]:
    links = [
        NavItem("Ma sécurité", reverse("session:security"), "shield-check"),
        NavItem("Se déconnecter", reverse("session:sign_out"), "log-out", post=True),
    ]
    if request.present.organisations > 1:
        links.insert(0, NavItem("Changer d’organisme", reverse("session:organisations"), "building-2"))
    return (*links, HELP)
