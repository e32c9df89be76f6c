"""For which of one's places one acts: an organisation, an agency, oneself as a job seeker."""

import dataclasses
from uuid import UUID

from kairos.foundation import isolation, journal
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.guards import Refused
from kairos.identity.accounts import sessions, signing_in
from kairos.identity.habilitations import queries
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.habilitations.queries import OwnOrganisation, OwnPlace

BY_MAIL = (
    "Un code envoyé par courriel ne suffit pas pour agir au nom d’un organisme ou d’une agence : ajoutez d’abord une "
    "application de codes ou une clé de sécurité, dans « Ma sécurité »."
)


def act_for(place: UUID, actor: Actor) -> OwnOrganisation | OwnPlace:
    """From the next page on, this session acts for that one of the person's places; leaves a trace there.

    Raises Affiliation.DoesNotExist for a place that is not theirs, or where they are suspended; Refused for who proves
    by mail alone and would leave their own space.
    """
    chosen = _own_organisation(place) or _own_place(place)
    if chosen is None:
        raise Affiliation.DoesNotExist
    at_home = isinstance(chosen, OwnPlace) and chosen.audience == Audience.JOBSEEKER
    if not at_home and signing_in.person_of(actor.user).proves_by_mail:
        raise Refused(BY_MAIL)
    sessions.act_for(actor.session, place)
    there = _there(actor, chosen)
    isolation.enter(there)
    journal.happened(there, "session.organisation_chosen", organisation=place)
    return chosen


def _own_organisation(key: UUID) -> OwnOrganisation | None:
    own = (one for one in queries.own_organisations() if not one.suspended)
    return next((one for one in own if one.organisation_id == key), None)


def _own_place(key: UUID) -> OwnPlace | None:
    return next((one for one in queries.own_places() if one.place_id == key), None)


def _there(actor: Actor, chosen: OwnOrganisation | OwnPlace) -> Actor:
    nowhere = dataclasses.replace(actor, organisation=None, agency=None, jobseeker=None, rights=frozenset())
    if isinstance(chosen, OwnOrganisation):
        return nowhere.acting_for(chosen.organisation_id)
    name = "agency" if chosen.audience == Audience.AGENCY else "jobseeker"
    return dataclasses.replace(nowhere, audience=chosen.audience, **{name: chosen.place_id})
