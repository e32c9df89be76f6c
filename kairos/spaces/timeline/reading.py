"""The path of one person: one statement, the latest first."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import IntegerField, QuerySet, Value

from kairos.design import french
from kairos.foundation import clock, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.clock import PARIS
from kairos.foundation.prepared import prepared
from kairos.spaces.timeline.sources import COLUMNS, Line, Said, known

MOST = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """when: in words. ahead: it has not come yet. href: empty when it leads nowhere for whoever reads."""

    said: Said
    when: str
    href: str
    ahead: bool


@dataclass(frozen=True, slots=True)
class Path:
    """more: there is still more than what is shown."""

    entries: list[Entry]
    more: bool


def of(actor: Actor, person: UUID) -> Path:
    """As far as the actor may read, everywhere else."""
    names = tuple(one.name for one in known.values() if _may(actor, one.may))
    rows = list(_together(names, actor, person)) if names else []
    now = clock.now()
    return Path([_entry(actor, person, names[rank], Line(*columns), now) for rank, *columns in rows[:MOST]],
                len(rows) > MOST)  # fmt: skip


def _may(actor: Actor, may: Any) -> bool:
    name = may.get(actor.audience)
    return name is not None and permissions.holds(actor, name)


@prepared
def _together(names: tuple[str, ...], actor: Actor, person: UUID) -> QuerySet[Any]:
    parts = [_part(rank, known[name].read(actor, person)) for rank, name in enumerate(names)]
    if len(parts) == 1:
        return parts[0]
    return parts[0].union(*parts[1:], all=True).order_by("-entry_at", "-entry_key")[: MOST + 1]


def _part(rank: int, rows: QuerySet) -> QuerySet:
    return rows.annotate(entry_source=Value(rank, IntegerField())).values_list("entry_source", *COLUMNS)[: MOST + 1]


def _entry(actor: Actor, person: UUID, name: str, line: Line, now: datetime) -> Entry:
    source = known[name]
    return Entry(source.say(line), _when(line, now), source.lead(actor.audience, line, person), line.at > now)


def _when(line: Line, now: datetime) -> str:
    """A day as it was said; an instant as Paris reads it."""
    day: date = line.at.astimezone(UTC if line.day else PARIS).date()
    said = french.short_day(day, now.astimezone(PARIS).date())
    return said if line.day else f"{said} à {french.hour(line.at.astimezone(PARIS))}"
