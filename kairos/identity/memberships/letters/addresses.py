"""Where a letter goes: the establishment's address in the register, or another one the operator has a proof of."""

from dataclasses import dataclass

from kairos.identity.memberships.models import AccessLetter, Membership
from kairos.identity.organisations.models import Establishment
from kairos.identity.organisations.rules import format_siret
from kairos.identity.registers.facts import EstablishmentFacts
from kairos.identity.registers.port import RegisterSilent, register

Basis = AccessLetter.Basis


@dataclass(frozen=True, slots=True)
class Destination:
    """`lines`: under the names on the envelope, empty while the address is to be proved. `postcode`: of the place
    where working days are counted. `source`: the register and its date, the proof, or why there is no address."""

    lines: tuple[str, ...]
    postcode: str
    basis: str
    source: str


def in_register(membership: Membership) -> Destination:
    """What the register says of the establishment of a membership; when it does not, the letter waits for a proof."""
    try:
        facts = register().establishment(membership.siret)
    except RegisterSilent:
        return _missing(membership, "le répertoire n’a pas répondu")
    if facts is None:
        return _missing(membership, f"le répertoire ne connaît pas le SIRET {format_siret(membership.siret)}")
    if not facts.active:
        return _missing(membership, "le répertoire dit cet établissement fermé")
    if not (facts.street or facts.complement) or not facts.postcode or not facts.town:
        return _missing(membership, "le répertoire ne publie pas l’adresse de cet établissement")
    return Destination(_lines(facts), facts.postcode[:5], Basis.REGISTER, _source(facts))


def proved(street: str, complement: str, postcode: str, town: str, proof: str) -> Destination:
    """An address the register does not give; `proof`: what the operator saw, and where it is kept."""
    lines = tuple(line for line in (complement, street, f"{postcode} {town}") if line)
    return Destination(lines, postcode, Basis.PROOF, proof)


def _lines(facts: EstablishmentFacts) -> tuple[str, ...]:
    return tuple(line for line in (facts.complement, facts.street, f"{facts.postcode} {facts.town}") if line)


def _source(facts: EstablishmentFacts) -> str:
    return f"{facts.source}, copie du {facts.as_of:%d/%m/%Y}" if facts.as_of else facts.source


def _missing(membership: Membership, why: str) -> Destination:
    in_file = Establishment.objects.filter(organisation=membership.organisation_id, siret=membership.siret)
    postcode = in_file.values_list("postcode", flat=True).first() or ""
    return Destination((), postcode, Basis.MISSING, f"Adresse à prouver : {why}.")
