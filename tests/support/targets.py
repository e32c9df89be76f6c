"""The rows that addresses point to, for the tests that call every route as everyone.

A route whose address has parameters needs a target, registered for its door (`subject=` of the route, by dotted name)
or, without a door, for its own name, in `tests/spaces/**/targets.py`:

    @target("kairos.spaces.operator.doors.application")
    def application(people):
        row = applications.in_review(people.owner_a, people.instructor)
        return Target({"key": row.pk}, seen_by=("instructor", "supervisor"))

`seen_by`: whom the door shows the row (they may still be denied the page). Everyone else who is signed in must be
answered 404. Without a door there is nobody to name.
"""

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kairos.spaces.routes import Route
from tests.support.people import People

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Target:
    """The parameters of the address, and the labels of the people who see the row."""

    parameters: dict[str, Any] = field(default_factory=dict)
    seen_by: tuple[str, ...] = ()


Made = dict[str, Target]
Maker = Callable[[People], Target]
_makers: dict[str, Maker] = {}


def target(*names: str) -> Callable[[Maker], Maker]:
    """For a door, by its dotted name, or a route without one, by its name."""

    def declare(maker: Maker) -> Maker:
        for name in names:
            if _makers.setdefault(name, maker) is not maker:
                raise ValueError(f"two targets for {name}")
        return maker

    return declare


def has_parameters(route: Route) -> bool:
    return "<" in route.path


def missing(route: Route) -> bool:
    """Whether nobody said what the parameters of its address stand for."""
    _load()
    return has_parameters(route) and _maker(route) is None


def make(route: Route, people: People, made: Made) -> Target:
    """`made`: what was made for these people before; a row serves all the routes through its door."""
    _load()
    maker = _maker(route)
    if maker is None or not has_parameters(route):
        return Target()
    if maker.__name__ not in made:
        made[maker.__name__] = maker(people)
    return made[maker.__name__]


def _maker(route: Route) -> Maker | None:
    return _makers.get(route.name) or _makers.get(route.subject)


def _load() -> None:
    for path in sorted(ROOT.glob("spaces/**/targets.py")):
        name = "tests." + ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if name not in sys.modules:
            spec = importlib.util.spec_from_file_location(name, path)
            sys.modules[name] = module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
