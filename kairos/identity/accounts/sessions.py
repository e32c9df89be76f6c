"""Sessions: opened, carried by a cookie of 32 random bytes, ended. Only the token's hash is stored."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from kairos.foundation import clock
from kairos.foundation.actor import Strength
from kairos.foundation.prepared import prepared
from kairos.identity.accounts import settings
from kairos.identity.accounts.models import Session, User
from kairos.identity.accounts.rules import Moved

SEEN_EVERY = timedelta(minutes=1)
MOST_NETWORKS = 20


@dataclass(frozen=True, slots=True)
class Help:
    """An agent helps somebody. name: of the other one. mine: whether this session is the agent's."""

    id: UUID
    name: str
    since: datetime
    mine: bool


@dataclass(slots=True)
class Present:
    """The session of this request as the frame read it; `user` None for a visitor.

    organisations: how many the person acts for; places: these, and the agencies, and oneself as a job seeker. Several
    and none chosen in this session: they choose first. suspended: how many more organisations where they are suspended.
    portal_closed_at, portal_closed_why: of the organisation acted for. unread: messages, 100 at most. moved: an open
    session asked from elsewhere, which waits for a proof (complete is then False).
    password_due: another password must be chosen before anything else.
    intervention_ends_at: of the staff session that an agent has open. help: that goes on, brought or received.
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
    places: int = 0
    chosen: bool = False
    suspended: int = 0
    member: bool = False
    portal_open: bool = False
    portal_closed_at: datetime | None = None
    portal_closed_why: str = ""
    unread: int = 0
    intervention_ends_at: datetime | None = None
    help: Help | None = None
    moved: Moved | None = None
    password_due: bool = False
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


def open_session(
    user: User,
    strength: Strength,
    device: Device,
    acting_for: UUID | None = None,
    *,
    complete: bool = True,
    **data: Any,
) -> str:
    """A new session and the token for its cookie; the idle and absolute limits are settings.

    complete: False while a second factor or a first sign-in is due; the limit is then that of a sign-in.
    """
    token = secrets.token_urlsafe(32)
    now = clock.now()
    Session.objects.create(
        token_hash=hash_of(token),
        user=user,
        acting_for=acting_for,
        strength=strength,
        created_at=now,
        seen_at=now,
        proved_at=now if complete else None,
        ends_at=now + (_whole() if complete else _sign_in()),
        browser=device.browser,
        network=device.network,
        data=data,
    )
    return token


def strengthen(session: UUID, strength: Strength) -> str:
    """The same session after a proof, under a new token: the former opens nothing any more. Raises DoesNotExist."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    row = Session.objects.filter(pk=session, ended_at__isnull=True)
    changed = row.update(
        token_hash=hash_of(token),
        strength=strength,
        proved_at=now,
        ends_at=Case(When(strength=strength, then=F("ends_at")), default=Value(now + _whole())),
    )
    if not changed:
        raise Session.DoesNotExist
    return token


def move(session: UUID, device: Device, **data: Any) -> str:
    """Proved again from elsewhere, the session goes on there under a new token; where it was, it is over.

    Its row stays as it was, so that a place known once stays known; its limits are the same. Raises DoesNotExist.
    """
    row = Session.objects.select_for_update().get(pk=session, ended_at__isnull=True)
    token = secrets.token_urlsafe(32)
    now = clock.now()
    known = [*networks(row.data, row.network), device.network][-MOST_NETWORKS:]
    kept = {name: value for name, value in row.data.items() if name not in ("challenge", "moved")}
    Session.objects.create(
        token_hash=hash_of(token),
        user_id=row.user_id,
        acting_for=row.acting_for,
        strength=row.strength,
        created_at=row.created_at,
        seen_at=now,
        proved_at=now,
        ends_at=row.ends_at,
        browser=device.browser,
        network=device.network,
        data=kept | data | {"networks": known},
    )
    end(Session.objects.filter(pk=session), now)
    return token


