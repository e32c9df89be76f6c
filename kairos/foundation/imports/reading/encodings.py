"""Which encoding a text is written in: a mark, UTF-8 that holds to its end, else the one that reads as French."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from kairos.foundation.imports.reading.forms import Unreadable

_PIECE = 1 << 16
_SAMPLE = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OLD = ("cp1252", "iso-8859-15", "mac_roman", "cp850")
"""The first of those that read best."""
_USUAL = {"é": 8} | dict.fromkeys("èàêçùôîâû’«»°\u00a0", 3)
_FRENCH = dict.fromkeys("äëïöüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ‘“”€–—…²³§", 1) | _USUAL
"""How French a sign is: an old encoding reads another one's letters as rarer ones."""
BINARY = (
    "Ce fichier n’est ni un CSV ni un classeur XLSX, quel que soit son nom. Enregistrez-le dans l’un de ces formats."
)


def encoding_of(path: Path) -> str:
    """Raises Unreadable for what is no text."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return _held(path, encoding)
    if head.count(0) > len(head) // 4:
        return _held(path, "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be")
    if b"\0" in head:
        raise Unreadable(BINARY)
    return "utf-8" if _holds(path, "utf-8") else _old(path)


def _held(path: Path, encoding: str) -> str:
    if not _holds(path, encoding):
        raise Unreadable("Ce fichier est abîmé : son texte s’interrompt. Enregistrez-le de nouveau, en CSV UTF-8.")
    return encoding


def _holds(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for piece in _pieces(path):
            if "\0" in decoder.decode(piece):
                return False
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _old(path: Path) -> str:
    with path.open("rb") as file:
        strange = bytes(byte for byte in file.read(_SAMPLE) if byte > 127)
    able = [encoding for encoding in _OLD if _holds(path, encoding)]
    if not able:
        raise Unreadable(BINARY)
    return max(able, key=lambda encoding: sum(_FRENCH.get(one, -1) for one in strange.decode(encoding, "replace")))
