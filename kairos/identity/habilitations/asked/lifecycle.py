"""The lifecycle of a right that somebody asks for."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.habilitations.asked import acts, guards
from kairos.identity.habilitations.guards import has_a_reason
from kairos.identity.habilitations.models import RightRequest

State = RightRequest.State


class AskedRight(Lifecycle):
    """A right asked of the account managers: ASKED, then GRANTED (which gives it) or REFUSED; its author
    may take it back (WITHDRAWN). Given otherwise meanwhile it is GRANTED too; it lapses when the person leaves."""

    name = "right_request"
    model = RightRequest
    states = State

    ask = Act(
        label="Demander ce droit",
        sources=None,
        target=State.ASKED,
        permission="habilitations.ask",
        body=acts.ask,
        guards=(guards.for_oneself, guards.is_a_right, guards.is_not_held, guards.says_why),
    )
    grant = Act(
        label="Accorder le droit demandé",
        sources=(State.ASKED,),
        target=State.GRANTED,
        permission="habilitations.give",
        body=acts.grant,
    )
    refuse = Act(
        label="Refuser le droit demandé",
        sources=(State.ASKED,),
        target=State.REFUSED,
        permission="habilitations.give",
        body=acts.refuse,
        guards=(has_a_reason,),
        records=("reason",),
    )
    withdraw = Act(
        label="Retirer ma demande de droit",
        sources=(State.ASKED,),
        target=State.WITHDRAWN,
        permission="habilitations.ask",
        body=acts.close,
        guards=(guards.by_whoever_asked,),
    )
    lapse = Act(
        label="Clore la demande d’une personne partie",
        sources=(State.ASKED,),
        target=State.WITHDRAWN,
        permission="habilitations.suspend",
        body=acts.close,
    )
