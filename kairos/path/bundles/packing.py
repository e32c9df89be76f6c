"""Writing the ZIP: not compressed, files one after the other, no date of its own. The same contents, the same bytes.

Not compressed: what is inside is never larger than what was received, and every byte of the file is accounted for
(`verifying`), between the files too.
"""

import hashlib
import shutil
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from kairos.path.bundles import manifest
from kairos.path.bundles.manifest import Entry

NO_DATE = (1980, 1, 1, 0, 0, 0)
MOST_FILES = 5_000
MOST_BYTES = 2_000_000_000
"""Octets in all: below what the simple form of ZIP can say."""
_PIECE = 64 * 1024
Content = bytes | Path


@dataclass(frozen=True, slots=True)
class Part:
    """A file to come. make: its content, or where that is; called when it is written, one at a time."""

    name: str
    make: Callable[[], Content]


@dataclass(frozen=True, slots=True)
class Made:
    """A file on disk, not on the shelf yet. files: how many the manifest lists. people: whom they name."""

    path: Path
    sha256: str
    size: int
    files: int
    people: tuple[UUID, ...]


class TooLarge(Exception):
    """More than one file can hold."""


def pack(parts: Iterable[Part], said: dict[str, Any], target: Path, told: Callable[[int], None]) -> list[Entry]:
    """Write the whole; at most one content is in memory. `told(count)` after each. Raises TooLarge."""
    entries: list[Entry] = []
    with zipfile.ZipFile(target, "x", zipfile.ZIP_STORED, allowZip64=False) as archive:
        for part in parts:
            entries.append(_add(archive, part.name, part.make()))
            _bound(entries)
            told(len(entries))
        content = manifest.written(said, entries)
        _add(archive, manifest.MANIFEST, content)
        _add(archive, manifest.SEAL, manifest.sealed(content))
    return entries


def _bound(entries: list[Entry]) -> None:
    if len(entries) > MOST_FILES - 2 or sum(one.size for one in entries) > MOST_BYTES * 0.99:
        raise TooLarge


def _add(archive: zipfile.ZipFile, name: str, content: Content) -> Entry:
    info = blank(name)
    if isinstance(content, bytes):
        archive.writestr(info, content)
        return manifest.entry(name, content)
    with content.open("rb") as source, archive.open(info, "w") as out:
        shutil.copyfileobj(source, out, _PIECE)
    return Entry(name, sha256_of(content), info.file_size)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def blank(name: str) -> zipfile.ZipInfo:
    """Nothing of the machine nor of the hour."""
    info = zipfile.ZipInfo(name, NO_DATE)
    info.create_system, info.external_attr = 3, 0o100600 << 16
    return info


# What each byte beside the contents must be


def header(name: str, crc: int, size: int) -> bytes:
    """Before a content."""
    info = blank(name)
    info.CRC, info.file_size, info.compress_size = crc, size, size
    return info.FileHeader(zip64=False)


def tail(files: Iterable[tuple[str, int, int, int]]) -> Iterator[bytes]:
    """After the last content: of each file its name, its place, its CRC, its size; then the end."""
    count, length, after = 0, 0, 0
    for name, place, crc, size in files:
        said = name.encode("ascii")
        line = _CENTRAL.pack(b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 0x21, crc, size, size, len(said), 0, 0, 0, 0,
                             0o100600 << 16, place) + said  # fmt: skip
        count, length, after = count + 1, length + len(line), place + len(header(name, crc, size)) + size
        yield line
    yield END.pack(b"PK\5\6", 0, 0, count, count, length, after, 0)


_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
END = struct.Struct("<4s4H2LH")
