"""Slots made by a rule, the time of a person, the nearest free slots: pure functions."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation.working_days import METROPOLITAN, place_of
from kairos.path.appointments import rules
from kairos.path.appointments.rules import Rule

START = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = st.uuids()
TIMES = st.tuples(st.integers(0, 600), st.integers(1, 600))


def _overlap(one, other) -> bool:
    return one.lower < other.upper and other.lower < one.upper


def _range(person, begins, length):
    first = START + timedelta(minutes=begins)
    return rules.occupied(person, first, first + timedelta(minutes=length))


@given(PEOPLE, PEOPLE, TIMES, TIMES)
def test_two_ranges_overlap_only_for_the_same_person_at_the_same_time(one, other, first, second):
    same_time = first[0] < sum(second) and second[0] < sum(first)
    assert _overlap(_range(one, *first), _range(other, *second)) == (one == other and same_time)


def test_people_whose_numbers_follow_each_other_never_meet():
    last = datetime(5000, 1, 1, tzinfo=UTC)
    first = rules.occupied(UUID(int=7), last, last + timedelta(hours=1))
    assert not _overlap(first, rules.occupied(UUID(int=8), datetime(1970, 1, 1, tzinfo=UTC), START))


def _rule(**more) -> Rule:
    given_ = {"first": date(2026, 3, 2), "last": date(2026, 3, 13), "weekdays": frozenset({0, 3}), "begins": time(9),
              "ends": time(12), "minutes": 30, "every": 45}  # fmt: skip
    return Rule(**given_ | more)


def test_a_rule_gives_its_days_and_hours():
    found = rules.slots(_rule(), METROPOLITAN)
    assert len(found) == 4 * 4
    assert [first.strftime("%a %H:%M") for first, _ in found[:4]] == [
        "Mon 09:00",
        "Mon 09:45",
        "Mon 10:30",
        "Mon 11:15",
    ]
    assert all(last - first == timedelta(minutes=30) for first, last in found)


def test_nine_o_clock_stays_nine_o_clock_when_summer_time_begins():
    found = rules.slots(_rule(last=date(2026, 4, 10), ends=time(9, 30)), METROPOLITAN)
    assert {first.hour for first, _ in found} == {9}
    assert {first.astimezone(UTC).hour for first, _ in found} == {8, 7}


def test_the_holidays_and_the_clock_are_those_of_the_place():
    """Good Friday in Alsace alone; the abolition of slavery on 20 December at La Réunion alone."""
    friday = _rule(first=date(2026, 4, 3), last=date(2026, 4, 10), weekdays=frozenset({4}), ends=time(9, 30))
    assert len(rules.slots(friday, METROPOLITAN)) == 2
    assert len(rules.slots(friday, place_of("67000"))) == 1
    island = rules.slots(friday, place_of("97400"))
    assert [first.astimezone(UTC).hour for first, _ in island] == [5, 5]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"last": date(2026, 3, 1)}, "premier"),
        ({"last": date(2028, 3, 1)}, "un an"),
        ({"ends": time(8)}, "fin vient avant"),
        ({"weekdays": frozenset()}, "un jour de la semaine"),
        ({"every": 10}, "ne commence pas avant"),
        ({"weekdays": frozenset({6}), "last": date(2026, 3, 3)}, "aucun rendez-vous"),
        ({"minutes": 5, "every": 5, "weekdays": frozenset(range(7))}, "200 au plus"),
    ],
)
def test_a_rule_that_makes_no_sense_is_told_so(more, said):
    with pytest.raises(ValueError, match=said):
        rules.slots(_rule(**more), METROPOLITAN)


@given(st.lists(st.integers(-500, 500), unique=True, max_size=12))
def test_the_nearest_are_three_and_none_left_out_is_nearer(offsets):
    free = [(START + timedelta(minutes=one), UUID(int=one + 1000)) for one in offsets]
    chosen = [key.int - 1000 for key in rules.nearest(START, free)]
    assert len(chosen) == min(3, len(offsets))
    assert sorted(chosen) == chosen
    assert max(map(abs, chosen), default=0) <= min((abs(one) for one in set(offsets) - set(chosen)), default=10**6)
