from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation import working_days
from kairos.foundation.working_days import (
    METROPOLITAN,
    Place,
    add_working_days,
    end_of_day,
    is_working_day,
    place_of,
    working_days_between,
)

PARIS = ZoneInfo("Europe/Paris")
REUNION = place_of("97400")
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
PLACES = st.sampled_from(["75001", "67000", "57000", "97100", "97400", "97500", "98800"]).map(place_of)
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2060, 12, 31), timezones=st.just(UTC))


@pytest.fixture(scope="module", autouse=True)
def _today_too(_courses_today):
    """Today's holiday counts here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(working_days, "_holidays", _courses_today)
        working_days._weekday_holidays.cache_clear()
        yield
    working_days._weekday_holidays.cache_clear()


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-09-28 14:57", 3, "2026-10-01 14:57"),  # Monday
        ("2026-10-02 09:41", 3, "2026-10-07 09:41"),  # Friday, over a week-end
        ("2026-10-03 10:00", 3, "2026-10-07 23:59:59.999999"),  # Saturday: Monday, Tuesday, Wednesday, whole
        ("2026-10-04 10:00", 0, "2026-10-05 00:00"),
        ("2026-05-13 18:30", 1, "2026-05-15 18:30"),  # over Ascension
        ("2026-12-24 08:00", 3, "2026-12-30 08:00"),  # over Christmas
        ("2026-10-23 17:00", 1, "2026-10-26 17:00"),  # over the end of summer time
        ("2026-10-05 12:00", 0, "2026-10-05 12:00"),
    ],
)
def test_adding_in_paris(start, days, due):
    start = datetime.fromisoformat(start).replace(tzinfo=PARIS)
    assert add_working_days(start, days, METROPOLITAN) == datetime.fromisoformat(due).replace(tzinfo=PARIS)


def test_three_days_are_counted_where_the_establishment_stands():
    accepted = datetime(2026, 10, 5, 21, 30, tzinfo=UTC)  # already Tuesday at Saint-Denis
    due = add_working_days(accepted, 3, REUNION)
    assert due.isoformat() == "2026-10-09T01:30:00+04:00"


@pytest.mark.parametrize(
    ("postcode", "day"),
    [
        ("67000", date(2026, 12, 26)),
        ("68100", date(2025, 12, 26)),
        ("57000", date(2026, 4, 3)),
        ("97110", date(2026, 5, 27)),
        ("97200", date(2026, 5, 22)),
        ("97300", date(2026, 6, 10)),
        ("97400", date(2027, 12, 20)),
        ("97600", date(2026, 4, 27)),
        ("97150", date(2026, 5, 28)),
        ("97133", date(2026, 10, 9)),
    ],
)
def test_local_holidays(postcode, day):
    assert not is_working_day(day, place_of(postcode))
    if day.weekday() < 5:
        assert is_working_day(day, METROPOLITAN)


@pytest.mark.parametrize(
    ("postcode", "place"),
    [
        ("75011", METROPOLITAN),
        ("20000", METROPOLITAN),
        ("97122", Place("971", "America/Guadeloupe")),
        ("97150", Place("MF", "America/Marigot")),
        ("97500", Place("PM", "America/Miquelon")),
        ("", METROPOLITAN),
    ],
)
def test_place_of(postcode, place):
    assert place_of(postcode) == place


def test_a_clock_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        add_working_days(datetime(2026, 10, 5), 1, METROPOLITAN)
    with pytest.raises(ValueError, match="negative"):
        add_working_days(datetime(2026, 10, 5, tzinfo=UTC), -1, METROPOLITAN)


@given(INSTANTS, st.integers(0, 60), PLACES)
def test_the_result_is_a_later_working_day_at_the_same_hour(start, days, place):
    due = add_working_days(start, days, place)
    local = start.astimezone(place.zone)
    assert due >= start
    assert is_working_day(due.date(), place)
    if is_working_day(local.date(), place):
        assert due.time() == local.time()
    else:
        assert due.time() == (time.max if days else time.min)


@given(INSTANTS, st.integers(0, 30), st.integers(0, 30), PLACES)
def test_adding_is_additive_and_counted_back(start, first, second, place):
    once = add_working_days(start, first + second, place)
    begun = start.astimezone(place.zone).date()
    assert working_days_between(begun, once.date(), place) == max(first + second, not is_working_day(begun, place))
    if first or is_working_day(begun, place):
        assert add_working_days(add_working_days(start, first, place), second, place) == once


@given(INSTANTS, INSTANTS, st.integers(0, 20), PLACES)
def test_who_starts_later_is_never_due_earlier(one, other, days, place):
    earlier, later = sorted((one, other))
    assert add_working_days(earlier, days, place) <= add_working_days(later, days, place)


@given(DAYS, st.integers(-400, 400), PLACES)
def test_between_is_antisymmetric_and_never_counts_more_than_all_days(start, length, place):
    end = start + timedelta(days=length)
    count = working_days_between(start, end, place)
    assert count == -working_days_between(end, start, place)
    assert abs(count) <= abs(length)


def test_late_by_one_day():
    assert working_days_between(date(2026, 10, 2), date(2026, 10, 1), METROPOLITAN) == -1
    assert working_days_between(date(2026, 10, 2), date(2026, 10, 12), METROPOLITAN) == 6


@given(DAYS, PLACES)
def test_the_end_of_a_day_is_its_last_instant(day, place):
    end = end_of_day(day, place)
    assert end.date() == day
    assert (end + timedelta(microseconds=1)).date() == day + timedelta(days=1)
