"""Secrets at rest (Fernet) and opaque one-way marks, from the one secret of the installation."""

import base64
import hmac
from functools import cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """The sealed value was made with another key, or altered."""


def derive(purpose: str, secret: str | None = None) -> bytes:
    """32 bytes for one purpose; two purposes never share a key."""
    material = (secret or settings.SECRET_KEY).encode()
    return HKDF(hashes.SHA256(), 32, salt=b"kairos", info=purpose.encode()).derive(material)


@cache
def _box(purpose: str) -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(derive(purpose, secret))) for secret in secrets])


def seal(value: bytes, purpose: str) -> bytes:
    return _box(purpose).encrypt(value)


def unseal(value: bytes, purpose: str, max_age: int | None = None) -> bytes:
    """Raises Unreadable; `max_age` in seconds of real time."""
    try:
        return _box(purpose).decrypt(bytes(value), ttl=max_age)
    except InvalidToken as error:
        raise Unreadable from error


def mark(value: str, purpose: str) -> bytes:
    """A keyed hash: equal values have equal marks, and a mark tells nothing of its value."""
    return hmac.new(derive(purpose), value.encode(), sha256).digest()
