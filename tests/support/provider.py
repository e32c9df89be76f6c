"""An OpenID Connect provider that says what a test wants, over a real HTTP server; it believes nobody without proof."""

import base64
import json
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from kairos.foundation import clock
from kairos.identity.accounts import oidc
from tests.support.service import Handler, Service

CLIENT, SECRET = "kairos", "un secret: à deux & côtés"
PAUL = {"sub": "a7f3", "email": "paul.instruit@tests.example", "email_verified": True}


@dataclass
class Provider:
    """claims: of the identity token, over the right ones (None: left out, a timedelta: from now). person: beside it.

    document, tokens: over the right ones. wanted: what the last one who arrived asked. form, headers: of the last code.
    """

    service: Service
    claims: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] | bytes = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: key("un"))
    now: int = 0
    tokens: dict[str, Any] | None = None
    wanted: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        self.service.behaviour = self._answer
        oidc._provider_of.cache_clear()  # a port is given again: what another one published there is not this one's

    @property
    def issuer(self) -> str:
        return self.service.url

    def left(self, address: str) -> "Provider":
        """Someone arrives by this address."""
        self.wanted = dict(parse_qsl(urlsplit(address).query))
        self.now = int(clock.outside().timestamp())
        return self

    def back(self, **said: str) -> dict[str, str]:
        """The query of the return."""
        return {"state": self.wanted["state"], "code": "c0de", **said}

    def right(self) -> dict[str, Any]:
        """Of Paul, to us, now."""
        dates = {"iat": self.now, "exp": self.now + 60}
        return {"iss": self.issuer, "aud": CLIENT, "nonce": self.wanted["nonce"], **dates, **PAUL}

    def id_token(self) -> str:
        said = self.right() | self.claims
        return self.sign({name: self._at(value) for name, value in said.items() if value is not None})

    def _at(self, value: Any) -> Any:
        return self.now + int(value.total_seconds()) if isinstance(value, timedelta) else value

    def sign(self, claims: dict[str, Any], by: RSAKey | None = None) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, by or self.key)

    def _answer(self, handler: Handler) -> None:
        answers = {
            "/.well-known/openid-configuration": self._document,
            "/jwks": lambda: KeySet([self.key]).as_dict(private=False),
            "/token": lambda: self._tokens(handler),
            "/userinfo": lambda: self.person,
        }
        said = answers[urlsplit(handler.path).path]()
        if said is None:
            handler.say(400, b'{"error": "invalid_grant"}')
        else:
            handler.say(200, said if isinstance(said, bytes) else json.dumps(said).encode())

    def _document(self) -> dict[str, Any]:
        places = {"authorization": "authorize?tenant=1", "token": "token", "userinfo": "userinfo"}
        addresses = {f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in places.items()}
        return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks", **addresses} | self.document

    def _tokens(self, handler: Handler) -> dict[str, Any] | None:
        """Nothing without the code, and the secret of the browser that asked for it (RFC 7636)."""
        self.form, self.headers = dict(parse_qsl(handler.sent.decode(), keep_blank_values=True)), dict(handler.headers)
        proof = sha256(self.form["code_verifier"].encode()).digest()
        proved = base64.urlsafe_b64encode(proof).rstrip(b"=").decode() == self.wanted["code_challenge"]
        if not proved or self.form["code"] != "c0de":
            return None
        return self.tokens or {"id_token": self.id_token(), "access_token": "j3t0n", "token_type": "Bearer"}


def forged_key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name})


key = cache(forged_key)
"""The same for all the tests: it takes a while."""
