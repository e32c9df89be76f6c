"""OpenID Connect: asking the operator's own identity provider who an agent is. docs/decisions/ says why it is ours.

Authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0 § 3.1, RFC 7636, RFC 9207, RFC 9700).
`begin` says where to send the browser and what it must bring back; `finish` says who came back. Nothing here knows
accounts: see `identities`.
"""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from hashlib import sha256
from hmac import compare_digest
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from kairos.foundation import clock, crypto
from kairos.identity.accounts.models import User
from kairos.identity.accounts.oidc_provider import Claims, Provider, Unavailable, Untrusted

PURPOSE = "oidc"
KEPT = timedelta(minutes=10)
"""How long one may take to sign in at the provider's."""
OF_THE_PERSON = ("email", "email_verified", "given_name", "family_name", "usual_name")
"""What may be said beside the identity token; how the person was recognised may not."""
BACK = "/connexion/agent/retour"
LEEWAY = timedelta(minutes=1)
"""How far apart two clocks may be."""


class Problem(StrEnum):
    """Why nobody came back. LOST: too late, another browser, or a forged return. UNPROVED: what was said is not
    believed, or the provider refused for a reason of its own."""

    SILENT = "silent"
    LOST = "lost"
    CANCELLED = "cancelled"
    UNPROVED = "unproved"


