"""The rows that providers' addresses point to without naming them."""

from kairos.foundation.actor import Actor, Audience
from kairos.identity.organisations import queries
from kairos.identity.organisations.models import Organisation
from kairos.spaces.routes import OrganisationRequired


def own_file(actor: Actor) -> Organisation:
    """The file of the organisation acted for. Raises OrganisationRequired, or Organisation.DoesNotExist for others."""
    if actor.audience == Audience.PROVIDER and actor.organisation is None:
        raise OrganisationRequired
    if actor.audience not in (Audience.PROVIDER, Audience.OPERATOR, Audience.SYSTEM):
        raise Organisation.DoesNotExist
    return queries.own(actor)
