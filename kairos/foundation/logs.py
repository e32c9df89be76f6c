"""Log lines: the incident they belong to, and no personal data.

The message of an exception may hold what somebody typed (a database error shows the row): of an exception a line says
its type and where it arose, never its message.
"""

import logging
import re
import time
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import PurePath
from types import TracebackType

import kairos

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
PACKAGE = PurePath(kairos.__file__).parent
incident: ContextVar[str] = ContextVar("incident", default="")
"""The number of the request being served, empty outside one."""


class Discreet(logging.Formatter):
    """One event, one line, in UTC: nothing in a message can pass for another line."""

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        record.incident = incident.get() or "-"
        return _CONTROL.sub(lambda found: repr(found[0])[1:-1], super().format(record))

    def formatException(self, exc_info) -> str:  # noqa: ANN001 (the shape is logging's)
        return described(exc_info[1])


def described(error: BaseException | None) -> str:
    """« IntegrityError at kairos/identity/organisations/acts.py:41 open_ < … », the innermost place first."""
    return " from ".join(f"{type(one).__name__} at {_places(one.__traceback__)}" for one in _chain(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _places(trace: TracebackType | None) -> str:
    places = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return " < ".join(reversed(places)) or "?"


def _short(filename: str) -> str:
    """Our own files from the package on, a library's from its name on: nothing of this machine's folders."""
    place = PurePath(filename)
    if place.is_relative_to(PACKAGE):
        return place.relative_to(PACKAGE.parent).as_posix()
    _, found, after = filename.rpartition("/site-packages/")
    return after if found else place.name
