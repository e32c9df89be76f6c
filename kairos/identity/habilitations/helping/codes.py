"""The code that the person says to the agent: forty bits, read aloud in two groups of four, marked with our key."""

import re
import secrets

from kairos.foundation import crypto
from kairos.identity.accounts.provisional import ALPHABET

LENGTH = 8
PURPOSE = "helping"


def make() -> str:
    """« K7QF-2XM9 »."""
    bare = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{bare[:4]}-{bare[4:]}"


def mark(typed: str) -> bytes:
    """The same whatever the spaces, the hyphen and the case."""
    return crypto.mark(re.sub(r"[^0-9A-Z]", "", typed.upper()), PURPOSE)
