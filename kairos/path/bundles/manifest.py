"""What a file says of itself: MANIFEST.json, every other file with its hash, sealed by MANIFEST.sig.

The seal is an Ed25519 signature of the very bytes of MANIFEST.json, by a key derived for this alone from the secret of
the installation. MANIFEST.sig names the public key, so that anybody can check it, with Kairos or without.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from kairos.foundation import crypto

FORMAT = "kairos-bundle-1"
PURPOSE = "bundle.seal"
MANIFEST, SEAL = "MANIFEST.json", "MANIFEST.sig"
_SEAL = re.compile(rb"kairos-bundle-1\nkey: ([0-9a-f]{64})\nsignature: ([0-9a-f]{128})\n")
UNSET = "unset"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: its name, the SHA-256 of its content, octets."""

    name: str
    sha256: str
    size: int


def entry(name: str, content: bytes) -> Entry:
    return Entry(name, hashlib.sha256(content).hexdigest(), len(content))


def written(said: dict[str, Any], files: Sequence[Entry]) -> bytes:
    """`said`: of the session, for whom and when it was made."""
    whole = {"format": FORMAT, **said, "files": [asdict(one) for one in files]}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def read(content: bytes) -> list[Entry]:
    """Raises ValueError when it is not such a manifest."""
    try:
        whole = json.loads(content)
        if whole["format"] != FORMAT:
            raise ValueError("format")
        return [Entry(str(one["name"]), str(one["sha256"]), int(one["size"])) for one in whole["files"]]
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError("manifest") from error


def said(content: bytes) -> dict[str, Any]:
    """All it says beside its files."""
    whole = json.loads(content)
    return {name: value for name, value in whole.items() if name != "files"} if isinstance(whole, dict) else {}


def sealed(content: bytes) -> bytes:
    """MANIFEST.sig of this manifest, by this installation."""
    signature = _private(settings.SECRET_KEY).sign(content)
    return f"{FORMAT}\nkey: {key()}\nsignature: {signature.hex()}\n".encode()


def key(secret: str | None = None) -> str:
    """The public key of this installation, 64 figures: to be compared by whoever receives a file."""
    return _private(secret or settings.SECRET_KEY).public_key().public_bytes_raw().hex()


def own_keys() -> set[str]:
    """Of the present secret and of those that it replaced; none on a machine that is no installation."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return {key(secret) for secret in secrets if secret != UNSET}


def signer(content: bytes, seal: bytes) -> str | None:
    """The key that sealed this very content; None when the seal is not of it."""
    if not (found := _SEAL.fullmatch(seal)):
        return None
    public, signature = (bytes.fromhex(part.decode()) for part in found.groups())
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return None
    return public.hex()


def _private(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(crypto.derive(PURPOSE, secret))
