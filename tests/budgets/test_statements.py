"""The statements of every page, after the frame, as recorded in statements.txt; eight at most.

A page that asks more or less than recorded fails: `KAIROS_RECORD=1 pytest tests/budgets` writes the file again, and
its difference is reviewed.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import get_resolver, reverse

from kairos.identity.habilitations.catalogue import known_rights
from kairos.spaces.routes import Route, routes
from tests.support import targets, team
from tests.support.people import People, Someone
from tests.support.statements import statements_of

get_resolver().url_patterns  # noqa: B018 (declares every route)
RECORD = Path(__file__).with_name("statements.txt")
MOST = 8
VISITORS = ("owner_a", "owner_b", "manager", "supervisor", "visitor", "agency_head", "adviser", "job_seeker")
"""Each page is asked by the first of them that is shown it."""


@pytest.mark.parametrize("space", sorted({route.space for route in routes()}))
def test_every_page_asks_what_is_recorded(people, as_person, space):
    measured = {}
    made: targets.Made = {}
    for route in sorted(routes(), key=_stops):
        if route.space == space and "GET" in route.methods and not targets.missing(route):
            measured |= _measured(route, people, as_person, made)
    if os.environ.get("KAIROS_RECORD"):
        _record(space, measured)
    assert {name: found for name, found in measured.items() if found[1] > MOST} == {}
    assert measured == _recorded(space)


LAST = (":lift_reading", ":readings")
"""To have a stop to show, somebody is stopped, and is shown nothing of people from then on."""


def _stops(route: Route) -> int:
    return next((rank for rank, name in enumerate(LAST, 1) if route.name.endswith(name)), 0)


def _measured(route: Route, people: People, as_person, made: targets.Made) -> dict[str, tuple[str, int]]:
    url = reverse(route.name, kwargs=targets.make(route, people, made).parameters)
    for someone in _askers(people, route.space):
        client = as_person(someone)
        if client.get(url).status_code == 200:
            return {route.name: (someone.label, len(statements_of(client, url)))}
    return {}


def _askers(people: People, space: str) -> Iterator[Someone]:
    """In Kairos itself, a colleague who holds every right comes after the others."""
    yield from (getattr(people, name) for name in VISITORS)
    areas = ("sessions.", "candidates.", "appointments.", "attendance.")
    if space in ("kairos", "candidates", "threads", "appointments", "attendance", "signing"):
        held = sorted(right for right in known_rights() if right.startswith(areas))
        yield replace(team.add_colleague(people, *held).someone, label="colleague")


def _recorded(space: str) -> dict[str, tuple[str, int]]:
    return {name: found for name, found in _table().items() if name.startswith(f"{space}:")}


def _table() -> dict[str, tuple[str, int]]:
    rows = (line.split() for line in RECORD.read_text().splitlines() if line and not line.startswith("#"))
    return {name: (label, int(count)) for name, label, count in rows}


def _record(space: str, measured: dict[str, tuple[str, int]]) -> None:
    kept = {name: found for name, found in _table().items() if not name.startswith(f"{space}:")}
    lines = [f"{name:<40} {label:<12} {count}" for name, (label, count) in sorted((kept | measured).items())]
    RECORD.write_text("# route, asked by, statements after the frame\n" + "\n".join(lines) + "\n")
