"""Files kept under KAIROS_MEDIA by the hash of their content: written once, the same twice, never changed.

A shelf is a folder of its own for one kind of files; without one they stand at the top. Each is divided in 256 drawers
by the first two figures of the hash. Only the user Kairos runs as can read them.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings


def keep(content: bytes, shelf: str = "") -> str:
    """Write the content and return its SHA-256 (64 hexadecimal figures), under which it is found again."""
    sha256 = hashlib.sha256(content).hexdigest()
    _keep(sha256, shelf, lambda file: file.write(content))
    return sha256


def keep_file(content: Path, sha256: str, shelf: str = "") -> None:
    """The same for a file whose SHA-256 is known, however large."""
    with content.open("rb") as found:
        _keep(sha256, shelf, lambda file: shutil.copyfileobj(found, file))


def _keep(sha256: str, shelf: str, write: Callable[[BinaryIO], object]) -> None:
    path = _path(sha256, shelf)
    if path.exists():
        path.touch()
    else:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, write)


def read(sha256: str, shelf: str = "") -> bytes | None:
    """The content, None when it was never kept (or its folder is lost)."""
    try:
        return _path(sha256, shelf).read_bytes()
    except FileNotFoundError:
        return None


def path_of(sha256: str, shelf: str = "") -> Path | None:
    """Where the content is, to be read piece by piece; None as for `read`."""
    path = _path(sha256, shelf)
    return path if path.is_file() else None


def touch(sha256: str, shelf: str = "") -> None:
    """Say that the file was of use until now."""
    path = _path(sha256, shelf)
    if path.exists():
        path.touch()


def drawer(number: int, shelf: str = "") -> list[Path]:
    """The whole files of one drawer, 0 to 255."""
    folder = Path(settings.KAIROS_MEDIA) / shelf / f"{number:02x}"
    return [path for path in folder.iterdir() if len(path.name) == 64] if folder.is_dir() else []


def _write(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Whole or not at all, even if the machine stops: written aside (mode 600), flushed, then given its name."""
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def _path(sha256: str, shelf: str) -> Path:
    return Path(settings.KAIROS_MEDIA) / shelf / sha256[:2] / sha256
