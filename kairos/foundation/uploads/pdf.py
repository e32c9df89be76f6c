"""What a PDF holds, seen without running or drawing it.

A scan of the bytes, no more: it finds the names by which a PDF declares scripts, programs to start and files within,
written plainly or with escapes, in the file itself and in the object streams it can inflate. It does not prove a file
harmless: what an encrypted PDF keeps in its object streams stays unseen, and is said so.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = b"%PDF-"
_TAIL = 1024
MOST_INFLATED = 32_000_000
"""Bytes of object streams looked into, in all; beyond, the file counts as examined in part."""
MOST_STREAMS = 10_000
_PIECE = 65_536


def _named(name: str) -> bytes:
    """A PDF name with any of its letters written as #xx (ISO 32000-1, § 7.3.5)."""
    letters = (f"(?:{re.escape(letter)}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in name)
    return b"/" + "".join(letters).encode()


ACTIVE = {
    "un programme (JavaScript)": re.compile(_named("JavaScript")),
    "une commande qui lance un programme": re.compile(_named("Launch")),
    "un autre fichier": re.compile(_named("EmbeddedFile")),
    "un contenu animé": re.compile(_named("RichMedia")),
    "un formulaire dynamique (XFA)": re.compile(_named("XFA") + rb"(?=[\s\[/<(])"),
}
"""What makes a PDF refused, as it is said → the name that declares it."""
_OBJECT_STREAM = re.compile(_named("ObjStm"))
_ENCRYPTED = re.compile(_named("Encrypt") + rb"(?=[\s/<])")
_STREAM = re.compile(rb"stream\r?\n")


@dataclass(frozen=True, slots=True)
class Scan:
    """active: what it declares, in French; protected: encrypted; partial: some object streams could not be read."""

    active: tuple[str, ...]
    protected: bool
    partial: bool


def is_whole(content: bytes) -> bool:
    """Whether the file ends as a PDF does: `startxref` and `%%EOF` in its last bytes, a cut file having lost them."""
    tail = content[-2 * _TAIL :]
    return b"startxref" in tail and b"%%EOF" in tail[-_TAIL:]


def scan(content: bytes) -> Scan:
    found = _active(content)
    partial = False
    for inflated in _object_streams(content):
        if inflated is None:
            partial = True
        else:
            found |= _active(inflated)
    active = tuple(what for what in ACTIVE if what in found)
    return Scan(active, protected=bool(_ENCRYPTED.search(content)), partial=partial)


def _active(content: bytes) -> set[str]:
    return {what for what, name in ACTIVE.items() if name.search(content)}


def _object_streams(content: bytes) -> Iterator[bytes | None]:
    """Each object stream inflated; None for one that cannot be, or for all that is beyond what we look into."""
    left, seen = MOST_INFLATED, -1
    for count, name in enumerate(_OBJECT_STREAM.finditer(content)):
        if left <= 0 or count >= MOST_STREAMS:
            yield None
            return
        begins = _STREAM.search(content, name.end(), name.end() + 4096)
        if begins is None or begins.end() == seen:
            continue
        seen = begins.end()
        inflated = _inflated(content, seen, left)
        yield inflated
        left -= len(inflated or b"")
    if left <= 0:
        yield None


def _inflated(content: bytes, start: int, most: int) -> bytes | None:
    """What is deflated from `start` on, `most` bytes of it at most; None when nothing whole is deflated there."""
    stream, pieces, size = zlib.decompressobj(), [], 0
    while not stream.eof and size < most:
        try:
            piece = stream.decompress(content[start : start + _PIECE], most - size)
        except zlib.error:
            return None
        if not piece and start >= len(content):
            return None
        pieces.append(piece)
        size += len(piece)
        start += _PIECE
    return b"".join(pieces)
