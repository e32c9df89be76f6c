"""Opening and closing what is read: the door for the packages that make a person be read, within their own acts.

    opening.open_(run, ENROLMENT, person=…, organisation=…, who=…, function=…, subject=enrolment.pk, reason=…)
    opening.close(run, subject=enrolment.pk)

The database lets Kairos alone write these rows: whoever acts, a page cannot open a person to itself.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kairos.foundation import engine
from kairos.foundation.actor import Actor, system
from kairos.foundation.engine import Run
from kairos.foundation.isolation import scope
from kairos.people.access.lifecycle import Reading
from kairos.people.access.models import PersonAccess
from kairos.people.access.sources import Source

Kind = PersonAccess.Kind


@dataclass(frozen=True, slots=True)
class Opening:
    """An organisation reads this person from now on. who: its name; function: what it is to them; subject: what makes
    it be so."""

    source: Source
    person: UUID
    organisation: UUID
    who: str
    function: str
    subject: UUID
    reason: str
    until: datetime | None = None

    def row(self) -> PersonAccess:
        return PersonAccess(
            person_id=self.person,
            reader_kind=Kind.ORGANISATION,
            reader_id=self.organisation,
            place_id=self.organisation,
            who=self.who,
            function=self.function,
            source=self.source.name,
            subject=self.subject,
            ends_at=self.until,
        )


def open_(run: Run, source: Source, **more: Any) -> None:
    open_each([(run, Opening(source, **more))])


def close(run: Run, *, subject: UUID, people: Iterable[UUID] | None = None) -> None:
    """What this thing opened (to these people alone, when named) is read no more."""
    close_each([(run, subject)], people)


def open_each(asked: Sequence[tuple[Run, Opening]]) -> None:
    """Each within its own run."""
    with _as_kairos(asked[0][0]):
        engine.perform_each(Reading.open, [(run, one.row(), {"reason": one.reason}) for run, one in asked])


def close_each(asked: Sequence[tuple[Run, UUID]], people: Iterable[UUID] | None = None) -> None:
    runs = {subject: run for run, subject in asked}
    with _as_kairos(asked[0][0]):
        rows = PersonAccess.objects.filter(subject__in=runs, closed_at__isnull=True)
        if people is not None:
            rows = rows.filter(person__in=list(people))
        found = [(runs[subject], key, {}) for key, subject in rows.values_list("pk", "subject")]
        if found:
            engine.perform_each(Reading.close, found)


def _as_kairos(run: Run) -> AbstractContextManager[Actor]:
    return scope(system("people.access", run.actor.request_id))
