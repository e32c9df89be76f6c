"""What others do that frees a place or ends a slot."""

from kairos.foundation import events
from kairos.offer.catalogue.events import SessionResumed, SessionStopped
from kairos.path.appointments.acts import on_session_resumed, on_session_stopped
from kairos.path.appointments.bookings.acts import on_enrolment_ended
from kairos.path.enrolments.events import EnrolmentEnded

events.subscribe(EnrolmentEnded, on_enrolment_ended)
events.subscribe(SessionStopped, on_session_stopped)
events.subscribe(SessionResumed, on_session_resumed)
