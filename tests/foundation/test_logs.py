"""Log lines carry an incident and a place, never what somebody typed."""

import logging
import sys

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import DataError

from kairos.foundation import logs

SECRET = "Solène Le Goff, 1 85 05 78 006 084"
FORMAT = "%(levelname)s %(incident)s %(message)s"


def line(error: BaseException | None, message: str = "échec") -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("kairos", logging.ERROR, __file__, 1, message, (), info)
    return logs.Discreet(FORMAT).format(record)


def caught(function, *arguments) -> BaseException:
    try:
        function(*arguments)
    except Exception:
        return sys.exc_info()[1]
    raise AssertionError("nothing was raised")


def broken_by(value: str) -> None:
    try:
        int(value)
    except ValueError as error:
        raise LookupError(value) from error


def test_what_was_typed_is_not_logged():
    written = line(caught(broken_by, SECRET))
    assert SECRET not in written
    assert "LookupError at test_logs.py:" in written
    assert "broken_by" in written
    assert "from ValueError" in written


def test_a_database_error_does_not_show_the_row(real_db):
    def refused_by_postgresql() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT %s::text::integer", [SECRET])

    error = caught(refused_by_postgresql)
    assert isinstance(error, DataError)
    assert SECRET in str(error), "PostgreSQL does quote the value: the test would prove nothing otherwise"
    written = line(error)
    assert SECRET not in written
    assert "DataError at psycopg/cursor.py:" in written


def test_places_say_nothing_of_this_machine():
    written = line(caught(broken_by, SECRET))
    assert sys.prefix not in written
    assert "/" not in written.split("test_logs.py")[0]


def test_a_line_carries_the_incident_of_its_request():
    token = logs.incident.set("K-20261002-0914-7F3A")
    try:
        assert line(None) == "ERROR K-20261002-0914-7F3A échec"
    finally:
        logs.incident.reset(token)
    assert line(None) == "ERROR - échec"


def test_an_error_without_cause_shown_is_told_alone():
    def hidden() -> None:
        try:
            int("x")
        except ValueError:
            raise LookupError("y") from None

    assert "ValueError" not in line(caught(hidden))


def test_a_message_cannot_pass_for_another_line():
    written = line(None, "faux\r\n2026-01-01T00:00:00.000Z ERROR kairos - intrus\u2028\x1b[31m")
    assert written.splitlines() == [written]
    assert "\x1b" not in written
    assert "faux\\r\\n2026" in written


def test_a_line_says_when_in_utc_what_where_and_which_request():
    record = logging.LogRecord("kairos.jobs", logging.ERROR, __file__, 1, "échec", (), None)
    record.created, record.msecs = 0.0, 7.0
    [shape] = [made["format"] for made in settings.LOGGING["formatters"].values()]
    assert logs.Discreet(shape).format(record) == "1970-01-01T00:00:00.007Z ERROR kairos.jobs - échec"
