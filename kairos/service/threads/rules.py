"""Until when somebody and the provider of their training write to each other. Pure functions of plain values."""

from datetime import datetime, timedelta

from kairos.path.enrolments.models import Enrolment

State = Enrolment.State
LIVE = (State.RETAINED, State.REGISTERED, State.IN_TRAINING, State.INTERRUPTED)
OVER = (State.COMPLETED, State.LEFT, State.NO_SHOW)
"""Still for some days; and who was in training when the session was cancelled."""


def is_over(state: str, was_in: bool) -> bool:
    """was_in: they were in training, and are out."""
    return state in OVER or (state == State.CANCELLED and was_in)


def closes_at(state: str, since: datetime, was_in: bool, days: int) -> datetime | None:
    """Of a training that is over, the instant from which nothing more is written; None of another one."""
    return since + timedelta(days=days) if is_over(state, was_in) else None


def is_open(state: str, since: datetime, was_in: bool, days: int, now: datetime) -> bool:
    end = closes_at(state, since, was_in, days)
    return state in LIVE if end is None else now < end
