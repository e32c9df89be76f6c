"""The mark that lets whoever received a mail answer for one place, without signing in.

It says the place, how often its slot had moved, and whether it was held or only waited for. Of a slot that moved since,
or of a place that was freed for who waited, only the newest mail answers; a former one is known as such, and says so.
"""

import base64
from hmac import compare_digest
from uuid import UUID

from kairos.foundation import crypto
from kairos.identity.accounts import tokens
from kairos.path.appointments.models import Booking

PURPOSE = "appointments.answer"
LENGTH = 16
MOST = 50
"""Former mails that are still known."""
WAITING = Booking.State.WAITING


def token_of(row: Booking) -> str:
    """Short enough for a telephone."""
    mark = row.pk.bytes + _mark(row.pk, row.slot.changes, row.state == WAITING)
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
    """A place given up since keeps its newest link: it says so."""
    now = (row.slot.changes, row.state == WAITING)
    ended = [(row.slot.changes, True)] if row.state == Booking.State.CANCELLED else []
    return any(compare_digest(mark, _mark(row.pk, *one)) for one in [now, *ended])


def was(row: Booking, mark: bytes) -> bool:
    """Whether it is that of a former mail about this place."""
    former = range(max(0, row.slot.changes - MOST), row.slot.changes + 1)
    return any(compare_digest(mark, _mark(row.pk, at, waits)) for at in former for waits in (False, True))


def _mark(key: UUID, changes: int, waits: bool) -> bytes:
    return crypto.mark(f"{key}:{changes}{':waits' if waits else ''}", PURPOSE)[:LENGTH]
