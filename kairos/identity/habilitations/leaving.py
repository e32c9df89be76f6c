"""The end of somebody's place in an organisation."""

from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.identity.habilitations import queries
from kairos.identity.habilitations.models import Affiliation


def leave(affiliation: Affiliation, run: Run, why: str) -> None:
    """Every right ends, every request for one lapses; the trace stays. A person who comes back is a new affiliation."""
    for grant in queries.open_grants(affiliation):
        run.perform(act_named("access_grant.end"), grant, reason=why)
    for request in queries.open_requests(affiliation):
        run.perform(act_named("right_request.lapse"), request)
    affiliation.ended_at = run.now
    affiliation.ended_why = why
    affiliation.rights = []
    not_asked(affiliation)


def not_asked(affiliation: Affiliation) -> None:
    """Nobody waits any more for this person's answer: see `manager_acts`."""
    affiliation.manager_asked_as = ""
    affiliation.manager_asked_by = affiliation.manager_asked_at = None
