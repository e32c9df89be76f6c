"""The lifecycle of a change asked by a member."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.memberships import conditions
from kairos.identity.memberships.changes import acts
from kairos.identity.memberships.changes import conditions as own
from kairos.identity.memberships.models import ChangeRequest

State = ChangeRequest.State


class Change(Lifecycle):
    """Asked by the member (PENDING), then ACCEPTED, which writes it into the file, or REFUSED by the operator, or
    WITHDRAWN by the member. A new SIRET (a move, or a merger into another company) takes the membership along. Whom a
    change replaces is told when it is asked and again when it is done.

    An account manager who can act no more is replaced (`replace`) by two agents: the first says what he was shown,
    which suspends that access at once, the second decides.
    """

    name = "change_request"
    model = ChangeRequest
    states = State

    ask = Act(
        label="Demander ce changement",
        sources=None,
        target=State.PENDING,
        permission="memberships.ask_change",
        body=acts.ask,
        guards=(
            own.of_a_member,
            own.something_changes,
            own.no_gap,
            own.another_siret,
            conditions.given("reason", own.WHY),
        ),
    )
    replace = Act(
        label="Suspendre ce RGC et demander son remplacement",
        sources=None,
        target=State.PENDING,
        permission="memberships.decide_change",
        body=acts.replace,
        guards=(
            own.of_a_member,
            own.is_of_the_account_manager,
            own.something_changes,
            own.no_gap,
            conditions.given("reason", own.PROOF),
        ),
    )
    withdraw = Act(
        label="Retirer la demande",
        sources=(State.PENDING,),
        target=State.WITHDRAWN,
        permission="memberships.ask_change",
        body=acts.withdraw,
        guards=(own.by_the_member,),
    )
    accept = Act(
        label="Accepter le changement",
        sources=(State.PENDING,),
        target=State.ACCEPTED,
        permission="memberships.decide_change",
        body=acts.accept,
        guards=(own.by_another_agent, conditions.given("reason", own.PROOF)),
        records=("reason",),
    )
    refuse = Act(
        label="Refuser le changement",
        sources=(State.PENDING,),
        target=State.REFUSED,
        permission="memberships.decide_change",
        body=acts.refuse,
        guards=(conditions.given("reason", own.SAY),),
        records=("reason",),
    )
