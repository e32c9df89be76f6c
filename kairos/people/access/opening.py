"""Opening and closing what is read: the door for the packages that make a person be read, within their own acts.

    opening.open_(run, ENROLMENT, person=…, organisation=…, who=…, function=…, subject=enrolment.pk, reason=…)
    opening.close(run, subject=enrolment.pk)

The database lets Kairos alone write these rows: whoever acts, a page cannot open a person to itself.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from kairos.foundation.actor import system
from kairos.foundation.engine import Run
from kairos.foundation.isolation import scope
from kairos.people.access.lifecycle import Reading
from kairos.people.access.models import PersonAccess
from kairos.people.access.sources import Source

Kind = PersonAccess.Kind


def open_(
    run: Run,
    source: Source,
    *,
    person: UUID,
    organisation: UUID,
    who: str,
    function: str,
    subject: UUID,
    reason: str,
    until: datetime | None = None,
) -> PersonAccess:
    """An organisation reads this person from now on. who: its name; function: what it is to them."""
    row = PersonAccess(
        person_id=person,
        reader_kind=Kind.ORGANISATION,
        reader_id=organisation,
        place_id=organisation,
        who=who,
        function=function,
        source=source.name,
        subject=subject,
        ends_at=until,
    )
    with scope(system("people.access", run.actor.request_id)):
        return run.perform(Reading.open, row, reason=reason)


def close(run: Run, *, subject: UUID, people: Iterable[UUID] | None = None) -> None:
    """What this thing opened (to these people alone, when named) is read no more."""
    with scope(system("people.access", run.actor.request_id)):
        rows = PersonAccess.objects.filter(subject=subject, closed_at__isnull=True)
        if people is not None:
            rows = rows.filter(person__in=list(people))
        for key in rows.values_list("pk", flat=True):
            run.perform(Reading.close, key)
