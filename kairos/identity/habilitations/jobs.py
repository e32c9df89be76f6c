"""What an opened file sets going, beyond the reach of whoever opened it."""

from datetime import timedelta
from uuid import UUID

from kairos.foundation import clock, engine, journal
from kairos.foundation.actor import Actor, system
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import job
from kairos.identity.accounts import people
from kairos.identity.habilitations import queries
from kairos.identity.organisations.lifecycle import ProviderFile
from kairos.identity.organisations.models import Establishment, Organisation

WARNINGS_APART = timedelta(days=1)


@job("habilitations.tell_holders")
def tell_holders(organisation: str) -> None:
    """The people of every other file that names the same establishment learn of this one."""
    with scope(system("habilitations.tell_holders")) as actor:
        new = Establishment.objects.filter(organisation_id=UUID(organisation), main=True).first()
        if new is None:
            return
        others = Organisation.objects.filter(establishments__siret=new.siret).exclude(pk=new.organisation_id)
        for other in others.distinct():
            _warn(other, new.siret, actor)


def _warn(other: Organisation, siret: str, actor: Actor) -> None:
    """Once a day at most, whatever the number of files opened."""
    if journal.acted(other, ProviderFile.warn_of_rival.name, after=clock.now() - WARNINGS_APART):
        return
    owners = people.recipients_of(queries.members_of(other))
    engine.run(ProviderFile.warn_of_rival, other, actor, siret=siret, owners=owners)
