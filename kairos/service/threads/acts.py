"""What changes when something is written, or read."""

from uuid import UUID

from kairos.foundation.engine import Run
from kairos.foundation.text import clean
from kairos.service.threads import messages, queries
from kairos.service.threads.models import LONGEST, Side, Thread, ThreadMessage


def open_(row: Thread, run: Run, *, key: UUID, text: str) -> None:
    """With its first message. The place is called as the person finds it in « Qui me lit »."""
    if row.enrolment_id:
        reading = queries.provider_reads(row.person_id, row.organisation_id)
        row.place, row.title = reading.who if reading else "", row.enrolment.title
    else:
        row.place = row.agency.name
    row.opened_at = run.now
    write(row, run, key=key, text=text)


def write(row: Thread, run: Run, *, key: UUID, text: str) -> None:
    """The other side is told of the first thing it has not read, not of those that follow."""
    side = queries.SIDES[run.actor.audience]
    message = ThreadMessage(
        id=key,
        thread_id=row.pk,
        person_id=row.person_id,
        organisation_id=row.organisation_id,
        agency_id=row.agency_id,
        side=side,
        author=run.actor.user,
        who=run.actor.name[:200],
        text=clean(text, LONGEST, multiline=True),
        sent_at=run.now,
    )
    message.save(force_insert=True)
    row.last_at, row.last_side = run.now, side
    _see(row, side, run)
    if side == Side.PERSON:
        told, row.place_new = row.place_new is not None, row.place_new or run.now
    else:
        told, row.person_new = row.person_new is not None, row.person_new or run.now
    if not told:
        for one in messages.written(row, run.actor):
            run.tell(one)


def read(row: Thread, run: Run) -> None:
    _see(row, queries.SIDES[run.actor.audience], run)


def _see(row: Thread, side: Side, run: Run) -> None:
    """What that side had not read, it has."""
    if side == Side.PERSON and row.person_new:
        row.person_new, row.person_seen_at = None, run.now
    if side != Side.PERSON and row.place_new:
        row.place_new, row.place_seen_at = None, run.now
