"""Whether a token was signed by a provider, and says what is wanted. Imported when a token is read, not before: joserfc
weighs five megabytes that an installation without a provider does without."""

from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

from kairos.foundation import clock

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures by the provider's private key: never one of a secret shared with us, never none."""
CLOCKS_APART = 60
"""Seconds."""


class Disbelieved(ValueError):
    """The token is not signed by one of these keys, or does not say what is wanted."""


def read(token: str, keys: Any, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The claims. `keys`: as the provider publishes them (RFC 7517). `wanted`: what each claim must be (OpenID Connect
    Core § 5.5.1); dates are always checked. Raises Disbelieved."""
    now = int(clock.outside().timestamp())
    try:
        claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims
        JWTClaimsRegistry(now=now, leeway=CLOCKS_APART, **wanted).validate(claims)
    except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Disbelieved(f"{type(error).__name__}: {error}") from error
    return claims
