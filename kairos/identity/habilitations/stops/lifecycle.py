"""The lifecycle of the operator's kill switch."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.habilitations.models import Stop
from kairos.identity.habilitations.stops import acts, conditions

State = Stop.State


class KillSwitch(Lifecycle):
    """A person, an organisation or a right STOPPED by a supervisor, with a reason: nothing is done with it from the
    next request on, and jobs of those it stopped are refused. RESTORED, everything is as it was: nothing else is
    touched, neither rights nor membership."""

    name = "access_stop"
    model = Stop
    states = State

    stop = Act(
        label="Arrêter tout de suite",
        sources=None,
        target=State.STOPPED,
        permission="stops.decide",
        body=acts.stop,
        guards=(conditions.has_a_reason, conditions.right_is_known),
        records=("reason",),
    )
    restore = Act(
        label="Rétablir",
        sources=(State.STOPPED,),
        target=State.RESTORED,
        permission="stops.decide",
        body=acts.restore,
        guards=(conditions.has_a_reason,),
        records=("reason",),
    )
    tell = Act(
        label="Prévenir les responsables de gestion des comptes",
        permission="stops.tell",
        body=acts.tell,
        guards=(conditions.not_told_yet,),
    )
