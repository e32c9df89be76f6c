"""Locating: what was done to a sequence is what is told of it."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation.journal.faults import explain, with_moves
from kairos.foundation.journal.locating import Row, differences

THEN = datetime(2026, 6, 1, tzinfo=UTC)


def _digest(number: int, version: int = 0) -> bytes:
    return b"%06d%02d" % (number, version)


def _row(number: int, version: int = 0) -> Row:
    return Row(number, THEN, _digest(number, version))


@given(st.lists(st.sampled_from(["keep", "change", "remove"]), max_size=30))
def test_what_was_changed_or_removed_is_told(fates):
    sealed = [_digest(number) for number in range(len(fates))]
    rows = [_row(number, fate == "change") for number, fate in enumerate(fates) if fate != "remove"]
    told = differences(sealed, rows)
    assert len(told) == sum(fate != "keep" for fate in fates)
    assert {d.row.id for d in told if d.row} == {number for number, fate in enumerate(fates) if fate == "change"}


@given(st.integers(0, 20), st.sets(st.integers(0, 20)))
def test_what_was_inserted_is_told(size, places):
    sealed = [_digest(number) for number in range(size)]
    rows = [_row(number) for number in range(size)]
    for place in sorted(places, reverse=True):
        rows.insert(min(place, size), _row(1000 + place))
    told = differences(sealed, rows)
    assert {d.row.id for d in told} == {1000 + place for place in places}
    assert {d.kind for d in told} <= {"inserted"}


def test_the_neighbours_of_what_was_removed_are_told():
    sealed = [_digest(number) for number in (6, 7, 8)]
    [gone] = differences(sealed, [_row(6), _row(8)])
    fault = explain(gone, seal=3)
    assert (fault.kind, fault.entry, fault.between, fault.at) == ("removed", 7, (6, 8), THEN)
    assert "entre les écritures 6 et 8" in fault.explanation


def test_what_left_one_place_for_another_is_told_once():
    left = differences([_digest(1), _digest(2), _digest(3)], [_row(1), _row(3)])
    arrived = differences([_digest(8), _digest(9)], [_row(8), _row(2, 1), _row(9)])
    faults = [explain(d, 1) for d in left] + [explain(d, 2) for d in arrived]
    [fault] = with_moves(faults)
    assert (fault.kind, fault.seal, fault.entry) == ("moved", 2, 2)
