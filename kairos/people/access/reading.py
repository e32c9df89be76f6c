"""Showing people: the one call of every page, list, file and message that shows some. Counted, then journaled.

    reading.shown(actor, "jobseekers.listed", [row.pk for row in rows])

Raises volume.ProofNeeded or volume.ReadingsStopped: nobody is then shown.
"""

from collections.abc import Sequence
from uuid import UUID

from kairos.foundation import journal
from kairos.foundation.actor import Actor
from kairos.people.access import volume

SUBJECT = "jobseekers.jobseeker"


def shown(actor: Actor, name: str, people: Sequence[UUID], *, reason: str = "", summary: str = "") -> None:
    """One entry with the ids, whatever their number; nothing of nobody."""
    if not people:
        return
    volume.spend(actor, people)
    journal.reading(actor, name, people, SUBJECT, reason=reason, summary=summary)
