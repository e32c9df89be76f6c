"""Files kept under KAIROS_MEDIA by the hash of their content: written once, the same twice, never changed."""

import hashlib
import os
from pathlib import Path

from django.conf import settings


def keep(content: bytes) -> str:
    """Write the content and return its SHA-256 (64 hexadecimal figures), under which it is found again."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = _path(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(content)
        unfinished.replace(path)
    return sha256


def read(sha256: str) -> bytes | None:
    """The content, None when it was never kept (or its folder is lost)."""
    try:
        return _path(sha256).read_bytes()
    except FileNotFoundError:
        return None


def _path(sha256: str) -> Path:
    return Path(settings.KAIROS_MEDIA) / sha256[:2] / sha256
