"""Who asked for a long work, when the worker does it: with the rights they have by then."""

import dataclasses
from uuid import UUID

from kairos.foundation import clock
from kairos.foundation.actor import Actor, Audience, Strength
from kairos.identity.accounts.models import User
from kairos.identity.habilitations import queries
from kairos.identity.habilitations.frame import STAFF_RIGHTS
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.habilitations.stops import queries as stops
from kairos.identity.organisations.models import Organisation
from kairos.identity.organisations.permissions import FILL


def actor_of(user: UUID, organisation: UUID | None) -> Actor | None:
    """None for whoever may sign in no more (stopped too), or acts no more for that organisation. Needs the jobs' scope.

    They had proved all that was due when they asked.
    """
    person = User.objects.filter(pk=user, state=User.State.ACTIVE).first()
    if person is None or (organisation is None) != bool(person.staff_role):
        return None
    if organisation is None:
        return _actor(person, Audience.OPERATOR, STAFF_RIGHTS[person.staff_role])
    if stops.is_stopped(organisation):
        return None
    here = Affiliation.objects.filter(user=user, organisation=organisation, state=Affiliation.State.ACTIVE).first()
    if here is None:
        return None
    own = Organisation.objects.get(pk=organisation)
    held = frozenset({*here.rights, *queries.rights_in_force(here, clock.today())} - stops.rights_stopped(organisation))
    rights = held if here.entered_at and own.portal_closed_at is None else held & {FILL}
    return dataclasses.replace(
        _actor(person, Audience.PROVIDER, rights, organisation, own.name),
        narrowed=queries.narrowed(here),
        affiliation=here.pk,
    )


def _actor(
    person: User, audience: Audience, rights: frozenset[str], organisation: UUID | None = None, name: str = ""
) -> Actor:
    return Actor(
        audience=audience,
        user=person.pk,
        name=person.full_name,
        organisation=organisation,
        organisation_name=name,
        rights=rights,
        strength=Strength.SECOND_FACTOR,
        request_id="imports",
    )
