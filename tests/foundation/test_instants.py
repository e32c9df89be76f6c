"""Instants come from the database as they went there: aware, in UTC, to the microsecond."""

from datetime import UTC, datetime, timedelta, timezone

from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from psycopg.types.datetime import TimestamptzLoader

from kairos.foundation.instants import Quick

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=ZONES)


def test_they_come_back_as_they_went(real_db):
    @given(INSTANTS)
    def come_back(instant: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::timestamptz, ARRAY[%s::timestamptz, NULL]", [instant, instant])
            one, several = cursor.fetchone()
        assert one == instant
        assert several == [instant, None]
        assert {one.tzinfo, several[0].tzinfo} == {UTC}

    come_back()


def test_the_compiled_loader_reads_them(real_db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        loader = cursor.cursor._tx.get_loader(cursor.cursor.description[0].type_code, Quick.format)
    assert type(loader) is Quick
    assert Quick is not TimestamptzLoader
