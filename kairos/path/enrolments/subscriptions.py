"""What the catalogue does that those who are on a session are told, or that ends an enrolment; who verifies papers."""

from kairos.foundation import events, verifying
from kairos.offer.catalogue.events import SessionChanged, SessionResumed, SessionStopped
from kairos.offer.catalogue.guards import count_places_with
from kairos.path.enrolments import queries, sessions

events.subscribe(SessionChanged, sessions.on_changed)
events.subscribe(SessionStopped, sessions.on_stopped)
events.subscribe(SessionResumed, sessions.on_resumed)
count_places_with(queries.held)
verifying.answered_by("kairos_movement_holds")
