"""Until when one writes."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kairos.path.enrolments.models import ENTERED, Enrolment
from kairos.service.threads import rules

State = Enrolment.State
SINCE = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
moments = st.integers(-3, 500).map(lambda hours: SINCE + timedelta(hours=hours))


@given(st.sampled_from(State), st.booleans(), st.integers(0, 20), moments)
def test_open_while_it_goes_on_and_some_days_after(state, was_in, days, now):
    is_open = rules.is_open(state, SINCE, was_in, days, now)
    ends = rules.closes_at(state, SINCE, was_in, days)
    if state in rules.LIVE:
        assert is_open
        assert ends is None
    elif ends:
        assert ends == SINCE + timedelta(days=days)
        assert is_open == (now < ends)
    else:
        assert not is_open


@given(st.sampled_from(State), st.integers(0, 20), moments)
def test_once_closed_it_stays_closed(state, days, now):
    if not rules.is_open(state, SINCE, True, days, now):
        assert not rules.is_open(state, SINCE, True, days, now + timedelta(days=400))


def test_nobody_is_written_to_before_the_provider_said_yes_and_everybody_after():
    early = {State.REFERRED, State.REQUESTED, State.WAITING, State.ABSENT, State.NOT_RETAINED, State.WITHDRAWN}
    open_at_once = {state for state in State if rules.is_open(state, SINCE, True, 30, SINCE)}
    assert open_at_once == set(State) - early
    assert set(ENTERED) <= open_at_once
    assert not rules.is_open(State.CANCELLED, SINCE, False, 30, SINCE)
