"""The lifecycle of a place in a slot."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.path.appointments import conditions
from kairos.path.appointments.bookings import acts
from kairos.path.appointments.models import Booking

State = Booking.State
ASKS = (conditions.slot_is_open, conditions.may_book, conditions.is_enrolled, conditions.is_not_there_yet)


class Place(Lifecycle):
    """BOOKED while a place is left, WAITING when none is; a place that frees goes to whoever has waited longest and is
    not busy at that hour (`promote`). The person says « je serai là » or, in one tap, « je ne peux pas venir », with a
    word: CANCELLED, as when the provider or the adviser cancels, with a reason. The results make it ATTENDED or
    ABSENT."""

    name = "appointment_booking"
    model = Booking
    states = State

    book = Act(
        label="Réserver cette place",
        sources=None,
        target=State.BOOKED,
        permission="appointments.book",
        body=acts.book,
        guards=(*ASKS, conditions.is_free_then, conditions.has_a_place),
    )
    wait = Act(
        label="M’inscrire sur la liste d’attente",
        sources=None,
        target=State.WAITING,
        permission="appointments.book",
        body=acts.wait,
        guards=(*ASKS, conditions.is_full),
    )
    promote = Act(
        label="Donner la place libérée",
        sources=(State.WAITING,),
        target=State.BOOKED,
        permission="appointments.follow",
        body=acts.promote,
        guards=(conditions.slot_is_open,),
    )
    confirm = Act(
        label="Je serai là",
        sources=(State.BOOKED,),
        permission="appointments.answer",
        body=acts.confirm,
        guards=(conditions.is_before_it,),
    )
    decline = Act(
        label="Je ne peux pas venir",
        sources=(State.BOOKED, State.WAITING),
        target=State.CANCELLED,
        permission="appointments.answer",
        body=acts.decline,
        guards=(conditions.is_before_it,),
        records=("word",),
    )
    cancel = Act(
        label="Annuler la place",
        sources=(State.BOOKED, State.WAITING),
        target=State.CANCELLED,
        permission="appointments.release",
        body=acts.cancel,
        guards=(conditions.says_why,),
        records=("reason",),
    )
    follow = Act(
        label="Suivre le rendez-vous déplacé",
        sources=(State.BOOKED, State.WAITING),
        permission="appointments.open",
        body=acts.follow,
    )
    correct = Act(
        label="Dire ce qui a changé du rendez-vous",
        sources=(State.BOOKED, State.WAITING),
        permission="appointments.open",
        body=acts.correct,
    )
    remind = Act(
        label="Rappeler le rendez-vous",
        sources=(State.BOOKED,),
        permission="appointments.follow",
        body=acts.remind,
        guards=(conditions.is_before_it,),
    )
    attend = Act(
        label="Noter présent",
        sources=(State.BOOKED,),
        target=State.ATTENDED,
        permission="appointments.note",
        body=acts.attend,
    )
    miss = Act(
        label="Noter l’absence",
        sources=(State.BOOKED,),
        target=State.ABSENT,
        permission="appointments.note",
        body=acts.miss,
    )
