"""What changes when somebody gives a code, when an agent takes it, when the help ends."""

from datetime import timedelta

from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.identity.accounts import people
from kairos.identity.habilitations.helping import codes, messages, queries, settings
from kairos.identity.habilitations.models import Helping


def offer(row: Helping, run: Run, *, code: str) -> None:
    """A former code of the person opens nothing any more."""
    row.person_id, row.person_session = run.actor.user, run.actor.session
    if former := queries.live_of(row.person_id):
        end = "cancel" if former.state == Helping.State.OFFERED else "expire"
        run.perform(act_named(f"helping.{end}"), former)
    row.code_mark = codes.mark(code)
    row.offered_at = run.now
    row.code_ends_at = run.now + timedelta(minutes=settings.CODE_MINUTES.value())


def begin(row: Helping, run: Run, *, motive: str, text: str) -> None:
    row.agent_id, row.agent_session = run.actor.user, run.actor.session
    row.motive, row.text = motive, text
    row.code_mark = None
    row.begun_at = run.now
    row.ends_at = run.now + timedelta(minutes=settings.MINUTES.value())
    for to in people.recipients_of([row.person_id]):
        run.tell(messages.HelpBegun(to, who=run.actor.name, until=row.ends_at))


def cancel(row: Helping, run: Run) -> None:
    row.code_mark = None
    row.closed_at, row.closed_by = run.now, run.actor.user


def end(row: Helping, run: Run) -> None:
    row.closed_at, row.closed_by = run.now, run.actor.user
    who = people.names_of([row.agent_id]).get(row.agent_id, "")
    for to in people.recipients_of([row.person_id]):
        run.tell(messages.HelpEnded(to, who=who, since=row.begun_at, at=run.now))
