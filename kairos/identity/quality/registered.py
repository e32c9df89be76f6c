"""What the public list of training providers says of the four categories, beside what a provider claims."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kairos.identity.organisations.models import Organisation
from kairos.identity.quality import rules
from kairos.identity.quality.models import Category
from kairos.identity.quality.rules import Comparison
from kairos.identity.registers.facts import ProviderFacts, RegisterSilent
from kairos.identity.registers.port import Register


@dataclass(frozen=True, slots=True)
class Listed:
    """The answer of the register. lines: empty when it does not know the number, or was silent."""

    lines: tuple[Comparison, ...]
    source: str = ""
    as_of: datetime | None = None
    silent: bool = False

    @property
    def differences(self) -> list[Comparison]:
        return [line for line in self.lines if not line.agrees]


def compare(organisation: Organisation, claimed: Collection[str], register: Register) -> Listed:
    """Asked by the activity declaration number of the file; a register that is silent is said to be."""
    try:
        found = register.provider(organisation.nda)
    except RegisterSilent:
        return Listed((), silent=True)
    if found is None or found.siren != organisation.siren:
        return Listed(())
    return Listed(tuple(rules.compare(claimed, _flags(found))), found.source, found.as_of)


def _flags(found: ProviderFacts) -> dict[str, bool | None]:
    return {category: getattr(found, f"qualiopi_{category}") for category in Category.values}
