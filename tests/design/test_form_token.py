"""The hidden field of forms: Django reads it as its own."""

from collections import Counter

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, _unmask_cipher_token
from hypothesis import given
from hypothesis import strategies as st

from kairos.design.form_token import LENGTH, LETTERS, FormToken, masked

SECRETS = st.text(CSRF_ALLOWED_CHARS, min_size=LENGTH, max_size=LENGTH)


@given(SECRETS)
def test_django_finds_the_secret_again(secret):
    token = masked(secret)
    assert len(token) == 2 * LENGTH
    assert _unmask_cipher_token(token) == secret


def test_letters_are_the_ones_django_takes():
    assert sorted(LETTERS) == sorted(CSRF_ALLOWED_CHARS)
    assert LETTERS == CSRF_ALLOWED_CHARS, "sums are of ranks: the order counts"


def test_each_token_has_a_mask_of_its_own():
    assert len({masked("a" * LENGTH) for _ in range(50)}) == 50


def test_no_letter_of_the_mask_is_favoured():
    """Each of 62 letters once in 62: beyond eight standard deviations, some would be drawn more than their share."""
    drawn = Counter("".join(masked("a" * LENGTH)[:LENGTH] for _ in range(2_000)))
    share = 2_000 * LENGTH / len(LETTERS)
    assert max(abs(drawn[letter] - share) for letter in LETTERS) < 8 * share**0.5


def test_a_known_visitor_receives_no_cookie_again_and_a_new_one_does():
    known, new = HttpRequest(), HttpRequest()
    known.META["CSRF_COOKIE"] = "b" * LENGTH
    assert "CSRF_COOKIE_NEEDS_UPDATE" not in _after_a_form(known).META
    assert _after_a_form(new).META["CSRF_COOKIE_NEEDS_UPDATE"]


def _after_a_form(request: HttpRequest) -> HttpRequest:
    field = FormToken(request)
    assert str(field) == field.__html__(), "one page, one token"
    return request
