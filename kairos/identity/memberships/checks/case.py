"""What the checks look at and what they answer: plain values."""

from dataclasses import dataclass
from datetime import date, datetime

from kairos.identity.registers.facts import EstablishmentFacts, ProviderFacts


@dataclass(frozen=True, slots=True)
class Earlier:
    """A request or a membership of the same company, before this one: its number, the day it was decided or ended."""

    number: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the applicant maintains against a register, and why."""

    about: str
    reason: str


@dataclass(frozen=True, slots=True)
class Case:
    """What is declared, then what is known. `silent_…`: the register did not answer, which is not a no.

    rivals: numbers of the other requests for this SIRET. membership: number of the one in force for it, or nothing.
    sister_memberships: numbers of those of the same SIREN. managed_elsewhere: organisations with the same RGC.
    """

    at: datetime
    name: str
    street: str
    postcode: str
    town: str
    siret: str
    nda: str
    account_manager: str
    account_manager_email: str
    establishment: EstablishmentFacts | None = None
    silent_establishments: bool = False
    provider: ProviderFacts | None = None
    silent_providers: bool = False
    rivals: tuple[str, ...] = ()
    membership: str = ""
    sister_memberships: tuple[str, ...] = ()
    managed_elsewhere: tuple[str, ...] = ()
    refusals: tuple[Earlier, ...] = ()
    withdrawals: tuple[Earlier, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def siren(self) -> str:
        return self.siret[:9]


OK, WARN, BAD = "ok", "warn", "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: `state` is ok, warn (to be looked at) or bad (stands in the way); `verdict` says it in words."""

    key: str
    label: str
    declared: str
    found: str
    source: str
    state: str = OK
    verdict: str = "Conforme"
