"""What surrounds a page, for whoever looks at it."""

from django.http import HttpRequest
from django.urls import reverse

from kairos.design.page import Chrome, NavItem, Shell

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
