"""What the catalogue does that ends an enrolment."""

from kairos.foundation import events
from kairos.offer.catalogue.events import SessionStopped
from kairos.path.enrolments.acts import on_session_stopped

events.subscribe(SessionStopped, on_session_stopped)
