"""The mark that lets whoever received a mail answer for one place, without signing in.

It says the place and how often its slot had moved: of a slot that moved since, only the newest mail answers.
"""

import base64
from hmac import compare_digest
from uuid import UUID

from kairos.foundation import crypto
from kairos.identity.accounts import tokens
from kairos.path.appointments.models import Booking

PURPOSE = "appointments.answer"
LENGTH = 16


def token_of(row: Booking) -> str:
    """Short enough for a telephone."""
    mark = row.pk.bytes + _mark(row.pk, row.slot.changes)
    return base64.urlsafe_b64encode(mark).decode().rstrip("=")


def address_of(row: Booking) -> str:
    return tokens.address("/rendez-vous/reponse/", token_of(row))


def key_of(token: str) -> tuple[UUID, bytes] | None:
    """The place it names, and its mark, to be compared."""
    try:
        value = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        return None
    return (UUID(bytes=value[:LENGTH]), value[LENGTH:]) if len(value) == 2 * LENGTH else None


def fits(row: Booking, mark: bytes) -> bool:
    return compare_digest(mark, _mark(row.pk, row.slot.changes))


def _mark(key: UUID, changes: int) -> bytes:
    return crypto.mark(f"{key}:{changes}", PURPOSE)[:LENGTH]
