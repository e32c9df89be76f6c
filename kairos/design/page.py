"""A page: what surrounds the work (`Chrome`) and the one way to render it (`render`)."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import engines
from markupsafe import Markup

from kairos.design.form_token import FormToken

Shell = Literal["bare", "work", "rail"]
THEMES = {"light", "dark"}


@dataclass(frozen=True, slots=True)
class NavItem:
    """A line of the menu. `post`: the address is an act (signing out), drawn as a form with a button."""

    label: str
    href: str
    icon: str
    count: int | None = None
    post: bool = False


FOOTER = (
    NavItem("Accessibilité", "/accessibilite/", "eye"),
    NavItem("Conditions d’utilisation", "/conditions/", "file-text"),
    NavItem("Données personnelles", "/donnees-personnelles/", "shield-check"),
    NavItem("Assistance", "/aide/", "circle-help"),
)


@dataclass(frozen=True, slots=True)
class Banner:
    """What is open for a while, on every page until it is over, with the button that ends it."""

    label: str
    text: str
    act: str
    button: str
    href: str


@dataclass(frozen=True, slots=True)
class Chrome:
    """What surrounds a page: where one is, for whom one acts, where one may go.

    `space_label` and `organisation` stand in the header beside the mark; `person` and `initials` open the
    account menu made of `account_links`; for a visitor these stand in the header. `bottom`: four places that stay
    under the thumb on a phone. `shell` is drawn by "design/page.html"; other shells impose theirs.
    """

    space_label: str = ""
    organisation: str | None = None
    person: str | None = None
    initials: str | None = None
    nav: tuple[NavItem, ...] = ()
    bottom: tuple[NavItem, ...] = ()
    shell: Shell = "bare"
    account_links: tuple[NavItem, ...] = ()
    inbox: NavItem | None = None
    home: str = "/"
    banner: Banner | None = None
    footer: tuple[NavItem, ...] = FOOTER


@dataclass(frozen=True, slots=True)
class Site:
    """Who runs this Kairos, carried by the request as `request.site`. `hours`: « de 8 h 30 à 18 h »."""

    name: str
    phone: str
    hours: str
    email: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What "design/problem.html" says: a dead end with its remedy.

    kind: « Refus 403 », « Page introuvable »; incident: its number; help: where the prefilled request is.
    """

    kind: str
    heading: str
    lead: str
    incident: str | None = None
    help: str | None = None


_PLACE = secrets.token_hex(16)
"""Where a part drawn apart goes: a word of this process that nobody can write on a page."""


def render(
    request: HttpRequest,
    template: str,
    chrome: Chrome,
    *,
    status: int = 200,
    apart: Mapping[str, Iterable[Markup]] | None = None,
    **context: Any,
) -> HttpResponse:
    """The page `template` (Jinja2, named from its templates folder) in `chrome`.

    The template sees `request`, `chrome`, `actor` (request.actor), `site` (request.site), `csrf_input`,
    `theme`, `here` (address of the current menu line), `refused` (status 422: the title then says
    « Erreur : ») and `context`. No cookie is set unless the page writes `csrf_input`.

    `apart`: the thousands of cells of a grid, by the name the template writes them under, each once. Every macro and
    block around them would copy them: they are put in when the rest is drawn.
    """
    page = engines["jinja2"].env.get_template(template)
    apart = apart or {}
    places = {name: Markup("{}-{}").format(_PLACE, name) for name in apart}
    drawn = page.render(_frame(request, chrome, status) | places | context)
    return HttpResponse(_filled(drawn, places, apart), status=status)


def _filled(drawn: str, places: Mapping[str, Markup], apart: Mapping[str, Iterable[Markup]]) -> str:
    for name, place in places.items():
        before, found, after = drawn.partition(place)
        drawn = "".join((before, *(apart[name] if found else ()), after))
    return drawn


def current_address(nav: tuple[NavItem, ...], path: str) -> str | None:
    """The address of the menu line that holds `path`: the longest one that `path` starts with."""
    return max((item.href for item in nav if path.startswith(item.href)), key=len, default=None)


def _frame(request: HttpRequest, chrome: Chrome, status: int) -> dict[str, Any]:
    return {
        "request": request,
        "chrome": chrome,
        "actor": request.actor,
        "site": request.site,
        "csrf_input": FormToken(request),
        "theme": _theme(request),
        "here": current_address(chrome.nav + chrome.bottom, request.path),
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
    }


def _theme(request: HttpRequest) -> str | None:
    """The theme chosen on this device (cookie written by kairos.js); None follows the device."""
    chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME)
    return chosen if chosen in THEMES else None
