"""The only place where time is read.

On a database that carries the demonstration mark the clock can be moved ahead, for web, worker and SQL alike:
the offset lives in one row, `kairos_now()` adds it in SQL, and every frame (request, job, command) brings it here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
_offset: ContextVar[timedelta] = ContextVar("clock_offset", default=timedelta())
_fixed: ContextVar[datetime | None] = ContextVar("clock_fixed", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _fixed.get() or datetime.now(UTC) + _offset.get()


def outside() -> datetime:
    """The instant of the world, which a moved demonstration clock leaves alone: for what a telephone computes."""
    return _fixed.get() or datetime.now(UTC)


def today(zone: ZoneInfo = PARIS) -> date:
    return now().astimezone(zone).date()


def set_offset(offset: timedelta) -> None:
    """Brought by the frame from the demonstration clock; zero everywhere else."""
    _offset.set(offset)


@contextmanager
def fixed(instant: datetime) -> Iterator[None]:
    """For tests: the Python clock stands still at `instant`."""
    token = _fixed.set(instant)
    try:
        yield
    finally:
        _fixed.reset(token)
