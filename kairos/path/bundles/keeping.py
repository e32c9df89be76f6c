"""The bytes of the files: on a shelf of their own, gone with the row that names them."""

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from kairos.foundation import media
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.uploads import orphans, storing
from kairos.path.bundles.models import SessionBundle

SHELF = "bundles"
PIECE = 64 * 1024


def keep(content: Path, sha256: str) -> None:
    """In the act that names it."""
    storing.hold(sha256)
    media.keep_file(content, sha256, SHELF)


def path(row: SessionBundle) -> Path | None:
    """None once erased, or when the folder is incomplete."""
    return media.path_of(row.sha256, SHELF) if row.state == SessionBundle.State.READY else None


def pieces(found: Path) -> Iterator[bytes]:
    with found.open("rb") as file:
        yield from iter(lambda: file.read(PIECE), b"")


def discard(sha256: str) -> None:
    """As soon as this transaction is done, unless another row names them."""
    transaction.on_commit(lambda: _discard(sha256))


def _discard(sha256: str) -> None:
    if found := media.path_of(sha256, SHELF):
        with scope(system("bundles.discard")):
            orphans.remove(found, named)


def named(hashes: list[str]) -> set[str]:
    """Those that a row still names, in the eyes of the jobs."""
    rows = SessionBundle.objects.filter(sha256__in=hashes, state=SessionBundle.State.READY)
    return set(rows.values_list("sha256", flat=True))
