"""The conversations of an organisation or of an adviser: what is to be read, or all, the last written first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.people.access import reading
from kairos.people.jobseekers import queries as files
from kairos.service.threads import queries
from kairos.service.threads.models import Side, Thread
from kairos.spaces.keyset import Window, by_instant, window

SIZE = 25
COLUMNS = ("id", "last_at", "last_side", "place_new", "title", "enrolment_id", "person_id")


class Key(NamedTuple):
    id: UUID
    last_at: datetime
    last_side: str
    place_new: datetime | None
    title: str
    enrolment: UUID | None
    person: UUID


@dataclass(frozen=True, slots=True)
class Line:
    key: Key
    name: str

    @property
    def badge(self) -> tuple[str, str]:
        """What one has to do with it."""
        if self.key.place_new:
            return "warn", "À lire"
        return ("info", "Lu, sans réponse") if self.key.last_side == Side.PERSON else ("idle", "Dernier mot de vous")


@dataclass(frozen=True, slots=True)
class Listed:
    lines: list[Line]
    before: str
    after: str
    all: bool


def page(request: HttpRequest) -> Listed:
    """Two statements, and what it costs to read people."""
    actor, everything = request.actor, request.GET.get("voir") == "toutes"
    rows = (queries.read_by if everything else queries.unread)(actor, clock.now())
    found = _window(request, rows)
    lines = list(_lines(actor, found.rows))
    reading.shown(actor, "threads.listed", [line.key.person for line in lines])
    return Listed(lines, found.before, found.after, everything)


def _window(request: HttpRequest, rows: QuerySet[Thread]) -> Window[Key]:
    after, before = request.GET.get("apres", ""), request.GET.get("avant", "")
    order = by_instant("last_at")
    return window(rows, Key, COLUMNS, order, descending=True, size=SIZE, after=after, before=before)


def _lines(actor: Actor, keys: list[Key]) -> Iterator[Line]:
    """Nobody whose reading is over."""
    people = files.visible_to(actor).select_related(None).in_bulk({key.person for key in keys})
    for key in keys:
        if key.person in people:
            yield Line(key, people[key.person].full_name)
