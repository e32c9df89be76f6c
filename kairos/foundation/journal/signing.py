"""What a seal says in one line, and its Ed25519 signature, by a key derived from the secret of the installation."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from kairos.foundation import crypto
from kairos.foundation.journal.models import JournalSeal

PURPOSE = "journal.seal"


def statement(seal: JournalSeal) -> dict[str, Any]:
    """Everything a seal says, in plain values."""
    return {
        "number": seal.number,
        "era": seal.era,
        "tx_from": seal.tx_from,
        "tx_to": seal.tx_to,
        "entries": seal.entries,
        "digests": sha256(seal.digests).hexdigest(),
        "head": bytes(seal.head).hex(),
        "sealed_at": instant(seal.sealed_at),
    }


def instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def sign(seal: JournalSeal) -> bytes:
    return sign_statement(statement(seal))


def sign_statement(said: dict[str, Any]) -> bytes:
    return _key(settings.SECRET_KEY).sign(_bytes(said))


def is_signed(said: dict[str, Any], signature: bytes) -> bool:
    """Whether the present secret, or one that it replaced, signed this."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(_verifies(secret, _bytes(said), signature) for secret in secrets)


def _bytes(said: dict[str, Any]) -> bytes:
    return b"kairos-seal-1\n" + json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _key(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(crypto.derive(PURPOSE, secret))


def _verifies(secret: str, message: bytes, signature: bytes) -> bool:
    try:
        _key(secret).public_key().verify(signature, message)
    except InvalidSignature:
        return False
    return True
