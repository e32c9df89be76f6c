"""Every route × every role × {own, another tenant's, signed out, half signed in}: default deny, 404 before 403."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.module_loading import import_string

from kairos.foundation import permissions
from kairos.foundation.actor import Actor, Strength
from kairos.foundation.isolation import scope
from kairos.spaces.routes import OrganisationRequired, Route, behind, routes
from tests.support import headers, targets
from tests.support.people import People, Someone, sign_in

get_resolver().url_patterns  # noqa: B018 (declares every route)
ROUTES = routes()
SPACES = sorted({route.space for route in ROUTES})
BARE = {"healthz", "readyz"}
ANSWERS = {200, 302, 303, 400, 422}
STATUSES = {
    "answer": ANSWERS,
    "link": ANSWERS | {404, 410},
    "signing in": ANSWERS | {403, 404, 410},
    "not found": {404},
    "denied": {403},
}
"""Who holds the permission is answered according to what the form (empty) and the link (one that opens nothing) say."""


@pytest.fixture(params=ROUTES, ids=lambda route: route.name)
def route(request) -> Route:
    return request.param


def test_there_are_routes():
    assert len(ROUTES) > 10


def test_every_address_is_a_declared_route():
    declared = {route.name for route in ROUTES} | BARE
    assert set(_addresses(get_resolver())) - declared == set()


def _addresses(resolver, space=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}" if entry.name else str(entry.pattern)


def test_its_permission_has_a_row_in_the_map(route):
    assert route.permission in permissions.the_map()


def test_somebody_said_what_its_parameters_stand_for(route):
    assert not targets.missing(route), f"add a target for {route.subject or route.name} in tests/spaces/**/targets.py"


@pytest.mark.parametrize("space", SPACES)
def test_pages_open_to_those_who_hold_the_permission_and_to_nobody_else(people, space):
    wrong, made = [], {}
    for route in ROUTES:
        if route.space == space and "GET" in route.methods and not targets.missing(route):
            wrong += _wrong_answers(route, people, "get", made)
    assert wrong == []


def test_forms_open_to_those_who_hold_the_permission_and_to_nobody_else(people, route):
    if "POST" in route.methods and not targets.missing(route):
        assert _wrong_answers(route, people, "post", {}) == []


def _wrong_answers(route: Route, people: People, method: str, made: targets.Made) -> list[str]:
    target = targets.make(route, people, made)
    url = reverse(route.name, kwargs=target.parameters)
    wrong = []
    for label, client, someone in _everyone(people):
        response = getattr(client, method)(url)
        expected = _expected(route, target, someone)
        if not _matches(response, expected):
            wrong.append(f"{method} {url} as {label}: {response.status_code}, expected {expected}")
        wrong += [f"{method} {url} as {label}: {fault}" for fault in headers.faults(response)]
    return wrong


def _everyone(people: People):
    """Everyone signed in, the visitor, and the RGC who has not proved her second factor: a visitor."""
    for someone in people.everyone():
        yield someone.label, sign_in(Client(), someone), someone
    yield "half signed in", sign_in(Client(), people.manager, Strength.PASSWORD), people.visitor


def _expected(route: Route, target: targets.Target, someone: Someone) -> str:
    actor = someone.actor
    if someone.user is None:
        return _open(route) if permissions.holds(actor, route.permission) else "sign in"
    if route.subject and targets.has_parameters(route) and someone.label not in target.seen_by:
        return "not found"
    try:
        subject = _behind_the_door(route, target, actor)
    except ObjectDoesNotExist:
        return "not found"
    except OrganisationRequired:
        return "answer"
    return _open(route) if permissions.holds(actor, route.permission, subject) else "denied"


def _open(route: Route) -> str:
    """The pages of signing in answer by how far one is signed in, which tests/spaces/session goes through."""
    if route.space == "session":
        return "signing in"
    return "link" if targets.has_parameters(route) and not route.subject else "answer"


def _behind_the_door(route: Route, target: targets.Target, actor: Actor):
    if not route.subject:
        return None
    with scope(actor):
        return behind(import_string(route.subject), actor, route.permission, target.parameters)


def _matches(response, expected: str) -> bool:
    where = response.get("Location", "")
    to_sign_in = where == "/connexion" or where.startswith("/connexion?suite")  # an address that only takes a form
    if expected == "sign in":
        return response.status_code == 302 and to_sign_in
    return response.status_code in STATUSES[expected] and (not to_sign_in or expected == "signing in")
