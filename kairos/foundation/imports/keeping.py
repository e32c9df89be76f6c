"""The bytes of files of lines: kept by their hash on a shelf of their own, removed as soon as no run needs them."""

from pathlib import Path

from django.db import transaction

from kairos.foundation import media
from kairos.foundation.actor import system
from kairos.foundation.imports.models import ImportRun
from kairos.foundation.isolation import scope
from kairos.foundation.uploads import orphans, storing

SHELF = "imports"


class Lost(Exception):
    """The row is there and its bytes are not: erased since, or the folder is incomplete."""


def keep(content: Path, sha256: str) -> None:
    """A file, in the act that names it."""
    storing.hold(sha256)
    media.keep_file(content, sha256, SHELF)


def path(sha256: str) -> Path:
    """Raises Lost."""
    found = media.path_of(sha256, SHELF) if sha256 else None
    if found is None:
        raise Lost(sha256)
    return found


def discard(*hashes: str) -> None:
    """As soon as this transaction is done, unless another run names them."""
    transaction.on_commit(lambda: _discard(hashes))


def _discard(hashes: tuple[str, ...]) -> None:
    for sha256 in filter(None, hashes):
        if found := media.path_of(sha256, SHELF):
            with scope(system("imports.discard")):
                orphans.remove(found, named)


def named(hashes: list[str]) -> set[str]:
    """Those that a run names, in the eyes of the jobs."""
    rows = ImportRun.objects
    found = set(rows.filter(sha256__in=hashes).values_list("sha256", flat=True))
    return found | set(rows.filter(errors_sha256__in=hashes).values_list("errors_sha256", flat=True))
