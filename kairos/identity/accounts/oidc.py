"""OpenID Connect: asking an identity provider (see `oidc_services`) who somebody is. docs/decisions/ says why it is
ours.

Authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0 § 3.1, RFC 7636, RFC 9207, RFC 9700).
`begin` says where to send the browser and what it must bring back; `finish` says who came back. Nothing here knows
accounts: see `identities`.
"""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
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
from kairos.identity.accounts.oidc_services import AGENT, Service, agents

PURPOSE = "oidc"
KEPT = timedelta(minutes=10)
"""How long one may take to sign in at the provider's."""
OF_THE_PERSON = (
    "email", "email_verified", "given_name", "family_name", "usual_name", "preferred_username", "birthdate",
)  # fmt: skip
"""What may be said beside the identity token; how the person was recognised may not."""
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
    """What the browser keeps, sealed, while it is at the provider's, `service`. `suite`: where to go then.

    since: when it left, in seconds, if the provider must ask for a proof again; else 0.
    """

    state: str
    nonce: str
    verifier: str
    suite: str
    since: int = 0
    service: str = AGENT

    @property
    def again(self) -> bool:
        return self.since > 0

    def sealed(self) -> str:
        return crypto.seal(json.dumps(asdict(self)).encode(), PURPOSE).decode()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who it is, says the provider. `email`: in lower case, empty unless verified. `strong`: by two factors.

    usage_name: the name one uses, when it is another. birth_date: None when the provider does not say it whole. hint:
    the identity token itself, which the provider wants back to close its own session.
    """

    issuer: str
    subject: str
    email: str
    first_name: str
    last_name: str
    strong: bool
    usage_name: str = ""
    birth_date: date | None = None
    hint: str = ""


def sealed(identity: Identity) -> str:
    """For the browser, while it says whose identity this is."""
    values = asdict(identity) | {"birth_date": identity.birth_date.isoformat() if identity.birth_date else None}
    return crypto.seal(json.dumps(values).encode(), f"{PURPOSE} identity").decode()


def unsealed(text: str) -> Identity | None:
    """None when it is too old, or was never ours."""
    try:
        kept = crypto.unseal(text.encode(), f"{PURPOSE} identity", max_age=int(KEPT.total_seconds()))
    except (crypto.Unreadable, UnicodeEncodeError):
        return None
    values = json.loads(kept)
    born = values["birth_date"]
    return Identity(**values | {"birth_date": date.fromisoformat(born) if born else None})


def is_configured() -> bool:
    return bool(settings.KAIROS_OIDC_ISSUER)


def provider_name() -> str:
    """« Me connecter avec … »; nothing without the setting."""
    return settings.KAIROS_OIDC_NAME if is_configured() else ""


def alone_proves(person: User) -> bool:
    """Whether this agent has nothing of ours to prove who they are. `person`: with the factors held."""
    ours = person.has_totp or person.has_key or person.has_usable_password()
    return is_configured() and person.staff_role != "" and not ours


def begin(suite: str, *, again: bool = False, service: Service | None = None) -> tuple[str, str]:
    """The provider's address, and the sealed journey for a cookie. `again`: a proof less than a minute old is wanted.

    Raises Failed.
    """
    service = service or agents()
    since = int(clock.outside().timestamp()) if again else 0
    journey = Journey(*(secrets.token_urlsafe(48) for _ in range(3)), suite, since, service.key)
    try:
        endpoint = _provider(service).endpoint("authorization_endpoint")
    except (Unavailable, Untrusted) as error:
        raise Failed(Problem.SILENT, str(error)) from error
    joined = "&" if "?" in endpoint else "?"
    return endpoint + joined + urlencode(_request(service, journey)), journey.sealed()


def finish(said: Mapping[str, str], sealed: str, service: Service | None = None) -> tuple[Identity, Journey]:
    """Who came back, from which journey. `said`: the query of the return. Raises Failed."""
    service = service or agents()
    journey = _journey(sealed)
    left = journey is not None and journey.service == service.key
    if not left or not compare_digest(said.get("state", "").encode(), journey.state.encode()):
        raise Failed(Problem.LOST)
    if said.get("iss", service.issuer) != service.issuer:
        raise Failed(Problem.UNPROVED, "another provider answered")
    if error := said.get("error"):
        raise Failed(Problem.CANCELLED if error == "access_denied" else Problem.UNPROVED, error[:80])
    try:
        claims, token = _claims(service, said.get("code", ""), journey)
        return _identity(service, claims, token), journey
    except Unavailable as error:
        raise Failed(Problem.SILENT, str(error)) from error
    except Untrusted as error:
        raise Failed(Problem.UNPROVED, str(error)) from error


def leave(service: Service, hint: str) -> str:
    """Where its own session is closed (OpenID Connect RP-Initiated Logout 1.0); nothing when it does not say."""
    try:
        endpoint = _provider(service).endpoint("end_session_endpoint")
    except (Unavailable, Untrusted):
        return ""
    which = {"id_token_hint": hint} if hint else {"client_id": service.client_id}
    wanted = which | {"state": secrets.token_urlsafe(24), "post_logout_redirect_uri": left_address()}
    return endpoint + ("&" if "?" in endpoint else "?") + urlencode(wanted)


def left_address() -> str:
    return settings.KAIROS_BASE_URL + "/connexion"


def _request(service: Service, journey: Journey) -> dict[str, str]:
    challenge = base64.urlsafe_b64encode(sha256(journey.verifier.encode()).digest()).rstrip(b"=").decode()
    wanted = {
        "response_type": "code",
        "client_id": service.client_id,
        "redirect_uri": return_address(service),
        "scope": service.scope,
        "state": journey.state,
        "nonce": journey.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    if journey.again:
        wanted |= {"prompt": "login", "max_age": "0"}
    return wanted | _levels(service)


def _levels(service: Service) -> dict[str, str]:
    """What proves two factors is asked for by name: some providers say nothing of it otherwise."""
    acr = {"acr_values": " ".join(service.acr)} if service.acr else {}
    named = {"acr": service.acr, "amr": service.strong_amr} if service.by_claims else {}
    essential = {name: {"essential": True} for name, values in named.items() if values}
    return acr | ({"claims": json.dumps({"id_token": essential})} if essential else {})


def return_address(service: Service) -> str:
    return settings.KAIROS_BASE_URL + service.back


def _journey(sealed: str) -> Journey | None:
    try:
        values = json.loads(crypto.unseal(sealed.encode(), PURPOSE, max_age=int(KEPT.total_seconds())))
    except (crypto.Unreadable, UnicodeEncodeError):
        return None
    return Journey(**values)


def _claims(service: Service, code: str, journey: Journey) -> tuple[Claims, str]:
    """What is said of the person, and the identity token."""
    provider = _provider(service)
    tokens = provider.exchange(code, journey.verifier, return_address(service))
    claims = provider.read_id_token(tokens.id_token, journey.nonce)
    if service.believed and claims.get("acr") not in service.believed:
        raise Untrusted("not by the level that was asked")
    if journey.again and not _proved_since(claims, journey.since):
        raise Untrusted("the proof is not a new one")
    if all(name in claims for name in service.wanted):
        return claims, tokens.id_token
    more = provider.user_info(tokens.access_token, claims["sub"])
    return claims | {name: more[name] for name in OF_THE_PERSON if name in more}, tokens.id_token


def _proved_since(claims: Claims, since: int) -> bool:
    proved = claims.get("auth_time")
    return isinstance(proved, int) and proved >= since - LEEWAY.total_seconds()


def _identity(service: Service, claims: Claims, token: str) -> Identity:
    verified = service.emails_verified or claims.get("email_verified") in (True, "true")
    return Identity(
        issuer=service.issuer,
        subject=claims["sub"],
        email=_text(claims, "email").lower() if verified else "",
        first_name=_text(claims, "given_name"),
        last_name=_text(claims, "usual_name") or _text(claims, "family_name"),
        strong=_is_strong(service, claims),
        usage_name=_text(claims, "preferred_username"),
        birth_date=_day(claims, "birthdate"),
        hint=token,
    )


def _is_strong(service: Service, claims: Claims) -> bool:
    methods = claims.get("amr")
    by_method = isinstance(methods, list) and any(method in service.strong_amr for method in methods)
    return by_method or claims.get("acr") in service.strong_acr


def _text(claims: Claims, name: str) -> str:
    value: Any = claims.get(name)
    return value.strip() if isinstance(value, str) else ""


def _day(claims: Claims, name: str) -> date | None:
    try:
        return date.fromisoformat(_text(claims, name))
    except ValueError:
        return None


def _provider(service: Service) -> Provider:
    return _provider_of(service.issuer, service.client_id, service.client_secret)


@cache
def _provider_of(issuer: str, client_id: str, client_secret: str) -> Provider:
    """One for the process: it keeps what the provider publishes, and remembers that it failed."""
    return Provider(issuer, client_id, client_secret, settings.KAIROS_OIDC_TIMEOUT)
