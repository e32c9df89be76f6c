"""Inviting somebody into an agency, and what the link of the invitation leads to."""

import dataclasses
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from kairos.foundation import engine
from kairos.foundation.actor import Actor, system
from kairos.foundation.isolation import scope
from kairos.identity.accounts import admission, invited, people, sessions
from kairos.identity.accounts.models import OneUseToken
from kairos.identity.habilitations.inviting import Proposal
from kairos.people.agencies.lifecycle import AgencyMember
from kairos.people.agencies.models import Adviser

State = Adviser.State


def invite(
    key: UUID,
    actor: Actor,
    *,
    agency: UUID,
    email: str,
    first_name: str,
    last_name: str,
    title: str,
    rights: Iterable[str],
) -> Adviser:
    """`key`: of the new row, so that the same form sent twice is AlreadyDone. Raises Refused; nothing is then left."""
    names = {"first_name": first_name, "last_name": last_name}
    with transaction.atomic():
        user = admission.invitee(actor, email=email, civility="", **names)
        row = Adviser(id=key, user=user, agency_id=agency)
        return engine.run(AgencyMember.invite, row, actor, title=title, rights=list(rights), **names)


def proposal_of(link: OneUseToken) -> Proposal | None:
    """What this link offers; None when the invitation waits for no answer any more, or is of no agency."""
    with scope(system("agencies.invitation")):
        rows = Adviser.objects.select_related("agency", "user")
        row = rows.filter(user=link.user_id, agency=link.organisation, state=State.INVITED).first()
        if row is None or not invited.may_be_invited(row.user):
            return None
        who = people.names_of([row.invited_by]).get(row.invited_by, "") or "L’opérateur"
        return Proposal(row.pk, row.agency_id, row.agency.name, who, row.title, list(row.rights), row.user)


def accept(proposal: Proposal, link: OneUseToken, actor: Actor) -> None:
    """By the person, signed in with a second factor; this session then acts for the agency. Raises Refused."""
    with scope(system("agencies.invitation")):
        engine.run(AgencyMember.accept, proposal.key, actor, link=link)
    sessions.act_for(actor.session, proposal.organisation)


def decline(proposal: Proposal, link: OneUseToken, actor: Actor) -> None:
    """By whoever reads the mailbox, signed in or not. Raises Refused."""
    with scope(system("agencies.invitation")):
        engine.run(AgencyMember.decline, proposal.key, dataclasses.replace(actor, user=link.user_id), link=link)
