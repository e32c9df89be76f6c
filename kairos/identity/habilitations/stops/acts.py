"""What changes when something is stopped at once, or restored."""

from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.identity.accounts import people
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.models import Stop
from kairos.identity.habilitations.stops import jobs, messages, queries


def stop(row: Stop, run: Run, *, reason: str) -> None:
    """A person is told by the account's own act; the account managers by a job: there may be thousands."""
    row.reason = reason
    row.stopped_at, row.stopped_by = run.now, run.actor.user
    run.write_now()
    if row.kind == Stop.Kind.PERSON:
        run.perform(act_named("account.stop"), row.person_id, reason=reason)
    else:
        jobs.tell.defer(key=str(row.pk))


def restore(row: Stop, run: Run, *, reason: str) -> None:
    row.restored_at, row.restored_by, row.restored_why = run.now, run.actor.user, reason
    if row.kind != Stop.Kind.PERSON:
        jobs.tell.defer(key=str(row.pk))
    elif row.person.state == User.State.STOPPED:
        run.perform(act_named("account.restore"), row.person_id, reason=reason)


def tell(row: Stop, run: Run) -> None:
    row.told = row.state
    for one in people.recipients_of(queries.managers_concerned(row)):
        run.tell(messages.told(row, one))
