"""What the public list of training providers says of the four categories, beside what a provider claims."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from kairos.foundation import clock
from kairos.identity.organisations.models import Organisation
from kairos.identity.quality import rules
from kairos.identity.quality.models import Category
from kairos.identity.quality.rules import Comparison
from kairos.identity.registers.facts import ProviderFacts, RegisterSilent
from kairos.identity.registers.port import Register

Answer = Mapping[str, Any]
"""What is kept of an answer: {state, at, source, as_of, flags}; instants as ISO texts, flags only when KNOWN."""


class State(StrEnum):
    KNOWN = "known"
    UNKNOWN = "unknown"
    OF_ANOTHER = "of_another"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Listed:
    """An answer beside a claim. as_of: when the list was copied or asked; at: when we looked."""

    state: State
    at: datetime
    source: str
    as_of: datetime | None
    lines: tuple[Comparison, ...]

    @property
    def differences(self) -> list[Comparison]:
        return [line for line in self.lines if not line.agrees]

    def of(self, category: str) -> Comparison | None:
        return next((line for line in self.lines if line.category == category), None)


def ask(organisation: Organisation, register: Register) -> Answer:
    """By the activity declaration number of the file; a register that is silent is said to be."""
    try:
        found = register.provider(organisation.nda)
    except RegisterSilent:
        return _answer(State.SILENT)
    if found is None:
        return _answer(State.UNKNOWN)
    return _answer(State.KNOWN if found.siren == organisation.siren else State.OF_ANOTHER, found)


def _answer(state: State, found: ProviderFacts | None = None) -> Answer:
    as_of = found.as_of.isoformat() if found and found.as_of else ""
    flags = _flags(found) if found and state == State.KNOWN else {}
    at = clock.now().isoformat()
    return {"state": state, "at": at, "source": found.source if found else "", "as_of": as_of, "flags": flags}


def _flags(found: ProviderFacts) -> dict[str, bool | None]:
    return {category: getattr(found, f"qualiopi_{category}") for category in Category.values}


def beside(claimed: Collection[str], answer: Answer) -> Listed | None:
    """The answer read again beside what is claimed; None while the list has not answered."""
    if not answer:
        return None
    as_of = datetime.fromisoformat(answer["as_of"]) if answer["as_of"] else None
    lines = tuple(rules.compare(claimed, answer["flags"]))
    return Listed(State(answer["state"]), datetime.fromisoformat(answer["at"]), answer["source"], as_of, lines)
