"""Is a file as Kairos made it? Without a database, and without trusting any number that it says.

Nothing is written to disk and nothing inflated. Every octet is looked at: those of each file against the hash in the
manifest, the manifest against its seal, all the others against what `packing` writes.
"""

import hashlib
import os
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kairos.path.bundles import manifest, packing
from kairos.path.bundles.manifest import MANIFEST, SEAL, Entry

SAFE = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/){0,3}[A-Za-z0-9_-][A-Za-z0-9._-]*")
LONGEST = 150
MOST_MANIFEST = 4_000_000
_PIECE = 64 * 1024
_BAD = (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, RuntimeError, struct.error)


@dataclass(frozen=True, slots=True)
class Fault:
    """code: for programs. name: of a file, empty when it is the whole."""

    code: str
    said: str
    name: str = ""


@dataclass(slots=True)
class Verdict:
    """key: of whoever sealed it, empty when nobody did. known: whether it is one that was to be expected; None when
    nothing says which to expect. said: what the manifest says of the session, once its seal is right."""

    faults: list[Fault] = field(default_factory=list)
    files: int = 0
    key: str = ""
    known: bool | None = None
    said: dict = field(default_factory=dict)

    def fault(self, code: str, said: str, name: str = "") -> None:
        self.faults.append(Fault(code, said, name))


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it stands. size: octets."""

    name: str
    place: int
    crc: int
    size: int


def verify(path: Path, keys: set[str] = frozenset()) -> Verdict:
    """`keys`: the public keys to be expected, none when one does not know. Raises OSError when it cannot be opened."""
    verdict = Verdict()
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        found = _listed(file, size, verdict)
        if found is not None:
            listed = _sealed(file, found, verdict, keys)
            _compare(file, found, listed, verdict)
            _between(file, found, size, verdict)
    return verdict


# The shape


def _listed(file: BinaryIO, size: int, verdict: Verdict) -> dict[str, Found] | None:
    """The files by name; None when it is not worth going on."""
    if size > packing.MOST_BYTES:
        verdict.fault("too_large", "Ce fichier dépasse la taille d’un dossier de contrôle : il n’est pas lu.")
    elif reason := _end(file, size):
        verdict.fault("truncated", reason)
    else:
        return _infos(file, size, verdict)
    return None


def _end(file: BinaryIO, size: int) -> str:
    """Why the last octets are not the end of such a file, before anything of it is believed."""
    if size < packing.END.size:
        return "Ce fichier est vide ou coupé."
    file.seek(size - packing.END.size)
    sign, _, _, _, count, length, place, comment = packing.END.unpack(file.read(packing.END.size))
    if sign != b"PK\5\6" or comment:
        return "La fin manque, ou quelque chose la suit : ce fichier est coupé, allongé, ou n’est pas un ZIP."
    if count > packing.MOST_FILES or length > count * (46 + LONGEST) or place + length + packing.END.size != size:
        return "La table des fichiers n’est pas à sa place : ce ZIP est coupé, allongé, ou piégé."
    return ""


def _infos(file: BinaryIO, size: int, verdict: Verdict) -> dict[str, Found] | None:
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
    except _BAD:
        verdict.fault("truncated", "La table des fichiers ne se lit pas : ce ZIP est coupé ou abîmé.")
        return None
    for info in infos:
        _name(info.filename, verdict)
        if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size or info.flag_bits & 1:
            verdict.fault("compressed", "Compressé ou chiffré : Kairos ne le fait jamais. Rien n’est déplié.",
                          _shown(info.filename))  # fmt: skip
    for name, times in Counter(info.filename for info in infos).items():
        if times > 1:
            verdict.fault("twice", "Ce nom est deux fois dans le ZIP.", _shown(name))
    if sum(info.file_size for info in infos) > size:
        verdict.fault("bomb", "Les fichiers annoncent plus d’octets que le ZIP n’en a : il est piégé.")
    if verdict.faults:
        return None
    return {one.filename: Found(one.filename, one.header_offset, one.CRC, one.file_size) for one in infos}


def _name(name: str, verdict: Verdict) -> None:
    if len(name) > LONGEST or not SAFE.fullmatch(name):
        verdict.fault("name", "Ce nom sortirait du dossier, ou n’est pas de Kairos : rien n’est écrit.", _shown(name))


def _shown(name: str) -> str:
    return ascii(name)[1:-1][:LONGEST]


# What it says


def _sealed(file: BinaryIO, found: dict[str, Found], verdict: Verdict, keys: set[str]) -> list[Entry] | None:
    """What the manifest lists; None when there is none to be read."""
    for name in (MANIFEST, SEAL):
        if name not in found:
            verdict.fault("missing", "Manquant : sans lui, rien ne se vérifie.", name)
    if MANIFEST not in found:
        return None
    if found[MANIFEST].size > MOST_MANIFEST:
        verdict.fault("manifest", "Le manifeste est trop long pour être de Kairos.", MANIFEST)
        return None
    content = b"".join(_content(file, found[MANIFEST]))
    if SEAL in found:
        _signed(content, b"".join(_content(file, found[SEAL])) if found[SEAL].size < 1000 else b"", verdict, keys)
    try:
        return manifest.read(content)
    except ValueError:
        verdict.fault("manifest", "Le manifeste ne se lit pas.", MANIFEST)
        return None


def _signed(content: bytes, seal: bytes, verdict: Verdict, keys: set[str]) -> None:
    signer = manifest.signer(content, seal)
    if signer is None:
        verdict.fault("manifest", "Changé : le sceau n’est pas celui de ce manifeste.", MANIFEST)
        return
    verdict.key, verdict.known = signer, signer in keys if keys else None
    if verdict.known is False:
        verdict.fault("seal", f"Scellé par une autre clé que celle attendue : {signer}.", SEAL)
    else:
        verdict.said = manifest.said(content)


def _compare(file: BinaryIO, found: dict[str, Found], listed: list[Entry] | None, verdict: Verdict) -> None:
    """Each file that is listed, and each that is not."""
    if listed is None:
        return
    for one in listed:
        _one(file, found.get(one.name), one, verdict)
    for name in sorted(found.keys() - {one.name for one in listed} - {MANIFEST, SEAL}):
        verdict.fault("added", "Ajouté : le manifeste ne le connaît pas.", name)


def _one(file: BinaryIO, found: Found | None, listed: Entry, verdict: Verdict) -> None:
    if found is None:
        verdict.fault("missing", "Manquant.", _shown(listed.name))
        return
    hashed = hashlib.sha256()
    for piece in _content(file, found):
        hashed.update(piece)
    if found.size != listed.size or hashed.hexdigest() != listed.sha256:
        verdict.fault("changed", "Changé : son contenu n’est plus celui du manifeste.", found.name)
    verdict.files += 1


def _content(file: BinaryIO, found: Found) -> Iterator[bytes]:
    """As Kairos writes it, right after its name; what lies elsewhere is told by `_between`."""
    file.seek(found.place + 30 + len(found.name))
    left = found.size
    while left and (piece := file.read(min(left, _PIECE))):
        left -= len(piece)
        yield piece


# The octets beside the contents


def _between(file: BinaryIO, found: dict[str, Found], size: int, verdict: Verdict) -> None:
    """Each header and the table at the end, octet by octet, with nothing before, between nor after."""
    at, files = 0, sorted(found.values(), key=lambda one: one.place)
    for one in files:
        expected = packing.header(one.name, one.crc, one.size)
        file.seek(at)
        if one.place != at or file.read(len(expected)) != expected or _crc(file, one) != one.crc:
            verdict.fault("envelope", "Ce qui entoure ce fichier dans le ZIP n’est pas de Kairos.", one.name)
            return
        at += len(expected) + one.size
    expected = b"".join(packing.tail((one.name, one.place, one.crc, one.size) for one in found.values()))
    file.seek(at)
    if size - at != len(expected) or file.read() != expected:
        verdict.fault("envelope", "La table des fichiers n’est pas de Kairos : le ZIP a été refait ou changé.")


def _crc(file: BinaryIO, found: Found) -> int:
    crc = 0
    for piece in _content(file, found):
        crc = zlib.crc32(piece, crc)
    return crc
