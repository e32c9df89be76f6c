"""Where a sealed stretch differs: its sealed digests against those computed from the rows that are there now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as it stands: its number, its instant, the digest computed from it."""

    id: int
    at: datetime
    digest: bytes


@dataclass(frozen=True, slots=True)
class Difference:
    """kind: "changed", "removed", "inserted". row: the one that is there; None when it was removed.

    before, after: the untouched neighbours, where there are any.
    """

    kind: str
    row: Row | None
    before: Row | None
    after: Row | None


def differences(
    sealed: Sequence[bytes], rows: Sequence[Row], before: Row | None = None, beyond: Row | None = None
) -> list[Difference]:
    """Between two untouched entries, a missing digest and an unknown row are one entry changed; what is left over
    on one side was removed, on the other inserted. before, beyond: the rows around the stretch."""
    found: list[Difference] = []
    for missing, unknown, after in _gaps(sealed, rows, beyond):
        for number in range(max(missing, len(unknown))):
            row = unknown[number] if number < len(unknown) else None
            found.append(Difference(_kind(row, number < missing), row, before, after))
        before = after
    return found


def _kind(row: Row | None, was_sealed: bool) -> str:
    if row is None:
        return "removed"
    return "changed" if was_sealed else "inserted"


def _gaps(
    sealed: Sequence[bytes], rows: Sequence[Row], beyond: Row | None
) -> Iterator[tuple[int, list[Row], Row | None]]:
    """Before each untouched row, and at the end: how many digests have no row, and the rows that have no digest."""
    known = set(sealed)
    standing = {row.digest for row in rows}
    waiting = iter(sealed)
    unknown: list[Row] = []
    for row in rows:
        if row.digest not in known:
            unknown.append(row)
            continue
        yield _skip_to(row.digest, waiting, standing), unknown, row
        unknown = []
    yield sum(digest not in standing for digest in waiting), unknown, beyond


def _skip_to(digest: bytes, waiting: Iterator[bytes], standing: set[bytes]) -> int:
    """How many sealed digests before this one have no row any more; this one is taken."""
    missing = 0
    for sealed in waiting:
        if sealed == digest:
            break
        missing += sealed not in standing
    return missing
