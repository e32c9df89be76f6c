"""Whether the secret key of a backup is the one of this installation."""

import hmac
from hashlib import sha256

from django.conf import settings

from kairos.foundation import crypto

_PURPOSE = "backup"


def mark(secret: str | None = None) -> str:
    """Equal for equal keys; tells nothing of the key."""
    return hmac.new(crypto.derive(_PURPOSE, secret), b"key of this backup", sha256).hexdigest()


def can_read(marked: str) -> bool:
    """Whether this installation's key, or one of its previous keys, is the one that was marked."""
    return marked in {mark(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}
