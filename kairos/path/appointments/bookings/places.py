"""A place before anybody holds it."""

from uuid import UUID

from kairos.foundation.ids import new_id
from kairos.path.appointments.models import Booking, Slot
from kairos.path.enrolments.models import Enrolment


def place(enrolment: Enrolment, slot: Slot, key: UUID | None = None) -> Booking:
    """Of this person in this slot, not written yet. key: of the form that was sent, so that twice is once."""
    return Booking(
        id=key or new_id(),
        slot=slot,
        enrolment=enrolment,
        person_id=enrolment.person_id,
        organisation_id=enrolment.organisation_id,
        establishment_id=enrolment.establishment_id,
    )
