"""Codes of papers: as long as they must be, read as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation import verifying
from kairos.foundation.documents.proofs import proof

CODES = st.text(verifying.ALPHABET, min_size=verifying.LENGTH, max_size=verifying.LENGTH)
BETWEEN = st.sampled_from(["", " ", "-", "\u00a0", "–", " - ", "."])


def test_a_code_is_not_guessed():
    codes = {verifying.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(verifying.is_possible(one) for one in codes)
    assert len(set(verifying.ALPHABET)) ** verifying.LENGTH == 2**80


@given(CODES, st.lists(BETWEEN, min_size=verifying.LENGTH, max_size=verifying.LENGTH), st.booleans())
def test_it_is_read_as_people_type_it(code, between, small):
    typed = "".join(one for pair in zip(between, code, strict=True) for one in pair)
    assert verifying.cleaned(typed.lower() if small else typed) == code
    assert verifying.cleaned(verifying.spelled(code)) == code


@given(st.text())
def test_whatever_is_typed_is_a_short_text_without_nul(typed):
    code = verifying.cleaned(typed)
    assert len(code) <= 40
    assert "\x00" not in code
    assert verifying.cleaned(code) == code


def test_a_function_is_named_as_one():
    with pytest.raises(ValueError, match="no name"):
        verifying.answered_by("x(); SELECT 1")


def test_a_proof_is_the_code_and_the_picture_of_the_address_that_asks():
    made = proof("ABCDEFGH23456789")
    assert made.code == "ABCD-EFGH-2345-6789"
    assert made.site.endswith("/verifier/")
    assert made.picture.startswith(b"<svg")
    assert made == proof("ABCDEFGH23456789")
    assert made.picture != proof("ABCDEFGH2345678A").picture
