"""An appointment as calendars have it: the same entry, under the same identity, in a mail and at an address."""

from kairos.path.appointments import wording
from kairos.path.appointments.calendars.ical import Event
from kairos.path.appointments.models import Booking, Slot


def of_place(row: Booking) -> Event:
    """What the person who holds it reads."""
    cancelled = row.state == Booking.State.CANCELLED
    return entry(row.slot, f"{row.pk}@kairos", row.slot.get_kind_display(), cancelled=cancelled)


def entry(slot: Slot, uid: str, title: str, *, cancelled: bool = False, address: str = "") -> Event:
    """The sequence grows with each change of the slot, and once more when the place is given up."""
    return Event(
        uid=uid,
        sequence=slot.changes + cancelled,
        cancelled=cancelled or slot.state == Slot.State.CANCELLED,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        zone=slot.place.timezone,
        summary=f"{title} : {slot.title}",
        location=wording.where(slot),
        description=slot.comment,
        address=address,
    )
