"""For which of one's organisations one acts."""

from uuid import UUID

from kairos.foundation import isolation, journal
from kairos.foundation.actor import Actor
from kairos.identity.accounts import sessions
from kairos.identity.habilitations import queries
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.habilitations.queries import OwnOrganisation


def act_for(organisation: UUID, actor: Actor) -> OwnOrganisation:
    """From the next page on, this session acts for that one of the person's organisations; leaves a trace there.

    Raises Affiliation.DoesNotExist for an organisation that is not theirs, or where they are suspended.
    """
    own = (one for one in queries.own_organisations() if not one.suspended)
    chosen = next((one for one in own if one.organisation_id == organisation), None)
    if chosen is None:
        raise Affiliation.DoesNotExist
    sessions.act_for(actor.session, organisation)
    there = actor.acting_for(organisation)
    isolation.enter(there)
    journal.happened(there, "session.organisation_chosen", organisation=organisation)
    return chosen
