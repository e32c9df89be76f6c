"""A row in each state of each lifecycle, for the tests that go through all of them.

A package registers its own in the `factories.py` of its tests, each state built by acts from another:

    @factory("membership_application", State.SUBMITTED)
    def submitted(people):
        return applications.submitted(people.owner_a)

Answer the row, or `Made(row, actors)` when somebody besides `people.everyone()` and the jobs may act on it.
"""

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import models

from kairos.foundation.actor import Actor, system
from tests.support.people import People

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Made:
    """A row, and who may act on it besides the usual people."""

    subject: models.Model
    actors: tuple[Actor, ...] = ()


Factory = Callable[[People], models.Model | Made]
_factories: dict[tuple[str, str], Factory] = {}


def factory(lifecycle: str, *states: str) -> Callable[[Factory], Factory]:
    """Declares how a row comes into these states; no state for a lifecycle that has none."""

    def declare(function: Factory) -> Factory:
        for state in states or ("",):
            if (lifecycle, str(state)) in _factories:
                raise ValueError(f"two factories for {lifecycle} {state}")
            _factories[lifecycle, str(state)] = function
        return function

    return declare


def known() -> set[tuple[str, str]]:
    """Every (lifecycle, state) that somebody can make."""
    _load()
    return set(_factories)


def make(lifecycle: str, state: str, people: People) -> Made:
    """Raises KeyError for what nobody declared."""
    _load()
    made = _factories[lifecycle, str(state)](people)
    return made if isinstance(made, Made) else Made(made)


def actors(made: Made, people: People) -> list[Actor]:
    """Everyone who might act on it, the jobs last."""
    return [*made.actors, *(someone.actor for someone in people.everyone()), system("tests")]


def _load() -> None:
    for path in sorted(set(ROOT.glob("**/factories.py")) - {Path(__file__)}):
        name = "tests." + ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if name not in sys.modules:
            spec = importlib.util.spec_from_file_location(name, path)
            sys.modules[name] = module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
