"""The one-use secret of a posted letter: issued, voided, recognised, spent. Opens one organisation to one person.

Written by the act that needs it (a letter prepared, a first sign-in), never by itself.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import models

from kairos.foundation import clock
from kairos.identity.accounts import settings
from kairos.identity.accounts.models import ProvisionalPassword, User
from kairos.identity.accounts.passwords import nobody

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0 O 1 I: 32 signs that nobody misreads, 5 bits each."""
GROUPS, GROUP = 5, 4
"""Twenty signs: 100 bits."""
_REMEMBERED = 3


class Fate(Enum):
    """Why a right secret opens nothing any more."""

    USED = "used"
    REPLACED = "replaced"
    EXPIRED = "expired"


def issue(user: User, organisation: UUID) -> str:
    """A new secret (« K7QF-… »), the former one dead. Only its hash stays here."""
    void(user, organisation)
    now = clock.now()
    bare = "".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP))
    ProvisionalPassword.objects.create(
        user=user,
        organisation=organisation,
        secret_hash=make_password(bare),
        created_at=now,
        expires_at=now + timedelta(days=settings.PROVISIONAL_DAYS.value()),
    )
    return "-".join(bare[start : start + GROUP] for start in range(0, len(bare), GROUP))


def void(user: User, organisation: UUID) -> None:
    """The secret not used yet opens nothing any more."""
    _live(user.pk).filter(organisation=organisation).update(voided_at=clock.now())


def void_all(user: User, organisation: UUID | None = None) -> None:
    """What was used counts no more, for every organisation or for one: a new letter is due."""
    rows = ProvisionalPassword.objects.filter(user=user, voided_at__isnull=True)
    if organisation:
        rows = rows.filter(organisation=organisation)
    rows.update(voided_at=clock.now())


def was_used(user: UUID, organisation: UUID) -> bool:
    """Whether this person's letter for this organisation already served."""
    rows = ProvisionalPassword.objects.filter(user=user, organisation=organisation)
    return rows.filter(used_at__isnull=False, voided_at__isnull=True).exists()


def live_until(users: Iterable[UUID]) -> dict[tuple[UUID, UUID], datetime]:
    """(user, organisation) → when the secret not used yet stops opening anything. One statement."""
    rows = ProvisionalPassword.objects.filter(user__in=set(users), used_at__isnull=True, voided_at__isnull=True)
    return {(user, key): at for user, key, at in rows.values_list("user", "organisation", "expires_at")}


def again(row: ProvisionalPassword) -> ProvisionalPassword:
    """The same row as it is now: for a guard, under the lock of the account."""
    return ProvisionalPassword.objects.get(pk=row.pk)


def looks_like_one(typed: str) -> bool:
    bare = _bare(typed)
    return len(bare) == GROUPS * GROUP and set(bare) <= set(ALPHABET)


def recognised(user: UUID | None, typed: str) -> ProvisionalPassword | None:
    """The letter this secret was in, live or not; see `fate`. Costs a hash for each of the last three, one at least."""
    rows = ProvisionalPassword.objects.filter(user=user).order_by("-created_at")[:_REMEMBERED]
    if not rows:
        check_password(_bare(typed), nobody())
    return next((row for row in rows if check_password(_bare(typed), row.secret_hash)), None)


def is_of(row: ProvisionalPassword, typed: str) -> bool:
    """Whether what is typed as a new password is this very secret."""
    return looks_like_one(typed) and check_password(_bare(typed), row.secret_hash)


def fate(row: ProvisionalPassword, now: datetime) -> Fate | None:
    """None when the secret opens the first sign-in now."""
    if row.used_at:
        return Fate.USED
    if row.voided_at:
        return Fate.REPLACED
    return Fate.EXPIRED if now >= row.expires_at else None


def spend(row: UUID, now: datetime) -> bool:
    """False when another request just did."""
    return bool(ProvisionalPassword.objects.filter(pk=row, used_at__isnull=True).update(used_at=now))


def finish(row: UUID, now: datetime) -> None:
    ProvisionalPassword.objects.filter(pk=row).update(finished_at=now)


def unfinished(user: UUID) -> ProvisionalPassword | None:
    """A first sign-in whose secret was spent and whose portal was not entered yet."""
    rows = ProvisionalPassword.objects.filter(user=user, used_at__isnull=False, finished_at__isnull=True)
    return rows.filter(voided_at__isnull=True).order_by("-used_at").first()


def _live(user: UUID) -> models.QuerySet[ProvisionalPassword]:
    return ProvisionalPassword.objects.filter(user=user, used_at__isnull=True, voided_at__isnull=True)


def _bare(typed: str) -> str:
    return "".join(character for character in typed.upper() if character.isalnum())


def is_due(user: UUID) -> bool:
    """A posted secret that did not serve to its end: nothing else stands for it."""
    return ProvisionalPassword.objects.filter(user=user, voided_at__isnull=True, finished_at__isnull=True).exists()
