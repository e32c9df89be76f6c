"""Signing out of here leaves the identity provider's own session open: one is shown the way to close it too."""

import json
from dataclasses import dataclass

from django.http import HttpRequest

from kairos.foundation import crypto
from kairos.identity.accounts import oidc
from kairos.identity.accounts.oidc_services import named

PURPOSE = "oidc leaving"


@dataclass(frozen=True, slots=True)
class Left:
    """A provider where a session may still be open, and where it is closed."""

    name: str
    address: str


def way_out(request: HttpRequest) -> str:
    """Of somebody who signs out: what the provider that answered for them wants back, sealed; nothing without one. The
    session forgets it as it ends."""
    vouched = request.present.data.get("vouched")
    return crypto.seal(json.dumps(vouched).encode(), PURPOSE).decode() if vouched else ""


def of(request: HttpRequest) -> Left | None:
    try:
        sealed = request.GET.get("chez", "").encode()
        vouched = json.loads(crypto.unseal(sealed, PURPOSE, max_age=int(oidc.KEPT.total_seconds())))
    except crypto.Unreadable:
        return None
    service = named(vouched["by"])
    address = oidc.leave(service, vouched["hint"]) if service else ""
    return Left(service.name, address) if service and address else None
