"""The way back of somebody whose factors the operator erased, once their identity was proved.

A letter for whom letters opened the portal (made again by its own subscriber); for somebody who was invited, an account
manager's new invitation, which goes to their mailbox once he confirmed that it is them; letters too for an account
manager whom nobody is left to invite.
"""

from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.identity.accounts import people
from kairos.identity.habilitations import queries, team_messages
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.habilitations.queries import MANAGE
from kairos.identity.memberships.letters import issuing


def after_reset(affiliation: Affiliation, run: Run) -> None:
    if issuing.was_written_to(affiliation.user, affiliation.organisation_id):
        _shut(affiliation)
    elif MANAGE in affiliation.rights and not _others(affiliation):
        _shut(affiliation)
        issuing.write_to(affiliation.user, affiliation.organisation_id, run)
    else:
        run.perform(act_named("affiliation.rejoin"), affiliation)


def rejoin(affiliation: Affiliation, run: Run) -> None:
    """Invited anew: their rights wait for them. The former link is dead, and only an account manager sends another."""
    affiliation.entered_at = None
    affiliation.answer_by = run.now
    for one in people.recipients_of(_others(affiliation)):
        run.tell(team_messages.ToInviteAgain(one, affiliation.organisation.name, affiliation.shown_name))


def _others(affiliation: Affiliation) -> list:
    managers = queries.managers_of(affiliation.organisation_id)
    return [one for one in managers if one != affiliation.user_id]


def _shut(affiliation: Affiliation) -> None:
    affiliation.entered_at = None
    affiliation.save(update_fields=["entered_at"])
