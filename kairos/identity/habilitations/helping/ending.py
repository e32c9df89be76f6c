"""Either of them ends a help, the person from any of their organisations."""

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.isolation import scope
from kairos.identity.habilitations.helping.lifecycle import HelpSession
from kairos.identity.habilitations.models import Helping


def end(row: Helping, actor: Actor) -> Helping:
    """Raises Refused when it is over already."""
    with scope(actor.acting_for(row.organisation_id)) as there:
        return engine.run(HelpSession.end, row, there)


def cancel(row: Helping, actor: Actor) -> Helping:
    with scope(actor.acting_for(row.organisation_id)) as there:
        return engine.run(HelpSession.cancel, row, there)
