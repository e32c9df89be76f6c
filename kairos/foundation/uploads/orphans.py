"""Bytes that no row names: an act that failed after writing them, a document taken back. Removed a day later."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection

from kairos.foundation import clock, media
from kairos.foundation.uploads.models import Upload
from kairos.foundation.uploads.storing import SHELF, lock_of

PATIENCE = timedelta(days=1)
"""A backup copies the database first, then the files: what the database named then must still be there."""
DRAWERS = 256


def _named(hashes: list[str]) -> set[str]:
    return set(Upload.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))


def sweep_drawer(now: datetime) -> int:
    """Look into one of the 256 folders, another one each minute; returns how many files were removed."""
    return remove_from(int(now.timestamp() // 60) % DRAWERS)


def remove_from(drawer: int, shelf: str = SHELF, named: Callable[[list[str]], set[str]] = _named) -> int:
    """`named(hashes)`: those that a row names. Real time counts here, as it does for files."""
    before = (clock.outside() - PATIENCE).timestamp()
    old = {path.name: path for path in media.drawer(drawer, shelf) if path.stat().st_mtime < before}
    kept = named(list(old)) if old else set()
    return sum(remove(path, named) for name, path in sorted(old.items()) if name not in kept)


def remove(path: Path, named: Callable[[list[str]], set[str]]) -> bool:
    """Not while a row names it, nor while somebody is about to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_of(path.name)])
        alone = cursor.fetchone()[0]
    if not alone or named([path.name]):
        return False
    path.unlink(missing_ok=True)
    return True
