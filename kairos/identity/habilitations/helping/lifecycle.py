"""The lifecycle of a help."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.habilitations.helping import acts, conditions
from kairos.identity.habilitations.interventions.conditions import motive_is_listed
from kairos.identity.habilitations.models import Helping

State = Helping.State


class HelpSession(Lifecycle):
    """OFFERED by a person signed in with the second factor: a code, for an agent of the operator, a few minutes. OPEN
    once an agent typed it, with a motive of the list and what it is for: until its time is over at most, the frame
    shows the agent that person's space, and `permissions.holds` refuses there what is not reading or drafting. ENDED by
    either of them, or by Kairos once the time is over or either is no longer signed in. CANCELLED: a code that was
    taken back, replaced, or grew too old."""

    name = "helping"
    model = Helping
    states = State

    offer = Act(
        label="Obtenir un code d’aide",
        sources=None,
        target=State.OFFERED,
        permission="helping.offer",
        body=acts.offer,
        guards=(conditions.nobody_helps,),
    )
    cancel = Act(
        label="Annuler le code d’aide",
        sources=(State.OFFERED,),
        target=State.CANCELLED,
        permission="helping.offer",
        body=acts.cancel,
    )
    lapse = Act(
        label="Constater qu’un code d’aide n’a pas servi",
        sources=(State.OFFERED,),
        target=State.CANCELLED,
        permission="helping.expire",
        body=acts.cancel,
        guards=(conditions.is_over,),
    )
    begin = Act(
        label="Aider avec ce code",
        sources=(State.OFFERED,),
        target=State.OPEN,
        permission="helping.begin",
        body=acts.begin,
        guards=(conditions.code_is_good, motive_is_listed, conditions.says_more),
        records=("motive", "text"),
    )
    end = Act(
        label="Mettre fin à l’aide",
        sources=(State.OPEN,),
        target=State.ENDED,
        permission="helping.end",
        body=acts.end,
    )
    expire = Act(
        label="Constater la fin de l’aide",
        sources=(State.OPEN,),
        target=State.ENDED,
        permission="helping.expire",
        body=acts.end,
        guards=(conditions.is_over,),
    )
