"""Devices where somebody proved a code sent by mail: a cookie of 32 random bytes, its hash here."""

import secrets
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from kairos.foundation import clock
from kairos.identity.accounts import settings
from kairos.identity.accounts.models import KnownDevice


def remember(user: UUID, browser: str) -> tuple[str, timedelta]:
    """The token for the cookie, and how long it lasts."""
    token, now = secrets.token_urlsafe(32), clock.now()
    lasting = timedelta(days=settings.DEVICE_DAYS.value())
    KnownDevice.objects.create(
        user_id=user, token_hash=_hash(token), browser=browser, known_at=now, ends_at=now + lasting
    )
    return token, lasting


def knows(user: UUID, token: str) -> bool:
    if not token:
        return False
    return KnownDevice.objects.filter(user=user, token_hash=_hash(token), ends_at__gt=clock.now()).exists()


def forget_all(user: UUID) -> None:
    """What happens on a password change: every device asks for a code again."""
    KnownDevice.objects.filter(user=user).update(ends_at=clock.now())


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
