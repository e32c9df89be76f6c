"""By when a request is answered."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kairos.people.requests import rules

days = st.dates(date(2020, 1, 1), date(2060, 1, 1))


@given(days, st.integers(1, 3))
def test_the_answer_is_due_the_same_day_of_the_month_or_the_last_one(asked, months):
    due = rules.due_on(asked, months)
    assert (due.year * 12 + due.month) - (asked.year * 12 + asked.month) == months
    assert due.day == asked.day or (due.day < asked.day and (due + timedelta(days=1)).day == 1)


@given(days, days, st.integers(1, 3))
def test_who_asks_later_is_not_answered_before(one, other, months):
    first, second = sorted((one, other))
    assert rules.due_on(first, months) <= rules.due_on(second, months)


def test_a_month_from_the_last_of_january_ends_with_february():
    assert rules.due_on(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert rules.due_on(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert rules.due_on(date(2026, 12, 15), 1) == date(2027, 1, 15)
