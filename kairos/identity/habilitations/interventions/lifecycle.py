"""The lifecycle of a staff session."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.habilitations.interventions import acts, conditions
from kairos.identity.habilitations.models import Intervention

State = Intervention.State


class StaffSession(Lifecycle):
    """OPEN for an agent, with a motive of the list and what it is for, for all organisations or for one, until its
    time is over at most: while it is, and no longer, the frame gives the right `trainees.read`. CLOSED by its agent,
    or by Kairos once its time is over."""

    name = "intervention"
    model = Intervention
    states = State

    open = Act(
        label="Ouvrir une intervention",
        sources=None,
        target=State.OPEN,
        permission="interventions.open",
        body=acts.open_,
        guards=(conditions.motive_is_listed, conditions.says_more, conditions.none_is_open),
        records=("motive", "text"),
    )
    close = Act(
        label="Terminer l’intervention",
        sources=(State.OPEN,),
        target=State.CLOSED,
        permission="interventions.close",
        body=acts.close,
    )
    expire = Act(
        label="Constater la fin de l’intervention",
        sources=(State.OPEN,),
        target=State.CLOSED,
        permission="interventions.expire",
        body=acts.close,
        guards=(conditions.time_is_over,),
    )
