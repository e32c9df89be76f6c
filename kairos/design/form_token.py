"""The hidden field of every form that acts: the secret of the visitor's cookie under a mask drawn for this page."""

import secrets
from string import ascii_letters, digits

from django.http import HttpRequest
from django.middleware.csrf import get_token

LETTERS = ascii_letters + digits
LENGTH = 32
_DRAWN = bytes(value % len(LETTERS) for value in range(256))
_UNEVEN = bytes(range(256 - 256 % len(LETTERS), 256))
_TWICE = LETTERS * 2


class FormToken:
    """Written only where a page has a form. The cookie is set when the visitor has none: it lasts as long as the
    browser is open and needs no renewal."""

    __slots__ = ("_field", "_request")

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._field: str | None = None

    def __html__(self) -> str:
        if self._field is None:
            self._field = f'<input type="hidden" name="csrfmiddlewaretoken" value="{self._token()}">'
        return self._field

    __str__ = __html__

    def _token(self) -> str:
        known = self._request.META.get("CSRF_COOKIE")
        return masked(known) if known else get_token(self._request)


def masked(secret: str) -> str:
    """`secret` as Django's own token has it, the mask then the sum (against BREACH): the mask is drawn at once rather
    than letter by letter, in a quarter of the time."""
    mask = _mask()
    ranks = zip(map(LETTERS.index, secret), mask, strict=True)
    return "".join([LETTERS[rank] for rank in mask]) + "".join([_TWICE[one + other] for one, other in ranks])


def _mask() -> bytes:
    """Ranks of letters, each as likely: bytes that would favour the first ones are left out."""
    drawn = b""
    while len(drawn) < LENGTH:
        drawn += secrets.token_bytes(2 * LENGTH).translate(_DRAWN, _UNEVEN)
    return drawn[:LENGTH]
