"""The code of a sheet, which changes every thirty seconds: scanned, or typed by who has no camera.

It is worth nothing by itself: whoever types it is signed in, and expected in that group at that half-day.
"""

from datetime import datetime
from enum import Enum
from hmac import compare_digest
from uuid import UUID

from kairos.foundation import crypto

PURPOSE = "signing.code"
STEP, GRACE, REMEMBERED = 30, 10, 4
"""Seconds a code lasts, seconds during which the last one is still taken, how many before are told from wrong ones."""
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 6


class Fit(Enum):
    RIGHT = "right"
    CHANGED = "changed"
    WRONG = "wrong"


def code_of(sheet: UUID, at: datetime) -> str:
    return _code(sheet, _step(at))


def seconds_left(at: datetime) -> int:
    return STEP - int(at.timestamp()) % STEP


def fit(sheet: UUID, typed: str, at: datetime) -> Fit:
    """Whether a code is this sheet's now; or was, a moment ago."""
    said, now = cleaned(typed), _step(at)
    if _same(said, sheet, now):
        return Fit.RIGHT
    before = [rank for rank in range(1, REMEMBERED + 1) if _same(said, sheet, now - rank)]
    if not before:
        return Fit.WRONG
    return Fit.RIGHT if before == [1] and int(at.timestamp()) % STEP < GRACE else Fit.CHANGED


def cleaned(typed: str) -> str:
    """As it was given out, whatever spaces, hyphens and small letters it was typed with."""
    return "".join(one for one in typed.upper() if one.isalnum())[: LENGTH + 1]


def shown(code: str) -> str:
    """« 7KD 4PQ »: read out in two breaths."""
    return f"{code[:3]} {code[3:]}"


def _step(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def _same(said: str, sheet: UUID, step: int) -> bool:
    return compare_digest(said.encode(), _code(sheet, step).encode())


def _code(sheet: UUID, step: int) -> str:
    number = int.from_bytes(crypto.mark(f"{sheet}:{step}", PURPOSE))
    signs = []
    for _ in range(LENGTH):
        number, rank = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rank])
    return "".join(signs)
