"""One-use links: 32 random bytes in an address, their hash here; a new one of a kind replaces the former."""

import secrets
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from uuid import UUID

from django.conf import settings as installation
from django.db.models import Count, Max

from kairos.foundation import clock
from kairos.identity.accounts import rules, settings
from kairos.identity.accounts.models import OneUseToken, User


class Problem(Enum):
    """Why a link opens nothing; each has its own helpful page."""

    FORGED = "forged"
    USED = "used"
    REPLACED = "replaced"
    EXPIRED = "expired"


def issue(user: User, kind: str, *, new_email: str = "", replacing: bool = True) -> str:
    """A new link's token; the former ones of this kind open nothing any more, unless they are not replaced."""
    if replacing:
        drop(user, kind)
    return _make(user, kind, timedelta(hours=settings.LINK_HOURS.value()), new_email=new_email)


def invite(user: User, organisation: UUID) -> str:
    """The token of an invitation there; the former one of this organisation opens nothing any more."""
    uninvite(user, organisation)
    lasting = timedelta(hours=settings.INVITATION_HOURS.value())
    return _make(user, OneUseToken.Kind.INVITATION, lasting, organisation=organisation)


def invites(row: OneUseToken | None, user: User) -> bool:
    """Whether this is an invitation of theirs that still opens, read again."""
    again = row and OneUseToken.objects.filter(pk=row.pk, user=user, kind=OneUseToken.Kind.INVITATION).first()
    return again is not None and problem(again) is None


def uninvite(user: User, organisation: UUID) -> None:
    live = OneUseToken.objects.filter(user=user, organisation=organisation, used_at__isnull=True)
    live.filter(replaced_at__isnull=True).update(replaced_at=clock.now())


def invited_until(now: datetime) -> datetime:
    """Until when an invitation sent at this instant opens something."""
    return now + timedelta(hours=settings.INVITATION_HOURS.value())


def _make(user: User, kind: str, lasting: timedelta, **more: str | UUID) -> str:
    token, now = secrets.token_urlsafe(32), clock.now()
    OneUseToken.objects.create(
        kind=kind, user=user, token_hash=_hash(token), created_at=now, expires_at=now + lasting, **more
    )
    return token


def address(path: str, token: str) -> str:
    return f"{installation.KAIROS_BASE_URL}{path}{token}"


def find(token: str, kind: str) -> OneUseToken | None:
    return OneUseToken.objects.select_related("user").filter(token_hash=_hash(token), kind=kind).first()


def again(row: OneUseToken) -> OneUseToken | None:
    """The same row as it is now: for a guard, under the lock of the account."""
    return OneUseToken.objects.filter(pk=row.pk).first()


def problem(row: OneUseToken | None) -> Problem | None:
    """None when the link may be used now."""
    if row is None:
        return Problem.FORGED
    if row.used_at:
        return Problem.USED
    if row.replaced_at:
        return Problem.REPLACED
    return Problem.EXPIRED if clock.now() >= row.expires_at else None


def drop(user: User, *kinds: str) -> None:
    """The links of these kinds (all, when none is named) open nothing any more."""
    live = OneUseToken.objects.filter(user=user, used_at__isnull=True, replaced_at__isnull=True)
    (live.filter(kind__in=kinds) if kinds else live).update(replaced_at=clock.now())


def wait_for(user: User, kind: str) -> timedelta:
    """How long before another link of this kind may leave: twice as long after each one of the last day."""
    now = clock.now()
    sent = OneUseToken.objects.filter(user=user, kind=kind, created_at__gt=now - rules.DAY)
    found = sent.aggregate(count=Count("pk"), last=Max("created_at"))
    if not found["count"]:
        return timedelta()
    first = timedelta(minutes=settings.RESEND_MINUTES.value())
    return rules.left(rules.next_link(found["count"], first), found["last"], now)


def spend(row: OneUseToken) -> bool:
    """Use the link; False when another request just did."""
    return bool(OneUseToken.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=clock.now()))


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
