"""What changes when the reading of a person opens or closes."""

from kairos.foundation.engine import Run
from kairos.identity.accounts import people
from kairos.people.access import messages
from kairos.people.access.models import PersonAccess
from kairos.people.agencies import queries


def open_(row: PersonAccess, run: Run, *, reason: str) -> None:
    """The row says who, whom, for whom, until when."""
    row.reason = reason
    row.starts_at = row.starts_at or run.now
    row.opened_at, row.opened_by = run.now, run.actor.scope_user


def open_in_emergency(row: PersonAccess, run: Run, *, reason: str) -> None:
    """The heads of the agency are told each time."""
    open_(row, run, reason=reason)
    heads = queries.managers_of(row.place_id).exclude(user=run.actor.user).values_list("user_id", flat=True)
    for one in people.recipients_of(heads):
        run.tell(messages.OpenedInEmergency(one, who=run.actor.name, reason=reason))


def close(row: PersonAccess, run: Run) -> None:
    row.closed_at, row.closed_by = run.now, run.actor.scope_user
