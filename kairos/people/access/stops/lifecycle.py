"""The lifecycle of a stop of readings."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.people.access.conditions import has_a_reason
from kairos.people.access.models import ReadingStop
from kairos.people.access.stops import acts

State = ReadingStop.State


class StoppedReadings(Lifecycle):
    """STOPPED by Kairos when an account, or an organisation, reads more people than the ceilings, or guesses too much:
    nobody more is read from then on, and those who answer for it are told. LIFTED by one of them who is another
    person, or by a supervisor of the operator, with a reason; that of a whole organisation by a supervisor alone."""

    name = "reading_stop"
    model = ReadingStop
    states = State

    stop = Act(
        label="Arrêter la lecture des personnes",
        sources=None,
        target=State.STOPPED,
        permission="readings.stop",
        body=acts.stop,
        records=("cause", "counted"),
    )
    lift = Act(
        label="Rétablir la lecture des personnes",
        sources=(State.STOPPED,),
        target=State.LIFTED,
        permission="readings.lift",
        body=acts.lift,
        guards=(has_a_reason,),
        records=("reason",),
    )
