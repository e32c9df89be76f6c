"""What changes when somebody is invited, answers, is invited again, or not any more."""

from collections.abc import Sequence

from django.conf import settings

from kairos.foundation.actor import Audience
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.identity.accounts import people, tokens
from kairos.identity.accounts.models import OneUseToken
from kairos.identity.habilitations import queries, team_messages
from kairos.identity.habilitations.leaving import leave
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.habilitations.rules import Wanted

DECLINED = "Invitation déclinée."
CANCELLED = "Invitation annulée."


def invite(
    affiliation: Affiliation,
    run: Run,
    *,
    title: str,
    wanted: Sequence[Wanted] = (),
    first_name: str = "",
    last_name: str = "",
) -> None:
    """`wanted`: the rights that wait for them. The names are those that whoever invites wrote."""
    user = affiliation.user
    affiliation.title = title
    affiliation.call(first_name or user.first_name, last_name or user.last_name)
    affiliation.started_at = run.now
    if wanted:
        run.write_now()
        run.perform(act_named("affiliation.set_rights"), affiliation, wanted=wanted)
    _write(affiliation, run)


def bring(
    affiliation: Affiliation, run: Run, *, title: str, first_name: str, last_name: str, manages: bool = False
) -> None:
    """From before Kairos: nothing is sent or opened before an invitation. `manages`: RGC once they have joined."""
    affiliation.title = title
    affiliation.call(first_name, last_name)
    affiliation.rights = [queries.MANAGE] if manages else []
    affiliation.started_at = run.now


def invite_again(affiliation: Affiliation, run: Run) -> None:
    """A new link; the former opens nothing any more."""
    _write(affiliation, run)


def accept(affiliation: Affiliation, run: Run, *, link: OneUseToken) -> None:
    """They proved a second factor: the portal is open. An organisation of two people is no more of one."""
    run.perform(act_named("account.enter_invited"), affiliation.user, link=link)
    affiliation.call(affiliation.user.first_name, affiliation.user.last_name)
    affiliation.started_at = affiliation.entered_at = run.now
    if queries.is_alone(affiliation.organisation_id):
        run.perform(act_named("team.end_alone"), affiliation.organisation_id)
    for one in people.recipients_of(queries.managers_of(affiliation.organisation_id)):
        run.tell(team_messages.joined(one, affiliation))


def decline(affiliation: Affiliation, run: Run, *, link: OneUseToken) -> None:
    run.perform(act_named("account.decline_invitation"), affiliation.user, link=link)
    leave(affiliation, run, DECLINED)
    for one in people.recipients_of(queries.managers_of(affiliation.organisation_id)):
        run.tell(team_messages.declined(one, affiliation))


def cancel(affiliation: Affiliation, run: Run) -> None:
    tokens.uninvite(affiliation.user, affiliation.organisation_id)
    leave(affiliation, run, CANCELLED)
    if affiliation.invited_at:
        run.tell(team_messages.cancelled(affiliation))


def _write(affiliation: Affiliation, run: Run) -> None:
    by_operator = run.actor.audience == Audience.OPERATOR
    affiliation.invited_by = None if by_operator else run.actor.user
    affiliation.invited_at = run.now
    affiliation.answer_by = tokens.invited_until(run.now)
    token = tokens.invite(affiliation.user, affiliation.organisation_id)
    who = settings.KAIROS_OPERATOR if by_operator else run.actor.name
    run.tell(team_messages.invitation(affiliation, who, tokens.address("/rejoindre/", token)))
