"""Half-days, overlaps, what a file gives: for any session at all."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation.working_days import METROPOLITAN, is_holiday, place_of
from kairos.offer.catalogue import rules
from kairos.offer.catalogue.rules import Half, HalfDay, Occupation, Programme

days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
weeks = st.lists(st.sampled_from([0, 0, 180, 210, 240]), min_size=14, max_size=14)
periods = st.tuples(days, st.integers(0, 60)).map(lambda pair: (pair[0], pair[0] + timedelta(days=pair[1])))
places = st.sampled_from(["75011", "67000", "57000", "97110", "97410", "97600", "98800"]).map(place_of)
EVERY_DAY = [210] * 14


@st.composite
def programmes(draw):
    first, last = draw(periods)
    closures, modules = draw(st.lists(periods, max_size=3)), draw(st.lists(periods, max_size=3))
    return Programme(first, draw(st.sampled_from([last, None])), draw(weeks), closures, modules, draw(places))


@given(programmes(), st.integers(2026, 2028), st.integers(1, 12))
def test_a_half_day_is_expected_when_and_only_when_nothing_closes_it(programme, year, month):
    first, last = rules.month_of(year, month)
    found = {(one.day, one.half): one.minutes for one in rules.expected_in(programme, year, month)}
    day = first
    while day <= last:
        inside = programme.starts_on <= day <= (programme.ends_on or rules.FAR)
        open_ = (
            inside and not any(a <= day <= b for a, b in programme.closures) and not is_holiday(day, programme.place)
        )
        open_ = open_ and (not programme.modules or any(a <= day <= b for a, b in programme.modules))
        for half in Half:
            minutes = programme.timetable[2 * day.weekday() + half]
            assert found.pop((day, half), 0) == (minutes if open_ else 0)
        day += timedelta(days=1)
    assert found == {}


@given(programmes().filter(lambda one: one.ends_on))
def test_the_months_add_up_to_the_session(programme):
    months = sorted({(one.year, one.month) for one in _days(programme)})
    parts = [half for month in months for half in rules.expected_in(programme, *month)]
    assert parts == rules.expected(programme, programme.starts_on, programme.ends_on)
    assert parts == sorted(set(parts))


def _days(programme):
    return (programme.starts_on + timedelta(days=n) for n in range((programme.ends_on - programme.starts_on).days + 1))


@given(programmes(), periods)
def test_one_more_closure_never_adds_a_half_day(programme, closure):
    fewer = Programme(*programme_parts(programme, closures=[*programme.closures, closure]))
    whole, rest = (set(rules.expected(one, date(2026, 1, 1), date(2029, 12, 31))) for one in (programme, fewer))
    assert rest <= whole
    assert all(closure[0] <= one.day <= closure[1] for one in whole - rest)


def programme_parts(programme, **more):
    names = ("starts_on", "ends_on", "timetable", "closures", "modules", "place")
    return [more.get(name, getattr(programme, name)) for name in names]


@pytest.mark.parametrize(
    ("postcode", "day", "open_"),
    [
        ("67000", date(2027, 12, 26), False), ("75011", date(2027, 12, 26), True),
        ("57000", date(2027, 3, 26), False), ("69003", date(2027, 3, 26), True),
        ("97110", date(2027, 5, 27), False), ("97410", date(2027, 12, 20), False), ("75011", date(2027, 5, 1), False),
    ],
)  # fmt: skip
def test_holidays_are_those_of_the_place(postcode, day, open_):
    programme = Programme(day, day, EVERY_DAY, (), (), place_of(postcode))
    expected = [HalfDay(day, half, 210) for half in Half] if open_ else []
    assert rules.expected_in(programme, day.year, day.month) == expected


def test_nothing_is_expected_of_what_is_not_said():
    assert rules.expected_in(Programme(None, None, EVERY_DAY, (), (), METROPOLITAN), 2027, 1) == []
    assert rules.expected_in(Programme(date(2027, 1, 4), None, (), (), (), METROPOLITAN), 2027, 1) == []


occupied = st.builds(lambda period, week: Occupation(*period, week), periods, st.one_of(weeks, st.just([])))


@given(occupied, occupied)
def test_two_clash_when_they_share_a_half_day_of_a_day(one, other):
    shared = False
    day = max(one.starts_on, other.starts_on)
    while day <= min(one.ends_on, other.ends_on):
        at = 2 * day.weekday()
        shared |= any(
            (not one.timetable or one.timetable[at + half]) and (not other.timetable or other.timetable[at + half])
            for half in Half
        )
        day += timedelta(days=1)
    assert rules.clash(one, other) == rules.clash(other, one) == bool(shared)


EMPTY = {"a": "", "b": None, "c": [], "d": "0"}
given_values = st.fixed_dictionaries(
    {
        "a": st.sampled_from(["", "x", None]),
        "b": st.sampled_from([None, 3]),
        "c": st.sampled_from([[], ["4"], None]),
        "d": st.sampled_from(["0", "2", None]),
    }
)
present_values = given_values.map(lambda row: {k: EMPTY[k] if v is None else v for k, v in row.items()})


@given(present_values, st.sets(st.sampled_from("abcd")), given_values)
def test_what_a_file_gives_wins_what_it_never_gave_stays(now, imported, said):
    values, names = rules.merged(now, imported, said, EMPTY)
    for key in EMPTY:
        if key in names:
            assert values[key] == said[key]
        else:
            assert values[key] == (EMPTY[key] if key in imported else now[key])
    assert rules.merged(values, names, said, EMPTY) == (values, names)


@given(st.integers(0, 360))
def test_a_duration_reads_back(minutes):
    assert rules.parse_duration(rules.duration(minutes)) == minutes


@pytest.mark.parametrize(("typed", "minutes"), [("3", 180), ("3h30", 210), ("3:30", 210), ("3,5", 210), ("3 H", 180)])
def test_durations_are_read_as_they_are_written(typed, minutes):
    assert rules.parse_duration(typed) == minutes


@pytest.mark.parametrize("typed", ["", "demi-journée", "3h75", "-2"])
def test_what_is_no_duration_is_refused(typed):
    with pytest.raises(ValueError, match="Écrivez une durée"):
        rules.parse_duration(typed)
