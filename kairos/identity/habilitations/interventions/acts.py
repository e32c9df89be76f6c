"""What changes when a staff session opens and ends."""

from datetime import timedelta

from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.identity.accounts import people
from kairos.identity.habilitations.interventions import messages, queries, settings
from kairos.identity.habilitations.models import Intervention


def open_(row: Intervention, run: Run, *, motive: str, text: str) -> None:
    row.agent_id = run.actor.user
    if over := queries.open_of(row.agent_id):
        run.perform(act_named("intervention.expire"), over)
    row.motive, row.text = motive, text
    row.opened_at = run.now
    row.ends_at = run.now + timedelta(minutes=settings.MINUTES.value())
    run.write_now()
    recent = queries.opened_since(row.agent_id, run.now - timedelta(days=settings.DAYS))
    if recent >= settings.MANY.value():
        for one in people.recipients_of(people.supervisors()):
            run.tell(messages.ManyInterventions(one, who=run.actor.name, count=recent, days=settings.DAYS))


def close(row: Intervention, run: Run) -> None:
    row.closed_at = run.now