class Failed(Exception):
    def __init__(self, problem: Problem, detail: str = ""):
        super().__init__(f"{problem}: {detail}" if detail else problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Journey:
    """What the browser keeps, sealed, while it is at the provider's. `suite`: where to go then.

    since: when it left, in seconds, if the provider must ask for a proof again; else 0.
    """

    state: str
    nonce: str
    verifier: str
    suite: str
    since: int = 0

    @property
    def again(self) -> bool:
        return self.since > 0

    def sealed(self) -> str:
        return crypto.seal(json.dumps(asdict(self)).encode(), PURPOSE).decode()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who it is, says the provider. `email`: in lower case, empty unless verified. `strong`: by two factors."""

    issuer: str
    subject: str
    email: str
    first_name: str
    last_name: str
    strong: bool


def is_configured() -> bool:
    return bool(settings.KAIROS_OIDC_ISSUER)


def provider_name() -> str:
    """« Me connecter avec … »; nothing without the setting."""
    return settings.KAIROS_OIDC_NAME if is_configured() else ""


def alone_proves(person: User) -> bool:
    """Whether this agent has nothing of ours to prove who they are. `person`: with the factors held."""
    ours = person.has_totp or person.has_key or person.has_usable_password()
    return is_configured() and person.staff_role != "" and not ours


def begin(suite: str, *, again: bool = False) -> tuple[str, str]:
    """The provider's address, and the sealed journey for a cookie. `again`: a proof less than a minute old is wanted.

    Raises Failed.
    """
    since = int(clock.outside().timestamp()) if again else 0
    journey = Journey(*(secrets.token_urlsafe(48) for _ in range(3)), suite, since)
    try:
        endpoint = _provider().endpoint("authorization_endpoint")
    except (Unavailable, Untrusted) as error:
        raise Failed(Problem.SILENT, str(error)) from error
    joined = "&" if "?" in endpoint else "?"
    return endpoint + joined + urlencode(_request(journey)), journey.sealed()


def finish(said: Mapping[str, str], sealed: str) -> tuple[Identity, Journey]:
    """Who came back, from which journey. `said`: the query of the return. Raises Failed."""
    journey = _journey(sealed)
    if journey is None or not compare_digest(said.get("state", "").encode(), journey.state.encode()):
        raise Failed(Problem.LOST)
    if said.get("iss", settings.KAIROS_OIDC_ISSUER) != settings.KAIROS_OIDC_ISSUER:
        raise Failed(Problem.UNPROVED, "another provider answered")
    if error := said.get("error"):
        raise Failed(Problem.CANCELLED if error == "access_denied" else Problem.UNPROVED, error[:80])
    try:
        return _identity(_claims(said.get("code", ""), journey)), journey
    except Unavailable as error:
        raise Failed(Problem.SILENT, str(error)) from error
    except Untrusted as error:
        raise Failed(Problem.UNPROVED, str(error)) from error


def _request(journey: Journey) -> dict[str, str]:
    challenge = base64.urlsafe_b64encode(sha256(journey.verifier.encode()).digest()).rstrip(b"=").decode()
    wanted = {
        "response_type": "code",
        "client_id": settings.KAIROS_OIDC_CLIENT_ID,
        "redirect_uri": return_address(),
        "scope": settings.KAIROS_OIDC_SCOPE,
        "state": journey.state,
        "nonce": journey.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    if journey.again:
        wanted |= {"prompt": "login", "max_age": "0"}
    return wanted | _levels()


def _levels() -> dict[str, str]:
    """What proves two factors is asked for by name: some providers say nothing of it otherwise."""
    acr = {"acr_values": " ".join(settings.KAIROS_OIDC_ACR)} if settings.KAIROS_OIDC_ACR else {}
    named = {"acr": settings.KAIROS_OIDC_ACR, "amr": settings.KAIROS_OIDC_AMR}
    essential = {name: {"essential": True} for name, values in named.items() if values}
    return acr | ({"claims": json.dumps({"id_token": essential})} if essential else {})


def return_address() -> str:
    return settings.KAIROS_BASE_URL + BACK


def _journey(sealed: str) -> Journey | None:
    try:
        values = json.loads(crypto.unseal(sealed.encode(), PURPOSE, max_age=int(KEPT.total_seconds())))
    except (crypto.Unreadable, UnicodeEncodeError):
        return None
    return Journey(**values)


def _claims(code: str, journey: Journey) -> Claims:
    provider = _provider()
    tokens = provider.exchange(code, journey.verifier, return_address())
    claims = provider.read_id_token(tokens.id_token, journey.nonce)
    if journey.again and not _proved_since(claims, journey.since):
        raise Untrusted("the proof is not a new one")
    if "email" in claims:
        return claims
    more = provider.user_info(tokens.access_token, claims["sub"])
    return claims | {name: more[name] for name in OF_THE_PERSON if name in more}


def _proved_since(claims: Claims, since: int) -> bool:
    proved = claims.get("auth_time")
    return isinstance(proved, int) and proved >= since - LEEWAY.total_seconds()


def _identity(claims: Claims) -> Identity:
    verified = settings.KAIROS_OIDC_EMAILS_VERIFIED or claims.get("email_verified") in (True, "true")
    return Identity(
        issuer=settings.KAIROS_OIDC_ISSUER,
        subject=claims["sub"],
        email=_text(claims, "email").lower() if verified else "",
        first_name=_text(claims, "given_name"),
        last_name=_text(claims, "usual_name") or _text(claims, "family_name"),
        strong=_is_strong(claims),
    )


def _is_strong(claims: Claims) -> bool:
    methods = claims.get("amr")
    by_method = isinstance(methods, list) and any(method in settings.KAIROS_OIDC_AMR for method in methods)
    return by_method or claims.get("acr") in settings.KAIROS_OIDC_ACR


def _text(claims: Claims, name: str) -> str:
    value: Any = claims.get(name)
    return value.strip() if isinstance(value, str) else ""


def _provider() -> Provider:
    return _provider_of(settings.KAIROS_OIDC_ISSUER, settings.KAIROS_OIDC_CLIENT_ID, settings.KAIROS_OIDC_CLIENT_SECRET)


@cache
def _provider_of(issuer: str, client_id: str, client_secret: str) -> Provider:
    """One for the process: it keeps what the provider publishes, and remembers that it failed."""
    return Provider(issuer, client_id, client_secret, settings.KAIROS_OIDC_TIMEOUT)
