"""How certificates stand on a day: rules of plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.identity.quality import rules
from kairos.identity.quality.rules import Held, State

CATEGORIES = ("training", "skills_review", "experience", "apprenticeship")
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
days = st.dates(date(2015, 1, 1), date(2040, 12, 31))


@st.composite
def certificates(draw):
    since = draw(days)
    until = since + timedelta(days=draw(st.integers(0, 2000)))
    covered = draw(st.sets(st.sampled_from(CATEGORIES), min_size=1))
    return Held(draw(st.text(max_size=5)), "C", frozenset(covered), since, until)


def held(since: date, until: date, *categories: str) -> Held:
    return Held("N", "C", frozenset(categories or ("training",)), since, until)


def stand(*certificates: Held, on: date = TODAY, warning: int = 60) -> rules.Standing:
    return rules.standing(certificates, CATEGORIES, on, warning)


@pytest.mark.parametrize(
    ("left", "state", "covered"),
    [(61, State.VALID, True), (60, State.EXPIRING, True), (0, State.EXPIRING, True), (-1, State.EXPIRED, False)],
)
def test_the_last_day_is_included_and_the_end_is_announced(left, state, covered):
    found = stand(held(date(2025, 1, 1), TODAY + left * DAY))
    assert (found.state, found.covers("training"), found.days_left) == (state, covered, left)
    assert not found.covers("experience")


def test_nothing_recorded():
    found = stand()
    assert (found.state, found.until, found.days_left) == (State.NONE, None, None)


def test_a_certificate_to_come_covers_nothing_yet():
    assert stand(held(TODAY + DAY, TODAY + 900 * DAY)).state == State.NONE


def test_the_next_certificate_goes_on_where_the_last_one_ends():
    this, following = held(date(2024, 1, 1), TODAY + 10 * DAY), held(TODAY + 11 * DAY, TODAY + 1000 * DAY)
    assert stand(this, following).of("training").until == TODAY + 1000 * DAY
    assert stand(this, following).state == State.VALID


def test_a_gap_of_one_day_is_a_gap():
    this, following = held(date(2024, 1, 1), TODAY + 10 * DAY), held(TODAY + 12 * DAY, TODAY + 1000 * DAY)
    assert stand(this, following).until == TODAY + 10 * DAY


def test_a_renewal_for_less_leaves_the_rest_to_its_end():
    this = held(date(2024, 1, 1), TODAY + 10 * DAY, "training", "experience")
    found = stand(this, held(TODAY + 11 * DAY, TODAY + 1000 * DAY, "training"))
    assert found.of("training").state == State.VALID
    assert found.of("experience").state == State.EXPIRING
    assert (found.state, found.days_left) == (State.EXPIRING, 10)


@given(st.lists(certificates(), max_size=6), days, st.integers(0, 200))
def test_whatever_is_held(held, on, warning):
    found = rules.standing(held, CATEGORIES, on, warning)
    for coverage in found.coverages:
        now = [one for one in held if coverage.category in one.categories and one.since <= on <= one.until]
        assert found.covers(coverage.category) == bool(now)
        if now:
            assert coverage.until >= max(one.until for one in now)
            assert all(
                any(coverage.category in one.categories and one.since <= day <= one.until for one in held)
                for day in (coverage.until, on + (coverage.until - on) // 2)
            )
            assert (coverage.state == State.EXPIRING) == ((coverage.until - on).days <= warning)
        elif coverage.state == State.EXPIRED:
            assert coverage.until < on
    assert (found.state == State.NONE) == all(one.state == State.NONE for one in found.coverages)


@given(st.lists(certificates(), max_size=4), certificates(), days)
def test_one_more_certificate_never_takes_anything_away(held, more, on):
    before, after = stand(*held, on=on), stand(*held, more, on=on)
    assert all(after.covers(category) for category in CATEGORIES if before.covers(category))


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2026, 3, 3), date(2029, 3, 2)),
        (date(2024, 2, 29), date(2027, 2, 27)),
        (date(2026, 1, 1), date(2028, 12, 31)),
    ],
)
def test_three_years(since, until):
    assert rules.last_day(since, 3) == until
    assert not rules.is_unusual(since, until, 3)
    assert not rules.is_unusual(since, until + DAY, 3)
    assert rules.is_unusual(since, until + 2 * DAY, 3)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 13, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 3, 15), 14, date(2027, 5, 15)),
    ],
)
def test_months_later(day, months, expected):
    assert rules.months_after(day, months) == expected


def test_the_surveillance_audit():
    assert rules.audit_window(date(2026, 1, 10), 14, 22) == (date(2027, 3, 10), date(2027, 11, 10))


@pytest.mark.parametrize(
    ("left", "done", "due"),
    [
        (91, [], []),
        (90, [], [90]),
        (90, [90], []),
        (30, [90], [30]),
        (5, [], [90, 30, 7]),
        (5, [90, 30], [7]),
        (0, [90, 30, 7], []),
        (-1, [90, 30, 7], [-1]),
        (-1, [], [-1]),
        (-300, [-1], []),
    ],
)
def test_reminders_are_due_once(left, done, due):
    assert rules.due_reminders(TODAY + left * DAY, TODAY, (90, 30, 7), done, -1) == due


@pytest.mark.parametrize(
    ("one", "other", "same"), [("RNQ 12-34", "rnq1234", True), ("A1", "A2", False), ("É-1", "e 1", True)]
)
def test_the_same_number_written_otherwise(one, other, same):
    assert rules.same_number(one, other) == same


def test_a_register_that_does_not_say_contradicts_nobody():
    listed = {"training": True, "experience": False, "apprenticeship": None}
    found = {line.category: line.agrees for line in rules.compare({"training", "experience", "apprenticeship"}, listed)}
    assert found == {"training": True, "experience": False, "apprenticeship": True}
