"""Secrets at rest: unreadable elsewhere, altered, too old, or for another purpose; readable after a change of key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation import crypto


@pytest.fixture
def keys(settings):
    """`keys(now, *before)`: the secrets of the installation."""

    def change(now: str, *before: str) -> None:
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = now, list(before)
        crypto._box.cache_clear()

    yield change
    crypto._box.cache_clear()


@given(st.binary(max_size=500))
def test_what_is_sealed_is_read_again_and_shows_nothing(value):
    sealed = crypto.seal(value, "tests")
    assert crypto.unseal(sealed, "tests") == value
    assert len(value) < 8 or value not in sealed


@given(st.data())
def test_one_changed_byte_is_seen(data):
    sealed = bytearray(crypto.seal(b"un secret", "tests"))
    place = data.draw(st.integers(1, 80))
    other = data.draw(st.sampled_from(b"ABCDEFGHabcdefgh01234567"))
    sealed[place] = other if other != sealed[place] else b"9"[0]
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(bytes(sealed), "tests")


def test_another_purpose_does_not_read_it():
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(crypto.seal(b"un secret", "totp"), "messages")
    assert crypto.mark("valeur", "totp") != crypto.mark("valeur", "messages")


def test_the_same_value_is_never_sealed_the_same():
    assert crypto.seal(b"un secret", "tests") != crypto.seal(b"un secret", "tests")


def test_a_key_is_replaced_and_what_the_former_sealed_is_still_read(keys):
    keys("a" * 50)
    sealed = crypto.seal(b"un secret", "tests")
    keys("b" * 50, "a" * 50)
    assert crypto.unseal(sealed, "tests") == b"un secret"
    keys("b" * 50)
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(sealed, "tests")


def test_keys_have_256_bits_and_none_serves_two_purposes():
    made = {crypto.derive(purpose) for purpose in ("totp", "messages", "journal")}
    assert len(made) == 3
    assert {len(key) for key in made} == {32}


def test_too_old_is_unreadable():
    with pytest.raises(crypto.Unreadable):
        crypto.unseal(crypto.seal(b"un secret", "tests"), "tests", max_age=-1)
