"""Plans, legal days, shared half-days: plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation.working_days import METROPOLITAN, is_working_day, place_of
from kairos.offer.catalogue.rules import Half, Programme, expected
from kairos.path.enrolments import exits, rules
from kairos.path.enrolments.rules import Delay, Module, Plan

FIRST, LAST = date(2026, 3, 2), date(2026, 5, 29)
MORNINGS, AFTERNOONS = [180, 0] * 5 + [0] * 4, [0, 180] * 5 + [0] * 4
DATES = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def programme(timetable, first=FIRST, last=LAST):
    return Programme(first, last, timetable, (), (), METROPOLITAN)


def said(plan, first=FIRST, last=LAST):
    return [field for _, field in rules.faults(plan, first, last)]


@pytest.mark.parametrize(
    ("plan", "fields"),
    [
        (Plan(300, (Module(FIRST, LAST),)), []),
        (Plan(300, (Module(FIRST, LAST, 100), Module(FIRST, LAST, 200))), []),
        (Plan(300, (Module(FIRST, LAST, 100), Module(FIRST, LAST))), []),
        (Plan(300, ()), ["modules"]),
        (Plan(0, (Module(FIRST, LAST),)), ["hours"]),
        (Plan(300, (Module(LAST, FIRST),)), ["modules"]),
        (Plan(300, (Module(FIRST, LAST, 100), Module(FIRST, LAST, 100))), ["hours"]),
        (Plan(300, (Module(FIRST - timedelta(1), LAST),)), ["modules"]),
        (Plan(300, (Module(FIRST, LAST + timedelta(1)),)), ["modules"]),
    ],
)
def test_a_plan_stands_within_its_session(plan, fields):
    assert said(plan) == fields


def test_a_session_without_an_end_takes_any_plan_after_its_beginning():
    assert said(Plan(9, (Module(FIRST, date(2030, 1, 1)),)), last=None) == []
    assert said(Plan(9, (Module(FIRST, LAST),)), first=None) == ["modules"]


def test_more_than_eleven_periods_are_unusual():
    assert list(rules.doubts(Plan(9, (Module(FIRST, LAST),) * 11), 11)) == []
    assert len(list(rules.doubts(Plan(9, (Module(FIRST, LAST),) * 12), 11))) == 1


@given(day=DATES, days=st.integers(1, 10))
def test_working_days_never_fall_before_calendar_days(day, days):
    calendar = rules.due(day, Delay(days, False), METROPOLITAN)
    working = rules.due(day, Delay(days, True), METROPOLITAN)
    assert calendar == day + timedelta(days)
    assert working >= calendar
    assert is_working_day(working, METROPOLITAN)


def test_the_holidays_of_the_place_count():
    """Good Friday is one in Strasbourg, not in Paris."""
    thursday = date(2026, 4, 2)
    assert rules.due(thursday, Delay(1, True), place_of("75011")) == date(2026, 4, 3)
    assert rules.due(thursday, Delay(1, True), place_of("67000")) == date(2026, 4, 7)


@given(first=DATES, length=st.integers(0, 60), out=DATES, away=st.integers(0, 20))
def test_nobody_is_expected_outside_the_plan_or_while_away(first, length, out, away):
    week = [180, 180] * 5 + [0] * 4
    plan, last = [(first, first + timedelta(length))], out + timedelta(away)
    whole = programme(week, date(2026, 1, 1), date(2027, 12, 31))
    found = rules.half_days(whole, plan, date(2026, 1, 1), date(2027, 12, 31), [(out, last)])
    everything = expected(whole, *plan[0])
    assert set(found) == {one for one in everything if not out <= one.day <= last}


def test_mornings_and_afternoons_share_nothing():
    mornings, afternoons = (expected(programme(one), FIRST, LAST) for one in (MORNINGS, AFTERNOONS))
    assert rules.shared(mornings, afternoons) == []
    assert rules.shared(mornings, mornings)[0] == (FIRST, Half.MORNING)


def test_every_reason_to_leave_has_its_source():
    assert all(exits.source_of(one.label) for one in exits.EXITS)
    assert exits.source_of("Autre chose") == ""
