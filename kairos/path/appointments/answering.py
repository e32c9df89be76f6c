"""Answering for one place in one tap, by the link of a mail: « je serai là », « je ne peux pas venir »."""

from dataclasses import dataclass

from kairos.foundation import engine
from kairos.foundation.actor import Actor, system
from kairos.foundation.isolation import scope
from kairos.path.appointments import tokens
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.models import Booking


@dataclass(frozen=True, slots=True)
class Answerable:
    """former: of a mail that a newer one replaced; it shows where things stand, and answers nothing."""

    row: Booking
    former: bool = False


def found(token: str) -> Answerable | None:
    """The place that this link answers for, or answered for; None when there never was one."""
    named = tokens.key_of(token)
    if named is None:
        return None
    key, mark = named
    with scope(system("appointments.link")):
        row = Booking.objects.select_related("slot").filter(pk=key).first()
    if row is None or not tokens.was(row, mark):
        return None
    return Answerable(row, former=not tokens.fits(row, mark))


def answer(row: Booking, coming: bool, word: str, actor: Actor) -> None:
    """May be changed until it begins. Raises Refused: it began, or the place was given up."""
    with scope(system("appointments.link", actor.request_id)) as link:
        if coming:
            engine.run(Place.confirm, row.pk, link)
        else:
            engine.run(Place.decline, row.pk, link, word=word)
