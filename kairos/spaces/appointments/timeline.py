"""What of a person's path is told by their appointments."""

from uuid import UUID

from django.db.models import QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.path.appointments import queries
from kairos.path.appointments.models import Booking, Slot
from kairos.spaces.timeline import Line, Said, entries, source, to

State = Booking.State
KINDS = dict(Slot.Kind.choices)
SAID = {
    State.BOOKED: ("inscrit", "info", "calendar-clock"),
    State.ATTENDED: ("présent", "ok", "circle-check"),
    State.ABSENT: ("absent", "bad", "x"),
    State.CANCELLED: ("annulé", "idle", "ban"),
}


def _booking(line: Line) -> Said:
    word, state, icon = SAID[State(line.kind)]
    return Said(f"{KINDS[line.detail]} : {word}", line.title, state, icon)


@source(
    "bookings",
    may={
        Audience.PROVIDER: "appointments.consult",
        Audience.AGENCY: "appointments.follow_portfolio",
        Audience.JOBSEEKER: "appointments.own",
    },
    say=_booking,
    lead=to(provider="appointments:slot", agency="agency:appointments", own="appointments_own:home"),
)
def bookings(actor: Actor, person: UUID) -> QuerySet:
    """At the hour of the appointment, to come or past."""
    rows = queries.bookings_visible_to(actor).select_related(None).filter(person=person, state__in=list(SAID))
    return entries(rows, "slot__title", at="slot__starts_at", kind="state", key="slot_id", detail="slot__kind")
