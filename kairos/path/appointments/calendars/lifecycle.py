"""The lifecycle of a calendar's address."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.path.appointments.calendars import acts
from kairos.path.appointments.models import CalendarFeed

State = CalendarFeed.State


class Subscription(Lifecycle):
    """LIVE when its person makes it: whoever knows the address reads the calendar, and nothing else. REVOKED by the
    person, or by a new address: the former one then answers nothing."""

    name = "calendar_feed"
    model = CalendarFeed
    states = State

    open = Act(
        label="Créer l’adresse de mon calendrier",
        sources=None,
        target=State.LIVE,
        permission="appointments.calendar",
        body=acts.open_,
    )
    revoke = Act(
        label="Retirer l’adresse de mon calendrier",
        sources=(State.LIVE,),
        target=State.REVOKED,
        permission="appointments.calendar",
        body=acts.revoke,
    )
