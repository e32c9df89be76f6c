"""What changes when someone's rights become others, and who must agree. Pure functions of plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """One right somebody is to hold. establishments: empty for the whole organisation. starts_on None: from today."""

    right: str
    establishments: frozenset[UUID] = frozenset()
    starts_on: date | None = None
    ends_on: date | None = None


class Held(Protocol):
    """A grant that is open: see `AccessGrant`."""

    right: str
    establishments: list[UUID]
    starts_on: date
    ends_on: date | None


Grant = TypeVar("Grant", bound=Held)


def differences(held: Sequence[Grant], wanted: Iterable[Wanted], today: date) -> tuple[list[Grant], list[Wanted]]:
    """(the grants that end, what is to be opened): what is the same stays untouched."""
    asked = {one.right: one for one in wanted}
    kept = {grant.right for grant in held if grant.right in asked and is_same(grant, asked[grant.right], today)}
    return [grant for grant in held if grant.right not in kept], [one for key, one in asked.items() if key not in kept]


def is_same(grant: Held, wanted: Wanted, today: date) -> bool:
    starts = grant.starts_on == wanted.starts_on if wanted.starts_on else grant.starts_on <= today
    return starts and grant.ends_on == wanted.ends_on and {*grant.establishments} == wanted.establishments


def as_it_is(grant: Held) -> Wanted:
    """What keeps this grant as it is, among what somebody is to hold."""
    return Wanted(grant.right, frozenset(grant.establishments), grant.starts_on, grant.ends_on)


def lasts(grant: Held, today: date) -> bool:
    """Not over yet: in force, or to come."""
    return grant.ends_on is None or grant.ends_on >= today


def is_within(wanted: Wanted, grant: Held, today: date) -> bool:
    """Whether it opens nothing that the grant does not: for a right that somebody reduces for himself."""
    places = not grant.establishments or (
        bool(wanted.establishments) and wanted.establishments <= {*grant.establishments}
    )
    until = grant.ends_on is None or (wanted.ends_on is not None and wanted.ends_on <= grant.ends_on)
    return wanted.right == grant.right and places and until and grant.starts_on <= (wanted.starts_on or today)


def in_force(grant: Held, on: date) -> bool:
    return grant.starts_on <= on and (grant.ends_on is None or on <= grant.ends_on)


def suspended_on(last_on: date, warned_on: date | None, limit: int, notice: int) -> date:
    """The day an unused access is suspended: `limit` days after the last visit, `notice` after a warning at least."""
    over = last_on + timedelta(days=limit)
    if warned_on is None or warned_on <= last_on:
        return over
    return max(over, warned_on + timedelta(days=notice))
