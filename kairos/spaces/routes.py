"""Declaring a page: its address, who may open it, whose row it shows. The only way to make a route.

Every route names a permission; one without a row in the permission map fails at the first request and in the tests.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, URLPattern, path
from django.views.decorators.http import require_http_methods

from kairos.foundation import permissions
from kairos.foundation.actor import Actor, Audience
from kairos.identity.habilitations import uses

FEW_TABLES = (Audience.AGENCY, Audience.JOBSEEKER)
View = Callable[..., HttpResponse]
Door = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Route:
    """subject: names the kind of row the address points to, read through its door; personal_data: shows people."""

    name: str
    path: str
    methods: tuple[str, ...]
    permission: str
    space: str
    subject: str
    personal_data: bool


_routes: dict[str, Route] = {}


def routes() -> list[Route]:
    return [_routes[name] for name in sorted(_routes)]


def allows(match: ResolverMatch | None, method: str) -> bool:
    """Whether the page that was found takes this method."""
    route = _routes.get(match.view_name) if match else None
    return route is not None and method in route.methods


def permission_of(name: str) -> str:
    """Of a page, by its full name; empty for an address that is none of ours."""
    return _routes[name].permission if name in _routes else ""


def space(label: str, prefix: str) -> Callable[..., URLPattern]:
    """The `route(…)` of one space: `route = space("operator", "operateur/")`."""

    def route(
        address: str,
        view: View,
        *,
        name: str,
        permission: str,
        methods: tuple[str, ...] = ("GET",),
        subject: Door | None = None,
        personal_data: bool = False,
    ) -> URLPattern:
        full = f"{label}:{name}"
        if full in _routes:
            raise ValueError(f"route declared twice: {full}")
        described = getattr(subject, "__qualname__", "") and f"{subject.__module__}.{subject.__qualname__}"
        _routes[full] = Route(full, f"/{prefix}{address}", methods, permission, label, described, personal_data)
        return path(prefix + address, _guarded(view, permission, methods, subject), name=name)

    return route


class SignInRequired(Exception):
    """A visitor asked for a page of a space."""


class OrganisationRequired(Exception):
    """Somebody signed in, who acts for no organisation yet, asked for a page of one."""


def _guarded(view: View, permission: str, methods: tuple[str, ...], door: Door | None) -> View:
    @functools.wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actor: Actor = request.actor
        subject = None
        if door is not None:
            _require_someone(actor, permission)
            subject = behind(door, actor, permission, kwargs)
            kwargs = {"subject": subject}
        if not permissions.holds(actor, permission, subject):
            _require_someone(actor, permission)
            permissions.require(actor, permission, subject)
        uses.note(actor, permissions.rights_asked(permission))
        return view(request, *kwargs.values()) if door else view(request, **kwargs)

    allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)
    return require_http_methods(sorted(allowed))(guarded)


def behind(door: Door, actor: Actor, permission: str, kwargs: dict[str, Any]) -> Any:
    """The row an address points to. For agencies and job seekers, who read few tables, the rows of a page that is none
    of theirs do not exist. Raises ObjectDoesNotExist."""
    if actor.audience in FEW_TABLES and actor.audience not in permissions.audiences_of(permission):
        raise ObjectDoesNotExist
    return door(actor, **kwargs)


def _require_someone(actor: Actor, permission: str) -> None:
    """A visitor is sent to sign in, unless visitors may open the page."""
    if actor.user is None and not permissions.holds(actor, permission, None):
        raise SignInRequired
