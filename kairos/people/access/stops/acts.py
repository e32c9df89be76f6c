"""What changes when an account, or an organisation, reads no more people, and when it may again."""

from kairos.foundation.engine import Run
from kairos.identity.accounts import people, throttle
from kairos.identity.accounts.notices import page
from kairos.people.access import messages, volume
from kairos.people.access.models import ReadingStop
from kairos.people.access.stops import telling


def stop(row: ReadingStop, run: Run, *, cause: str, counted: int) -> None:
    row.cause, row.counted, row.stopped_at = cause, counted, run.now
    place, who, link = telling.described(row)
    told = {"who": who, "place": place, "cause": ReadingStop.Cause(cause).label, "counted": counted}
    for users, address in ((telling.responsible_for(row), link), (people.supervisors(), "/operateur/lectures/")):
        for one in people.recipients_of(users):
            run.tell(messages.ReadingsStopped(one, link=page(address), **told))


def lift(row: ReadingStop, run: Run, *, reason: str) -> None:
    """Counted afresh from here."""
    row.lifted_at, row.lifted_by, row.lifted_why = run.now, run.actor.scope_user, reason
    volume.forget(row.holder_id, row.place_id)
    throttle.forget_word(volume.lookups_of(row.holder_id))
