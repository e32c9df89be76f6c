"""What the public registers contradict in a file, said beside the field with what to do.

A contradiction never blocks an honest applicant: maintained with a reason, it is kept for the operator to read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.organisations.models import MaintainedDoubt, Organisation
from kairos.identity.organisations.rules import format_nda, format_siren, siren_of
from kairos.identity.registers.facts import EstablishmentFacts, ProviderFacts
from kairos.identity.registers.port import Register, RegisterSilent

Kind = MaintainedDoubt.Kind
MAINTAIN = "S’il est exact, dites pourquoi plus bas\u00a0: vous pourrez continuer."


class Doubt(NamedTuple):
    """field: « siret » or « nda ». A silent register is no contradiction: noted, never asked about."""

    kind: str
    field: str
    message: str

    @property
    def asks(self) -> bool:
        return self.kind != Kind.REGISTER_SILENT


SILENT = Doubt(
    Kind.REGISTER_SILENT,
    "siret",
    "Le répertoire ne répond pas. Écrivez vous-même le nom et l’adresse\u00a0: l’opérateur vérifiera.",
)


def about(register: Register, siret: str, nda: str = "") -> list[Doubt]:
    """Every doubt on these numbers, each already in its stored form; an empty `nda` is not looked up."""
    found = list(_tried(lambda: _about_siret(register, siret)))
    if nda:
        found += _tried(lambda: _about_nda(register, siren_of(siret), nda))
    return list({doubt.kind: doubt for doubt in found}.values())


def explained(subject: Organisation, actor: Actor, details: Mapping[str, Any]) -> list[Reason]:
    """The guard: `doubts` that ask, without a `reason`."""
    if details.get("reason"):
        return []
    return [Reason(f"{doubt.message} {MAINTAIN}", doubt.field) for doubt in details.get("doubts", ()) if doubt.asks]


def _tried(look: Callable[[], Iterable[Doubt]]) -> Iterable[Doubt]:
    try:
        return list(look())
    except RegisterSilent:
        return [SILENT]


def _about_siret(register: Register, siret: str) -> Iterator[Doubt]:
    facts = register.establishment(siret)
    if facts is None:
        yield Doubt(Kind.SIRET_UNKNOWN, "siret", "Ce SIRET n’est pas dans le répertoire SIRENE. Relisez-le.")
    elif not facts.active:
        yield Doubt(Kind.SIRET_CLOSED, "siret", _closed(facts))


def _closed(facts: EstablishmentFacts) -> str:
    since = f" depuis le {_day(facts.closed_on)}" if facts.closed_on else ""
    return f"Cet établissement est fermé{since}, d’après le répertoire. Donnez le SIRET d’un établissement ouvert."


def _about_nda(register: Register, siren: str, nda: str) -> Iterator[Doubt]:
    facts = register.provider(nda)
    if facts is None:
        yield Doubt(Kind.NDA_UNKNOWN, "nda", _unknown_nda(register.providers_of(siren)))
    elif facts.siren != siren:
        yield Doubt(
            Kind.NDA_OTHER,
            "nda",
            f"Ce numéro est celui d’une autre entreprise, au SIREN {format_siren(facts.siren)}. "
            "Relisez-le sur votre récépissé.",
        )


def _unknown_nda(own: list[ProviderFacts]) -> str:
    """With the number that the list gives for this company, when there is one."""
    if own:
        return (
            "Ce numéro n’est pas dans la liste publique des organismes de formation. "
            f"Elle donne pour votre entreprise le {format_nda(own[0].nda)}."
        )
    return (
        "Ce numéro n’est pas dans la liste publique des organismes de formation, qui ne montre que les organismes "
        "à jour de leur bilan pédagogique et financier. Relisez-le."
    )


def _day(value: date) -> str:
    return f"{value.day}/{value.month:02d}/{value.year}"
