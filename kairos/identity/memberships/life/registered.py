"""What the registers say of a member today that stands against the membership."""

from dataclasses import dataclass
from datetime import date, datetime

from kairos.foundation.clock import PARIS
from kairos.identity.memberships.members.models import Membership, RegisterAlert
from kairos.identity.organisations.rules import format_nda, format_siret
from kairos.identity.registers.facts import EstablishmentFacts, ProviderFacts
from kairos.identity.registers.port import register

Kind = RegisterAlert.Kind


@dataclass(frozen=True, slots=True)
class Found:
    """A kind of alert, and what the register says in words."""

    kind: str
    words: str


def look(membership: Membership) -> list[Found]:
    """Everything against it, nothing when all is in order. Raises RegisterSilent: silence says nothing."""
    asked = register()
    nda = membership.organisation.nda
    return [
        *_of_establishment(membership.siret, asked.establishment(membership.siret)),
        *_of_provider(membership.siret[:9], nda, asked.provider(nda)),
    ]


def _of_establishment(siret: str, facts: EstablishmentFacts | None) -> list[Found]:
    if facts is None:
        return [Found(Kind.SIRET_GONE, f"Le SIRET {format_siret(siret)} n’est pas au répertoire.")]
    if not facts.active:
        on = f" le {facts.closed_on:%d/%m/%Y}" if facts.closed_on else ""
        return [Found(Kind.SIRET_CLOSED, f"Établissement fermé{on}{_as_of(facts.as_of)}.")]
    return []


def _of_provider(siren: str, nda: str, facts: ProviderFacts | None) -> list[Found]:
    if facts is None:
        return [Found(Kind.NDA_GONE, f"Le numéro {format_nda(nda)} n’est plus dans la liste publique.")]
    if facts.siren != siren:
        return [Found(Kind.NDA_OTHER, f"Le numéro {format_nda(nda)} est celui de {facts.name}{_as_of(facts.as_of)}.")]
    return []


def _as_of(at: datetime | None) -> str:
    copied: date | None = at.astimezone(PARIS).date() if at else None
    return f", d’après la copie du {copied:%d/%m/%Y}" if copied else ""
