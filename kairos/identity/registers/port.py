"""The door to the public registers: our own copy, or a service asked over the network."""

from functools import cache
from typing import Protocol

from django.conf import settings

from kairos.identity.registers import queries
from kairos.identity.registers.facts import EstablishmentFacts, ProviderFacts, RegisterSilent
from kairos.identity.registers.http import HttpRegister
from kairos.identity.registers.records import Kind

__all__ = ["LocalRegister", "Register", "RegisterSilent", "register"]


class Register(Protocol):
    """None or an empty list: the register answered and knows no such number. Each raises `RegisterSilent`."""

    def establishment(self, siret: str) -> EstablishmentFacts | None: ...

    def provider(self, nda: str) -> ProviderFacts | None: ...

    def providers_of(self, siren: str) -> list[ProviderFacts]: ...


class LocalRegister:
    """The tables fed by `kairos registers import`. A list never imported is silent: it does not say no."""

    def establishment(self, siret: str) -> EstablishmentFacts | None:
        return queries.lookup_establishment(siret) or _unknown(Kind.ESTABLISHMENTS)

    def provider(self, nda: str) -> ProviderFacts | None:
        return queries.lookup_provider(nda) or _unknown(Kind.PROVIDERS)

    def providers_of(self, siren: str) -> list[ProviderFacts]:
        return queries.providers_of(siren) or _unknown(Kind.PROVIDERS) or []


def _unknown(kind: Kind) -> None:
    if queries.last_import(kind) is None:
        raise RegisterSilent(kind.label)


def register() -> Register:
    """The one to ask: the service of KAIROS_REGISTER_URL, else our own tables."""
    url = settings.KAIROS_REGISTER_URL
    return _service(url, settings.KAIROS_REGISTER_TIMEOUT) if url else LocalRegister()


@cache
def _service(url: str, timeout: float) -> HttpRegister:
    """One for the process: it remembers that the service failed."""
    return HttpRegister(url, timeout)
