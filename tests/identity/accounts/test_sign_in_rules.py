"""How long one waits after failures, and what is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.identity.accounts import rules

NOW = datetime(2026, 10, 2, 9, 14, tzinfo=UTC)
counts = st.integers(0, 10_000)
frees = st.integers(1, 40)
mosts = st.integers(10, 900)
spans = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=400))


@given(counts, frees, mosts)
def test_the_delay_is_nothing_first_then_grows_up_to_its_most(failures, free, most):
    wait = rules.delay(failures, free, most)
    assert (wait == timedelta()) == (failures < free)
    assert wait <= timedelta(seconds=most)
    assert wait <= rules.delay(failures + 1, free, most)


def test_the_delay_doubles():
    waits = [rules.delay(failures, 3, 60).total_seconds() for failures in range(10)]
    assert waits == [0, 0, 0, 2, 4, 8, 16, 32, 60, 60]


@given(counts, spans, st.integers(1, 168), st.integers(3, 10))
def test_an_account_forgets_after_a_while_unless_it_is_locked(failures, elapsed, hours, lock_after):
    counted = rules.of_account(failures, elapsed, timedelta(hours=hours), lock_after)
    forgotten = elapsed >= timedelta(hours=hours) and failures < lock_after
    assert counted == (0 if forgotten else failures)


@given(counts, st.integers(0, 20_000))
def test_a_network_forgets_one_failure_a_minute(failures, minutes):
    assert rules.of_network(failures, timedelta(minutes=minutes)) == max(0, failures - minutes)
    assert rules.of_network(failures, timedelta(minutes=-minutes)) == failures


@given(spans, st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400)))
def test_what_is_left_of_a_wait_is_never_more_than_the_wait(wait, elapsed):
    left = rules.left(wait, NOW, NOW + elapsed)
    assert timedelta() <= left <= wait
    if timedelta() <= elapsed <= wait:
        assert left == wait - elapsed


@pytest.mark.parametrize(("sent", "minutes"), [(0, 0), (1, 2), (2, 4), (3, 8), (9, 512), (40, 24 * 60)])
def test_links_leave_further_and_further_apart(sent, minutes):
    assert rules.next_link(sent, timedelta(minutes=2)) == timedelta(minutes=minutes)
