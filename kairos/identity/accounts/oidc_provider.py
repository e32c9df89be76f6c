"""One OpenID Connect provider: what it publishes, the code against tokens, what it says of a person."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from kairos.foundation import clock, remote
from kairos.foundation.remote import Answer, NoAnswer, NotJson

Claims = dict[str, Any]

PUBLISHED_FOR = timedelta(hours=1)
"""How long what the provider publishes is kept; its keys are asked again at once when a token is not by one of them."""
LONGEST_SUBJECT = 255


class Unavailable(Exception):
    """The provider does not answer."""


class Untrusted(Exception):
    """It answered, and what it said is not believed."""


class Tokens(NamedTuple):
    id_token: str
    access_token: str


class Provider:
    """Each method raises Unavailable or Untrusted. `timeout`: seconds, of each of its answers."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, timeout: float) -> None:
        self._issuer, self._client_id, self._client_secret = issuer, client_id, client_secret
        self._service = remote.Service("oidc", timeout)
        self._published: Claims = {}
        self._keys: Claims = {}
        self._asked_at = datetime.min.replace(tzinfo=UTC)

    def endpoint(self, name: str) -> str:
        """An address that the provider publishes."""
        address = self._document().get(name)
        if not isinstance(address, str) or not remote.is_safe(address.partition("?")[0]):
            raise Untrusted(f"{name} is not a safe address")
        return address

    def exchange(self, code: str, verifier: str, return_address: str) -> Tokens:
        """The tokens for the code of a return."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": return_address,
            "code_verifier": verifier,
        }
        secret, headers = self._secret()
        url = self.endpoint("token_endpoint")
        said = _object(_answer(lambda: self._service.post(url, form | secret, headers)))
        tokens = Tokens(said.get("id_token"), said.get("access_token"))
        if not all(isinstance(token, str) for token in tokens):
            raise Untrusted("a token is missing")
        return tokens

    def read_id_token(self, token: str, nonce: str) -> Claims:
        """What the provider says, to us, of whoever left with this nonce."""
        exact = {"iss": self._issuer, "aud": self._client_id, "nonce": nonce}
        wanted = {name: {"essential": True, "value": value} for name, value in exact.items()}
        claims = self._signed(token, wanted | {name: {"essential": True} for name in ("exp", "iat", "sub")})
        single = isinstance(claims["aud"], str) or len(claims["aud"]) == 1
        if claims.get("azp", self._client_id if single else "") != self._client_id:
            raise Untrusted("meant for another client")
        if not claims["sub"].isascii() or len(claims["sub"]) > LONGEST_SUBJECT:
            raise Untrusted("no name of a person")
        return claims

    def user_info(self, access_token: str, subject: str) -> Claims:
        """The rest of what the provider says of this person, in JSON or as a signed token."""
        url = self.endpoint("userinfo_endpoint")
        bearer = {"Authorization": f"Bearer {access_token}", "Accept": "application/json, application/jwt"}
        answer = _answer(lambda: self._service.get(url, bearer))
        body = answer.body.strip()
        said = _object(answer) if body.startswith(b"{") else self._signed(body.decode("ascii", "replace"), {})
        if said.get("sub") != subject:
            raise Untrusted("said of another person")
        audience = said.get("aud", self._client_id)
        meant = self._client_id in audience if isinstance(audience, list) else audience == self._client_id
        if said.get("iss", self._issuer) != self._issuer or not meant:
            raise Untrusted("said by or for another")
        return said

    def _secret(self) -> tuple[dict[str, str], dict[str, str]]:
        """How we prove who we are, in the form or in a header: as the provider publishes (OpenID Connect Core § 9)."""
        known = self._document().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        if "client_secret_basic" not in known:
            return {"client_id": self._client_id, "client_secret": self._client_secret}, {}
        pair = f"{quote(self._client_id, safe='')}:{quote(self._client_secret, safe='')}"
        return {}, {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    def _signed(self, token: str, wanted: Claims) -> Claims:
        """The claims of a token of the provider's; it may have changed its keys meanwhile."""
        from kairos.identity.accounts import oidc_tokens

        try:
            return oidc_tokens.read(token, self._key_set(), wanted)
        except oidc_tokens.Disbelieved:
            self._keys = {}
        try:
            return oidc_tokens.read(token, self._key_set(), wanted)
        except oidc_tokens.Disbelieved as error:
            raise Untrusted(str(error)) from error

    def _key_set(self) -> Claims:
        if not self._keys:
            url = self.endpoint("jwks_uri")
            self._keys = _object(_answer(lambda: self._service.get(url)))
        return self._keys

    def _document(self) -> Claims:
        """What the provider publishes of itself (OpenID Connect Discovery 1.0)."""
        if clock.outside() - self._asked_at >= PUBLISHED_FOR:
            url = self._issuer.rstrip("/") + "/.well-known/openid-configuration"
            said = _object(_answer(lambda: self._service.get(url)))
            if said.get("issuer") != self._issuer:
                raise Untrusted("another provider speaks there")
            self._published, self._keys, self._asked_at = said, {}, clock.outside()
        return self._published


def _answer(ask: Callable[[], Answer]) -> Answer:
    try:
        answer = ask()
    except NoAnswer as error:
        raise Unavailable(str(error)) from error
    if answer.status != 200:
        raise Untrusted(f"status {answer.status}")
    return answer


def _object(answer: Answer) -> Claims:
    try:
        said = answer.json()
    except NotJson as error:
        raise Untrusted(str(error)) from error
    if not isinstance(said, dict):
        raise Untrusted("not an object")
    return said
