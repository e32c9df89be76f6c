"""Keeping a document in the act that attaches it, and reading it again."""

from uuid import UUID

from django.db import connection

from kairos.foundation import media
from kairos.foundation.engine import Run
from kairos.foundation.uploads.examining import Document
from kairos.foundation.uploads.models import Upload

SHELF = "uploads"
OF_THE_OPERATOR = UUID(int=0)
"""Whose document it is when it is no organisation’s: only the operator’s agents see the row."""


class Lost(Exception):
    """The row is there and its bytes are not: the folder of documents is incomplete."""


def keep(document: Document, run: Run, organisation: UUID) -> Upload:
    """Write the bytes, then the row: an act that fails leaves bytes that no row names, which `orphans` removes."""
    hold(document.sha256)
    media.keep(document.read(), SHELF)
    return Upload.objects.create(
        organisation=organisation,
        name=document.name,
        media_type=document.media_type,
        size=document.size,
        sha256=document.sha256,
        remarks=list(document.remarks),
        uploaded_at=run.now,
        uploaded_by=run.actor.user,
    )


def read(upload: Upload) -> bytes:
    """Raises Lost."""
    if (content := media.read(upload.sha256, SHELF)) is None:
        raise Lost(upload.sha256)
    return content


def discard(upload: Upload) -> None:
    """Remove the row, in an act; the bytes follow a day later, unless another row names them."""
    media.touch(upload.sha256, SHELF)
    upload.delete()


def hold(sha256: str) -> None:
    """Nobody removes these bytes before this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [lock_of(sha256)])


def lock_of(sha256: str) -> int:
    return int.from_bytes(bytes.fromhex(sha256[:16]), signed=True)
