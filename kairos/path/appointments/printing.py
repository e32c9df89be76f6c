"""A convocation as a paper."""

from kairos.foundation.documents import Letterhead, marked
from kairos.foundation.documents.apart import render_apart
from kairos.foundation.messages import Paper
from kairos.offer.catalogue import queries as catalogue
from kairos.path.appointments import settings, wording
from kairos.path.appointments.documents import CONVOCATION, Convocation
from kairos.path.appointments.models import Booking, Slot


def paper(booking: Booking, name: str) -> Paper:
    """For the mail that summons. name: of the person. Needs its slot at hand. One statement."""
    return Paper.of("convocation.pdf", CONVOCATION, _convocation(booking, name))


def pdf(booking: Booking) -> bytes:
    """Needs its slot and its person at hand. One statement."""
    return render_apart(CONVOCATION, convocation(booking))


def convocation(booking: Booking) -> Convocation:
    return _convocation(booking, booking.person.full_name)


def _convocation(booking: Booking, name: str) -> Convocation:
    slot = booking.slot
    return marked(
        CONVOCATION,
        Convocation(
            dated=booking.booked_at,
            letterhead=Letterhead(slot.provider),
            person=name,
            kind=slot.get_kind_display(),
            title=slot.title,
            number=catalogue.number_of(slot.session_id),
            when=_sentence(wording.when(slot)),
            where=wording.where(slot),
            contact=slot.contact,
            comment=slot.comment,
            bring=tuple(settings.TO_BRING.value()) if slot.mode == Slot.Mode.ON_SITE else (),
            changed=slot.changes,
        ),
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
