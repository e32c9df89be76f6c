"""Lines of sessions into the tables, each under its organisation."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from kairos.foundation import clock
from kairos.foundation.engine import Run
from kairos.foundation.ids import new_id
from kairos.foundation.imports.kinds import Context, Line
from kairos.foundation.text import sort_key
from kairos.offer.catalogue import conditions, publishing, rules
from kairos.offer.catalogue.content import COURSE, DELIVERY, EMPTY, SESSION, Content
from kairos.offer.catalogue.events import SessionChanged
from kairos.offer.catalogue.importing import present, writing
from kairos.offer.catalogue.importing.judging import FOR, THERE
from kairos.offer.catalogue.importing.lheo.reading import TREE
from kairos.offer.catalogue.importing.present import Key, Present
from kairos.offer.catalogue.models import TrainingSession

State, Source = TrainingSession.State, TrainingSession.Source
FOUND = (State.PUBLISHED, State.STARTED)
Rows = dict[Key, tuple[UUID, dict[str, Any]]]


class Batch:
    """Lines on their way into the tables. Of a course that several lines describe, the last one counts.

    establishments: (organisation, SIRET) → its row. carif: of the file, when it is of a Carif-Oref; published: what is
    new and complete is published as it comes.
    """

    def __init__(
        self,
        run: Run,
        context: Context,
        establishments: Mapping[Key, UUID],
        carif: str = "",
        *,
        published: bool = False,
    ):
        self.run, self.establishments, self.carif, self.published = run, establishments, carif, published
        self.source = Source.LHEO if context.tree == TREE.name else Source.FILE
        self.today = clock.today()
        self.courses: dict[UUID, dict[str, Any]] = {}
        self.deliveries: dict[UUID, dict[str, Any]] = {}
        self.sessions: list[dict[str, Any]] = []
        self.changed: list[tuple[UUID, Mapping[str, Any], Mapping[str, Any]]] = []
        self.new: list[UUID] = []

    def take(self, lines: Sequence[Line]) -> None:
        """Nine statements at most, two more when people could find some of it already."""
        self.known_courses = present.courses(_numbers(lines, "course_number"))
        self.known_deliveries = present.deliveries(_numbers(lines, "delivery_number"))
        for line in lines:
            self._add(line)
        self._write()

    def _add(self, line: Line) -> None:
        known: Present | None = line.values[THERE]
        organisation: UUID = line.values[FOR]
        now = known.values if known else self._around(organisation, line.values)
        given = {name: line.values[name] for name in EMPTY}
        values, imported = rules.merged(now, known.imported if known else (), given, EMPTY)
        course = self._key(
            self.known_courses, (organisation, values["course_number"]), known and known.course, values, COURSE
        )
        delivery = self._key(
            self.known_deliveries, (organisation, values["delivery_number"]), known and known.delivery, values, DELIVERY
        )
        title, town = sort_key(values["title"])[:255], sort_key(values["town"])[:100]
        self.courses[course] = _row(course, organisation, values, COURSE, sort_key=title)
        self.deliveries[delivery] = _row(delivery, organisation, values, DELIVERY, course_id=course, place_key=town)
        self.sessions.append(self._session(known, organisation, delivery, line, values, imported))

    def _around(self, organisation: UUID, given: Mapping[str, Any]) -> dict[str, Any]:
        """What a new session finds of its course and its delivery."""
        _, course = self.known_courses.get((organisation, given["course_number"] or ""), (None, {}))
        _, delivery = self.known_deliveries.get((organisation, given["delivery_number"] or ""), (None, {}))
        return {**EMPTY, **course, **delivery}

    def _key(
        self, known: Rows, key: Key, own: UUID | None, values: Mapping[str, Any], columns: Mapping[str, str]
    ) -> UUID:
        """The row of this number; without a number, the session's own."""
        if key[1] and key in known:
            return known[key][0]
        found = own if own and not key[1] else new_id()
        if key[1]:
            known[key] = (found, {name: values[name] for name in columns})
        return found

    def _session(
        self,
        known: Present | None,
        organisation: UUID,
        delivery: UUID,
        line: Line,
        values: Mapping[str, Any],
        imported: Iterable[str],
    ) -> dict[str, Any]:
        key, state = (known.id, known.state) if known else (new_id(), self._first_state(values))
        if known and state in FOUND:
            self.changed.append((key, known.values, values))
        elif state == State.PUBLISHED:
            self.new.append(key)
        siret = values["delivering_siret"] or values["responsible_siret"]
        return {
            "id": key,
            "organisation_id": organisation,
            "delivery_id": delivery,
            "establishment_id": self.establishments.get((organisation, siret)),
            "number": line.values["number"],
            "state": state,
            **{column: values[name] for name, column in SESSION.items()},
            "listed_on": values["starts_on"] or rules.FAR,
            "source": self.source,
            "carif": self.carif,
            "imported": sorted(imported),
            "now": self.run.now,
            "modified_by": self.run.actor.scope_user,
        }

    def _first_state(self, values: Mapping[str, Any]) -> str:
        if not self.published or (values["ends_on"] and values["ends_on"] < self.today):
            return State.DRAFT
        return State.DRAFT if any(conditions.lacks(Content(values, {}))) else State.PUBLISHED

    def _write(self) -> None:
        writing.put(writing.COURSE, self.courses.values())
        writing.put(writing.DELIVERY, self.deliveries.values())
        writing.put(writing.SESSION, self.sessions)
        if shown := [key for key, _, _ in self.changed] + self.new:
            publishing.project(shown)
        if self.changed:
            self._tell()

    def _tell(self) -> None:
        rows = TrainingSession.objects.in_bulk([key for key, _, _ in self.changed])
        for key, before, after in self.changed:
            names = [name for name in EMPTY if before[name] != after[name]]
            then, now = ({name: values[name] for name in names} for values in (before, after))
            if names:
                self.run.publish(SessionChanged(rows[key], then, now))


def _row(
    key: UUID, organisation: UUID, values: Mapping[str, Any], columns: Mapping[str, str], **more: Any
) -> dict[str, Any]:
    told = {column: values[name] for name, column in columns.items()}
    return {"id": key, "organisation_id": organisation, **told, **more}


def _numbers(lines: Sequence[Line], key: str) -> Iterator[Key]:
    return ((line.values[FOR], line.values[key]) for line in lines if line.values[key])
