"""What time makes due: the reminders."""

from datetime import datetime, timedelta

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Refused
from kairos.foundation.jobs import sweep
from kairos.path.appointments import settings
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.models import Booking, Slot

AT_A_TIME = 500


@sweep("appointments.remind")
def remind(actor: Actor, now: datetime) -> None:
    """The last reminder first: whoever booked within its hours gets that one alone."""
    for rank, hours in ((2, settings.LAST_REMINDER.value()), (1, settings.FIRST_REMINDER.value())):
        due = now + timedelta(hours=hours)
        rows = Booking.objects.filter(state=Booking.State.BOOKED, reminders__lt=rank, slot__state=Slot.State.OPEN)
        rows = rows.filter(slot__starts_at__gt=now, slot__starts_at__lte=due)
        for key in rows.order_by("slot__starts_at", "id").values_list("pk", flat=True)[:AT_A_TIME]:
            try:
                engine.run(Place.remind, key, actor, rank=rank)
            except Refused:
                continue
