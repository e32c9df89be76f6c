"""What the plan of an AIS is by default, of a session."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from kairos.offer.catalogue.models import SessionModule, TrainingSession
from kairos.path.enrolments.rules import Module


def periods(modules: Sequence[SessionModule], first: date, last: date) -> tuple[Module, ...]:
    """Those of the session within these days, cut to them; one when it has none there."""
    cut = [(max(one.starts_on, first), min(one.ends_on, last)) for one in modules]
    found = tuple(Module(since, until) for since, until in cut if since <= until)
    return found or (Module(first, last),)


def plan_of(session: TrainingSession) -> dict[str, Any]:
    """What most people of the session will follow. It comes with its delivery."""
    said = session.delivery
    hours = sum(one or 0 for one in (said.hours_centre, said.hours_company, said.hours_remote))
    return {"starts_on": session.starts_on, "ends_on": session.ends_on, "hours": hours or None}