def networks(data: dict[str, Any], network: str) -> list[str]:
    """Where this session was proved."""
    return data.get("networks", [network])


def _whole() -> timedelta:
    return timedelta(hours=settings.SESSION_HOURS.value())


def _sign_in() -> timedelta:
    return timedelta(minutes=settings.SIGN_IN_MINUTES.value())


def idle_limit() -> timedelta:
    return timedelta(minutes=settings.SESSION_IDLE_MINUTES.value())


def touch(session: UUID, now: datetime) -> None:
    Session.objects.filter(pk=session).update(seen_at=now)


def remember(session: UUID, **data: Any) -> None:
    """Keep something for the next page of this session; None forgets it."""
    row = Session.objects.select_for_update().get(pk=session)
    row.data = {k: v for k, v in (row.data | data).items() if v is not None}
    row.save(update_fields=["data"])


def take(session: UUID, name: str) -> Any:
    """What was kept under this name, once: of two requests one gets it, the other None."""
    row = Session.objects.select_for_update().filter(pk=session, ended_at__isnull=True).first()
    if row is None or name not in row.data:
        return None
    value = row.data.pop(name)
    row.save(update_fields=["data"])
    return value


def noticed(session: UUID, device: Device) -> bool:
    """Marks where an open session was asked from; False when it was already, from there, or is over."""
    row = Session.objects.select_for_update().filter(pk=session, ended_at__isnull=True).first()
    place = [device.browser, device.network]
    if row is None or row.data.get("moved") == place:
        return False
    row.data["moved"] = place
    row.save(update_fields=["data"])
    return True


def act_for(session: UUID, organisation: UUID) -> None:
    """From the next page on; the caller knows that the person belongs there."""
    Session.objects.filter(pk=session).update(acting_for=organisation)


def open_of(user: UUID, now: datetime) -> list[Session]:
    """Where this person is signed in, the latest seen first."""
    return _open_of(user, now, now - idle_limit())


@prepared
def _open_of(user: UUID, now: datetime, seen_after: datetime) -> QuerySet[Session]:
    rows = Session.objects.filter(user=user, ended_at__isnull=True, ends_at__gt=now, seen_at__gt=seen_after)
    return rows.order_by("-seen_at")


def alive(keys: Iterable[UUID]) -> set[UUID]:
    """Those of these sessions that are open and whose person may sign in."""
    rows = Session.objects.filter(pk__in=set(keys), ended_at__isnull=True, ends_at__gt=clock.now())
    return set(rows.filter(user__state__in=(User.State.ACTIVE, User.State.LOCKED)).values_list("pk", flat=True))


def latest_other(user: UUID, session: UUID) -> Session | None:
    """The last time this person signed in all the way besides this session, over or not."""
    return _others.first(user, session)


@prepared
def _others(user: UUID, session: UUID) -> QuerySet[Session]:
    rows = Session.objects.filter(user=user, proved_at__isnull=False).exclude(pk=session)
    return rows.order_by("-created_at")[:1]


def is_new(user: UUID, device: Device, strength: Strength) -> bool:
    """Whether this person signed in before with this strength, and never from this browser family and network."""
    before = Session.objects.filter(user=user, strength__gte=strength).aggregate(
        any=Count("pk"), same=Count("pk", filter=Q(browser=device.browser, network=device.network))
    )
    return before["any"] > 0 and not before["same"]


def end(sessions: QuerySet[Session], now: datetime) -> int:
    """End every open session of a queryset; returns how many died."""
    return sessions.filter(ended_at__isnull=True).update(ended_at=now, data={})


def end_one(session: UUID, user: UUID) -> int:
    """One session of this person; 0 when it is not theirs, or over."""
    return end(Session.objects.filter(pk=session, user=user), clock.now())


def end_all(user: UUID, *, but: UUID | None = None) -> int:
    """What happens on a password change, a closed account, factors reset."""
    return end(Session.objects.filter(user=user).exclude(pk=but), clock.now())
