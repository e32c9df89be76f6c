"""The code of the moment: one sheet, thirty seconds, ten more for the slow."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from kairos.path.signing import codes
from kairos.path.signing.codes import ALPHABET, GRACE, LENGTH, REMEMBERED, STEP, Fit

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
SHEETS = st.uuids(version=4)


@given(SHEETS, MOMENTS)
def test_a_code_is_right_while_it_is_shown(sheet, at):
    code = codes.code_of(sheet, at)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    left = codes.seconds_left(at)
    assert codes.fit(sheet, code, at) == Fit.RIGHT
    assert codes.fit(sheet, code, at + timedelta(seconds=left - 1)) == Fit.RIGHT


@given(SHEETS, MOMENTS, st.integers(0, STEP * (REMEMBERED + 1) - 1))
def test_after_its_time_it_is_taken_for_ten_seconds_then_said_to_have_changed(sheet, at, later):
    start = at - timedelta(seconds=STEP - codes.seconds_left(at), microseconds=at.microsecond)
    fit = codes.fit(sheet, codes.code_of(sheet, start), start + timedelta(seconds=later))
    assert fit == (Fit.RIGHT if later < STEP + GRACE else Fit.CHANGED)


@given(SHEETS, MOMENTS)
def test_long_after_or_before_its_time_it_is_wrong(sheet, at):
    code = codes.code_of(sheet, at)
    assert codes.fit(sheet, code, at + timedelta(seconds=STEP * (REMEMBERED + 2))) == Fit.WRONG
    assert codes.fit(sheet, code, at - timedelta(seconds=2 * STEP)) == Fit.WRONG


def test_another_sheet_has_other_codes():
    at = datetime(2026, 11, 28, 9, tzinfo=UTC)
    assert len({codes.code_of(uuid4(), at) for _ in range(200)}) == 200


def test_it_is_typed_as_one_likes():
    sheet, at = uuid4(), datetime(2026, 11, 28, 9, tzinfo=UTC)
    code = codes.code_of(sheet, at)
    assert codes.fit(sheet, f" {code[:3].lower()}-{code[3:]} ", at) == Fit.RIGHT
    assert codes.fit(sheet, "", at) == codes.fit(sheet, "é" * 4000, at) == Fit.WRONG
