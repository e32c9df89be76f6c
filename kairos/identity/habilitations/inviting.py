"""Inviting somebody, and what the link of the invitation leads to, past the wall between organisations."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kairos.foundation import clock, engine, isolation
from kairos.foundation.actor import Actor, system
from kairos.foundation.isolation import scope
from kairos.identity.accounts import admission, invited, people, sessions
from kairos.identity.accounts.models import OneUseToken, User
from kairos.identity.habilitations import catalogue, queries
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.habilitations.rules import Wanted

State = Affiliation.State


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an invitation offers. rights: `area.grade` words in force or to come; known: the person has an account."""

    key: UUID
    organisation: UUID
    organisation_name: str
    who: str
    title: str
    rights: list[str]
    user: User

    @property
    def known(self) -> bool:
        return self.user.state != User.State.CREATED


def invite(
    key: UUID,
    actor: Actor,
    *,
    email: str,
    civility: str,
    first_name: str,
    last_name: str,
    title: str,
    wanted: Sequence[Wanted],
) -> Affiliation:
    """`key`: of the new row, so that the same form sent twice is AlreadyDone. Raises Refused; nothing is then left."""
    names = {"first_name": first_name, "last_name": last_name}
    with transaction.atomic():
        user = admission.invitee(actor, email=email, civility=civility, **names)
        row = Affiliation(id=key, user=user, organisation_id=actor.organisation)
        return engine.run(TeamMember.invite, row, actor, title=title, wanted=wanted, **names)


def proposal_of(link: OneUseToken) -> Proposal | None:
    """What this link offers; None when the invitation waits for no answer any more."""
    with scope(system("habilitations.invitation")):
        rows = Affiliation.objects.select_related("organisation", "user")
        row = rows.filter(user=link.user_id, organisation=link.organisation, state=State.INVITED).first()
        if row is None or not invited.may_be_invited(row.user):
            return None
        who = people.names_of([row.invited_by]).get(row.invited_by, "") if row.invited_by else settings.KAIROS_OPERATOR
        rights = catalogue.in_order({grant.right for grant in queries.open_grants(row)} | {*row.rights})
        return Proposal(row.pk, row.organisation_id, row.organisation.name, who, row.title, rights, row.user)


def accept(proposal: Proposal, link: OneUseToken, actor: Actor) -> None:
    """By the person, signed in with a second factor; this session then acts for the organisation. Raises Refused."""
    joining = actor.acting_for(proposal.organisation)
    isolation.enter(joining)
    engine.run(TeamMember.accept, proposal.key, joining, link=link)
    sessions.act_for(actor.session, proposal.organisation)


def decline(proposal: Proposal, link: OneUseToken, actor: Actor) -> None:
    """By whoever reads the mailbox, signed in or not. Raises Refused."""
    answering = dataclasses.replace(actor.acting_for(proposal.organisation), user=link.user_id)
    with scope(answering):
        engine.run(TeamMember.decline, proposal.key, answering, link=link)


def late(affiliation: Affiliation) -> bool:
    """An invitation whose link opens nothing any more."""
    return affiliation.answer_by is not None and clock.now() >= affiliation.answer_by
