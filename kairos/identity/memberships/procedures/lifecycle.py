"""The lifecycle of a procedure for the withdrawal of access."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.memberships.conditions import given
from kairos.identity.memberships.life import conditions
from kairos.identity.memberships.members.models import Procedure
from kairos.identity.memberships.procedures import acts

State = Procedure.State
RUNNING = (State.OPEN, State.ANSWERED)


class AccessProcedure(Lifecycle):
    """Opened by an agent with a clause of the terms and what is held against the member (OPEN): who directs and who
    manages the accounts are told, and may answer within a delay (ANSWERED), in the file too when the portal is shut.
    Then, or once the delay is gone, an agent decides: access WITHDRAWN, or CLOSED without effect. Where it is urgent,
    access is suspended at once, and the decision is due sooner; every agent is told when it is late.
    """

    name = "access_procedure"
    model = Procedure
    states = State

    open = Act(
        label="Ouvrir une procédure",
        sources=None,
        target=State.OPEN,
        permission="memberships.oversee",
        body=acts.open_,
        guards=(
            conditions.against_a_live_membership,
            given("clause", "Choisissez la clause des conditions."),
            given("reason", conditions.WHY),
            conditions.urgency_is_said,
        ),
        records=("clause", "reason", "urgent_reason"),
    )
    suspend = Act(
        label="Suspendre sans attendre",
        sources=RUNNING,
        permission="memberships.oversee",
        body=acts.suspend,
        guards=(given("reason", conditions.WHY),),
        records=("reason",),
    )
    answer = Act(
        label="Envoyer la réponse",
        sources=(State.OPEN,),
        target=State.ANSWERED,
        permission="memberships.belong",
        body=acts.answer,
        guards=(given("text", "Écrivez votre réponse."),),
    )
    withdraw = Act(
        label="Retirer l’accès",
        sources=RUNNING,
        target=State.WITHDRAWN,
        permission="memberships.oversee",
        body=acts.withdraw,
        guards=(conditions.heard, given("reason", conditions.WHY)),
        records=("reason",),
    )
    close = Act(
        label="Clore sans suite",
        sources=RUNNING,
        target=State.CLOSED,
        permission="memberships.oversee",
        body=acts.close,
        guards=(given("reason", conditions.WHY),),
        records=("reason",),
    )
    remind = Act(
        label="Rappeler la réponse attendue",
        sources=(State.OPEN,),
        permission="memberships.watch",
        body=acts.remind,
        guards=(conditions.answer_reminder_due,),
    )
    alarm = Act(
        label="Signaler une décision en retard",
        sources=RUNNING,
        permission="memberships.watch",
        body=acts.alarm,
        guards=(conditions.decision_is_late,),
    )
