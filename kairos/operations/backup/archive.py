"""The file of a backup: an uncompressed tar (the dump is compressed already) that ends with its manifest."""

import contextlib
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kairos.operations.errors import CannotRun

FORMAT = 1
DUMP, SEALS, MEDIA, MANIFEST = "database.dump", "seals.jsonl", "media", "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    made_at: ISO instant. key_mark: tells whether the secret key is the same, and nothing of it. migrations: those
    applied, « app.name ». rows: table → count, in the snapshot that was dumped. files: member → SHA-256.
    """

    version: str
    made_at: str
    postgresql: int
    key_mark: str
    migrations: list[str]
    rows: dict[str, int]
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


class Writer:
    """Adds members and remembers their hashes; `close` writes the manifest."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._hashes: dict[str, str] = {}

    def add(self, path: Path, name: str) -> None:
        """A file that was removed since it was listed is left out: nothing in the database needs it any more."""
        with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
            self._hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            self._tar.addfile(self._tar.gettarinfo(arcname=name, fileobj=file), file)

    def add_folder(self, folder: Path, name: str) -> None:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                self.add(path, f"{name}/{path.relative_to(folder).as_posix()}")

    def close(self, manifest: Manifest) -> None:
        content = json.dumps(asdict(manifest) | {"files": self._hashes}, ensure_ascii=False, indent=1).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = len(content), 0o600
        self._tar.addfile(member, io.BytesIO(content))


@contextlib.contextmanager
def write(file: Path) -> Iterator[Writer]:
    """`file` appears whole, readable by its owner alone, or not at all."""
    draft = file.with_name(f"{file.name}.partial")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)


def unpack(file: Path, folder: Path) -> Manifest:
    """Take every member out into `folder`, each checked against its hash. Raises CannotRun."""
    try:
        with tarfile.open(file, "r:") as tar:
            _take_out(tar, folder)
        manifest = _manifest(json.loads((folder / MANIFEST).read_text()))
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise CannotRun(f"{file} n’est pas une sauvegarde de Kairos, ou elle est incomplète ({error}).") from error
    for name, wanted in manifest.files.items():
        _check(folder / name, wanted)
    return manifest


def _take_out(tar: tarfile.TarFile, folder: Path) -> None:
    """Plain files that stay within `folder`. Raises ValueError. Python 3.11.2, Debian's, has no filter of its own."""
    root = folder.resolve()
    for member in tar.getmembers():
        if not (member.isfile() or member.isdir()) or not (root / member.name).resolve().is_relative_to(root):
            raise ValueError(member.name)
    tar.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))


def _manifest(written: dict[str, Any]) -> Manifest:
    if written["format"] != FORMAT:
        raise CannotRun(f"Cette sauvegarde est au format {written['format']}, cette version lit le format {FORMAT}.")
    return Manifest(**written)


def _check(path: Path, wanted: str) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        found = ""
    if found != wanted:
        raise CannotRun(f"La sauvegarde est abîmée\u00a0: « {path.name} » n’est plus ce qui avait été écrit.")
