"""What the catalogue asks of the packages above."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

Counter = Callable[[Iterable[UUID]], Mapping[UUID, int]]
_counters: list[Counter] = []


def count_places_with(counter: Counter) -> None:
    """Said by whoever enrols people: session → how many of its places are held; those without any may be left out."""
    if counter not in _counters:
        _counters.append(counter)


def places_held(sessions: Iterable[UUID]) -> dict[UUID, int]:
    """A statement a counter, none for no session."""
    wanted, found = list(sessions), {}
    for counter in _counters if wanted else ():
        for key, held in counter(wanted).items():
            found[key] = found.get(key, 0) + held
    return found
