"""Answering for one place in one tap, by the link of a mail: « je serai là », « je ne peux pas venir »."""

from kairos.foundation import engine
from kairos.foundation.actor import Actor, system
from kairos.foundation.isolation import scope
from kairos.path.appointments import tokens
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.models import Booking


def found(token: str) -> Booking | None:
    """The place that this link answers for; None when it never existed, or when the slot moved since."""
    named = tokens.key_of(token)
    if named is None:
        return None
    with scope(system("appointments.link")):
        row = Booking.objects.select_related("slot").filter(pk=named[0]).first()
    return row if row and tokens.fits(row, named[1]) else None


def answer(row: Booking, coming: bool, word: str, actor: Actor) -> None:
    """Raises Refused: it began, or was answered already."""
    with scope(system("appointments.link", actor.request_id)) as link:
        if coming:
            engine.run(Place.confirm, row.pk, link)
        else:
            engine.run(Place.decline, row.pk, link, word=word)
