"""Ten codes on paper, each opens once in place of the second factor. Hashed; shown when they are made, never after."""

import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from hashlib import scrypt
from uuid import UUID

from kairos.foundation import clock
from kairos.identity.accounts.models import RecoveryCode
from kairos.identity.accounts.provisional import ALPHABET

COUNT = 10
LENGTH = 10
"""Fifty bits each: see ASVS 5.0 6.5.2 for the hash."""


def make() -> list[str]:
    """Ten new codes (« k7qf2-9xm4h »), not yet anyone's."""
    bare = ["".join(secrets.choice(ALPHABET.lower()) for _ in range(LENGTH)) for _ in range(COUNT)]
    return [f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}" for code in bare]


def replace(user: UUID, codes: Iterable[str], now: datetime) -> None:
    """These codes are the person's; the former ones open nothing any more."""
    RecoveryCode.objects.filter(user=user).delete()
    rows = [RecoveryCode(user_id=user, code_hash=_hash(user, _bare(code)), created_at=now) for code in codes]
    RecoveryCode.objects.bulk_create(rows)


def is_code(typed: str) -> bool:
    bare = _bare(typed)
    return len(bare) == LENGTH and set(bare) <= set(ALPHABET.lower())


def accept(user: UUID, typed: str) -> bool:
    """Use the code; False when it is wrong or was used."""
    if not is_code(typed):
        return False
    unused = RecoveryCode.objects.filter(user=user, code_hash=_hash(user, _bare(typed)), used_at__isnull=True)
    return bool(unused.update(used_at=clock.now()))


def remaining(user: UUID) -> int:
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def _bare(typed: str) -> str:
    return re.sub(r"[^0-9a-z]", "", typed.lower())


def _hash(user: UUID, bare: str) -> bytes:
    return scrypt(bare.encode(), salt=user.bytes, n=2**12, r=8, p=1, dklen=32)
