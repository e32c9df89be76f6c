"""Sessions: opened, carried by a cookie of 32 random bytes, ended. Only the token's hash is stored."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from kairos.foundation import clock
from kairos.foundation.actor import Strength
from kairos.identity.accounts import settings
from kairos.identity.accounts.models import Session, User

SEEN_EVERY = timedelta(minutes=1)


@dataclass(slots=True)
class Present:
    """The session of this request as the frame read it; `user` None for a visitor.

    organisations: how many the person belongs to; several and none chosen: they choose first.
    """

    id: UUID | None = None
    user: UUID | None = None
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    strength: Strength = Strength.NONE
    complete: bool = False
    staff_role: str = ""
    portal_entered: bool = False
    organisations: int = 0
    member: bool = False
    portal_open: bool = False
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Device:
    """Where a session comes from, coarse on purpose: browser family and network, no fingerprint."""

    browser: str
    network: str


def hash_of(token: str) -> bytes:
    return sha256(token.encode()).digest()


def open_session(user: User, strength: Strength, device: Device, acting_for: UUID | None = None) -> str:
    """A new session and the token for its cookie; the idle and absolute limits are settings."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    Session.objects.create(
        token_hash=hash_of(token),
        user=user,
        acting_for=acting_for,
        strength=strength,
        created_at=now,
        seen_at=now,
        proved_at=now if strength == Strength.SECOND_FACTOR else None,
        ends_at=now + timedelta(hours=settings.SESSION_HOURS.value()),
        browser=device.browser,
        network=device.network,
    )
    return token


def idle_limit() -> timedelta:
    return timedelta(minutes=settings.SESSION_IDLE_MINUTES.value())


def touch(session: UUID, now: datetime) -> None:
    Session.objects.filter(pk=session).update(seen_at=now)


def remember(session: UUID, **data: Any) -> None:
    """Keep something for the next page of this session; None forgets it."""
    row = Session.objects.select_for_update().get(pk=session)
    row.data = {k: v for k, v in (row.data | data).items() if v is not None}
    row.save(update_fields=["data"])


def end(sessions, now: datetime) -> int:
    """End every open session of a queryset; returns how many died."""
    return sessions.filter(ended_at__isnull=True).update(ended_at=now, data={})


def end_all(user: UUID, *, but: UUID | None = None) -> int:
    """What happens on a password change, a lock, a closed account."""
    return end(Session.objects.filter(user=user).exclude(pk=but), clock.now())
