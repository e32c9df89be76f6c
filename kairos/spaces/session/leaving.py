"""Signing out of here leaves the identity provider's own session open: one is shown the way to close it too.

It is open in one browser, which keeps what the provider wants back, sealed: whatever became of the session here (moved,
idle, ended from elsewhere), and without telling whoever took that session to another browser.
"""

import json
from dataclasses import dataclass

from django.http import HttpRequest

from kairos.foundation import crypto
from kairos.identity.accounts import oidc
from kairos.identity.accounts.oidc_services import AGENT, named
from kairos.identity.accounts.settings import SESSION_HOURS
from kairos.spaces.session import cookies
from kairos.spaces.session.cookies import Response

PURPOSE, KEPT = "oidc leaving", "oidc left open"
LONGEST = 3_900
"""Of what a browser keeps under one name, 4,096 octets with it."""


Vouched = dict[str, str]


@dataclass(frozen=True, slots=True)
class Left:
    """A provider where a session may still be open, and where it is closed."""

    name: str
    address: str


def remember(response: Response, key: str, hint: str) -> Response:
    """In the browser where somebody has just signed in through this provider. One too long is left out: the provider
    then asks which session."""
    if key == AGENT:
        return response
    sealed = _sealed({"by": key, "hint": hint}, KEPT)
    return cookies.keep_leaving(response, sealed if len(sealed) <= LONGEST else _sealed({"by": key, "hint": ""}, KEPT))


def way_out(request: HttpRequest) -> str:
    """Of somebody who signs out: what the provider that answered for them here wants back, sealed; else nothing."""
    vouched = _unsealed(cookies.of_leaving(request), KEPT, SESSION_HOURS.value() * 3600)
    return _sealed(vouched, PURPOSE) if vouched else ""


def of(request: HttpRequest) -> Left | None:
    vouched = _unsealed(request.GET.get("chez", ""), PURPOSE, int(oidc.KEPT.total_seconds()))
    service = named(vouched["by"]) if vouched else None
    address = oidc.leave(service, vouched["hint"]) if service else ""
    return Left(service.name, address) if service and address else None


def _sealed(vouched: Vouched, purpose: str) -> str:
    return crypto.seal(json.dumps(vouched).encode(), purpose).decode()


def _unsealed(text: str, purpose: str, seconds: int) -> Vouched:
    """Empty when it is too old, or was never ours."""
    try:
        found: Vouched = json.loads(crypto.unseal(text.encode(), purpose, max_age=seconds))
    except (crypto.Unreadable, UnicodeEncodeError):
        return {}
    return found
