"""Bytes that no row names: an act that failed after writing them, a document taken back. Removed a day later."""

from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection

from kairos.foundation import clock, media
from kairos.foundation.uploads.models import Upload
from kairos.foundation.uploads.storing import SHELF, lock_of

PATIENCE = timedelta(days=1)
"""A backup copies the database first, then the files: what the database named then must still be there."""
DRAWERS = 256


def sweep_drawer(now: datetime) -> int:
    """Look into one of the 256 folders, another one each minute; returns how many files were removed."""
    return remove_from(int(now.timestamp() // 60) % DRAWERS)


def remove_from(drawer: int) -> int:
    """Real time counts here, as it does for files."""
    before = (clock.outside() - PATIENCE).timestamp()
    old = {path.name: path for path in media.drawer(drawer, SHELF) if path.stat().st_mtime < before}
    named = set(Upload.objects.filter(sha256__in=list(old)).values_list("sha256", flat=True)) if old else set()
    return sum(_remove(path) for name, path in sorted(old.items()) if name not in named)


def _remove(path: Path) -> bool:
    """Not while somebody is about to name it again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_of(path.name)])
        alone = cursor.fetchone()[0]
    if not alone or Upload.objects.filter(sha256=path.name).exists():
        return False
    path.unlink(missing_ok=True)
    return True
