"""Deadlines, terms and comparisons, as pure functions."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation.working_days import (
    METROPOLITAN,
    is_working_day,
    place_of,
    working_days_between,
)
from kairos.identity.memberships.rules import (
    decision_due,
    differences,
    last_day,
    reminder_is_due,
    resumed_due,
)

instants = st.datetimes(datetime(2024, 1, 1), datetime(2034, 12, 31), timezones=st.just(UTC))
places = st.sampled_from(["75011", "67000", "97150", "97400", "98800", "97500"]).map(place_of)
texts = st.text(st.sampled_from("ab cé"), max_size=12)
versions = st.dictionaries(st.sampled_from(["name", "nda", "email", "phone"]), texts)


@given(instants, st.integers(1, 30), places)
def test_a_decision_is_due_so_many_working_days_later(submitted, days, place):
    due = decision_due(submitted, days, place)
    start, end = (instant.astimezone(place.zone).date() for instant in (submitted, due))
    assert is_working_day(end, place)
    assert due > submitted
    assert working_days_between(start, end, place) == days


@given(instants, st.timedeltas(timedelta(), timedelta(30)), st.timedeltas(timedelta(), timedelta(60)), places)
def test_a_pause_gives_back_what_was_left_and_never_less_than_the_least(submitted, worked, waited, place):
    due = decision_due(submitted, 10, place)
    paused, resumed = submitted + worked, submitted + worked + waited
    again = resumed_due(resumed, paused, due, 3, place)
    stopped, last = (instant.astimezone(place.zone).date() for instant in (paused, due))
    left = working_days_between(stopped, last, place)
    assert again == decision_due(resumed, max(left, 3), place)
    assert again > resumed


@given(instants, st.integers(3, 20), places)
def test_a_complement_answered_at_once_moves_no_deadline(submitted, days, place):
    """On a Saturday either: the day off that was not used is not given twice."""
    due = decision_due(submitted, days, place)
    assert resumed_due(submitted, submitted, due, 3, place) == due


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)), st.integers(1, 10))
def test_a_term_of_years_ends_the_day_before_its_anniversary(start, years):
    end = last_day(start, years)
    after = end + timedelta(days=1)
    assert after.year - start.year == years
    assert (after.month, after.day) == (
        (3, 1) if (start.month, start.day) == (2, 29) else (start.month, start.day)
    ) or (
        start.month,
        start.day,
    ) == (2, 29)
    assert 365 * years - 1 <= (end - start).days + 1 <= 366 * years


def test_a_term_that_starts_on_a_leap_day():
    assert last_day(date(2028, 2, 29), 3) == date(2031, 2, 28)
    assert last_day(date(2028, 2, 29), 4) == date(2032, 2, 28)


@given(versions, versions)
def test_a_comparison_says_all_that_differs_and_nothing_else(before, after):
    found = {difference.field: difference for difference in differences(before, after)}
    fields = before.keys() | after.keys()
    assert found.keys() == {field for field in fields if before.get(field, "") != after.get(field, "")}
    for field, one in found.items():
        for pieces, text in ((one.before, before.get(field, "")), (one.after, after.get(field, ""))):
            assert " ".join(piece.text for piece in pieces).split() == text.split()


def test_a_comparison_leaves_common_words_plain():
    [one] = differences({"phone": "01 99 00 45 01"}, {"phone": "01 99 00 45 10"})
    assert [(piece.text, piece.changed) for piece in one.before] == [("01 99 00 45", False), ("01", True)]
    assert [(piece.text, piece.changed) for piece in one.after] == [("01 99 00 45", False), ("10", True)]


def test_a_reminder_is_due_after_so_many_days_so_many_times():
    since = datetime(2026, 9, 1, tzinfo=UTC)
    week = since + timedelta(days=7)
    assert reminder_is_due(since, 0, week, 7, 2)
    assert not reminder_is_due(since, 0, week - timedelta(seconds=1), 7, 2)
    assert not reminder_is_due(since, 2, week, 7, 2)


def test_metropolitan_is_the_default():
    assert place_of("99999") == METROPOLITAN
