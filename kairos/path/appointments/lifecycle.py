"""The lifecycle of a slot."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.path.appointments import acts, conditions
from kairos.path.appointments.models import Slot

State = Slot.State
SOUND = (conditions.session_is_ours, conditions.ends_after, conditions.is_to_come, conditions.is_reachable)


class AppointmentSlot(Lifecycle):
    """OPEN from the moment it is opened, alone or with the others of a rule. It is corrected, moved with a reason,
    CANCELLED with a reason: everybody who holds a place or waits is told. Once it has begun all its results are
    written at once, which makes it CLOSED and becomes the state of each enrolment. Full is derived."""

    name = "appointment_slot"
    model = Slot
    states = State

    open = Act(
        label="Ouvrir le rendez-vous",
        sources=None,
        target=State.OPEN,
        permission="appointments.open",
        body=acts.open_,
        guards=SOUND,
    )
    open_several = Act(
        label="Ouvrir ces rendez-vous",
        sources=None,
        target=State.OPEN,
        permission="appointments.open",
        body=acts.open_several,
        guards=(conditions.session_is_ours, conditions.are_to_come, conditions.is_reachable),
    )
    edit = Act(
        label="Enregistrer",
        sources=(State.OPEN,),
        permission="appointments.open",
        body=acts.edit,
        guards=(
            conditions.unchanged,
            conditions.holds_who_is_booked,
            conditions.is_reachable,
            conditions.keeps_its_hour,
        ),
    )
    move = Act(
        label="Déplacer le rendez-vous",
        sources=(State.OPEN,),
        permission="appointments.open",
        body=acts.move,
        guards=(
            conditions.unchanged,
            conditions.is_to_come,
            conditions.is_within_the_session,
            conditions.ends_after,
            conditions.says_why,
            conditions.nobody_is_busy_then,
        ),
        records=("reason",),
    )
    cancel = Act(
        label="Annuler le rendez-vous",
        sources=(State.OPEN,),
        target=State.CANCELLED,
        permission="appointments.cancel",
        body=acts.cancel,
        guards=(conditions.says_why,),
        records=("reason",),
    )
    close = Act(
        label="Arrêter les résultats",
        sources=(State.OPEN,),
        target=State.CLOSED,
        permission="appointments.close",
        body=acts.close,
        guards=(conditions.has_begun, conditions.everyone_has_a_result, conditions.may_decide_so),
    )
