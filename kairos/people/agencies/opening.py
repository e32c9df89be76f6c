"""An agency and its manager at once, from the command line."""

from uuid import UUID

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.ids import new_id
from kairos.identity.accounts import tokens
from kairos.people.agencies import inviting
from kairos.people.agencies.lifecycle import AgencyFile
from kairos.people.agencies.models import Agency
from kairos.people.agencies.rights import MANAGE


def open_agency(
    key: UUID, actor: Actor, *, kind: str, name: str, town: str, email: str, first_name: str, last_name: str
) -> str:
    """The address to hand to the manager, good once; the mail holds another that this one replaces. Raises Refused."""
    agency = engine.run(AgencyFile.open, Agency(id=key), actor, kind=kind, name=name, town=town)
    names = {"first_name": first_name, "last_name": last_name}
    row = inviting.invite(
        new_id(), actor, agency=agency.pk, email=email, title="Responsable d’agence", rights=[MANAGE], **names
    )
    return tokens.address("/rejoindre/", tokens.invite(row.user, agency.pk))
