"""What the public registers say of the numbers being typed: fields filled, notes beside them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from django.http import QueryDict

from kairos.design import french
from kairos.identity.organisations import doubts, rules
from kairos.identity.organisations.doubts import MAINTAIN, Doubt
from kairos.identity.registers.facts import EstablishmentFacts, ProviderFacts
from kairos.identity.registers.port import Register, RegisterSilent

Answer = TypeVar("Answer")
FILLED = ("name", "address", "postcode", "town")


class Note(NamedTuple):
    """state: ok, warn, bad or info."""

    state: str
    text: str


@dataclass(slots=True)
class Found:
    """notes: what to say under « siret » and « nda »; asks: a reason is needed to go on; nda_filled: by us."""

    notes: dict[str, Note] = field(default_factory=dict)
    asks: bool = False
    nda_filled: bool = False


def fill(data: QueryDict, register: Register, *, nda: bool = True) -> Found:
    """Complete `data` (mutable) from the registers and say what they know, or why a number cannot be right.

    nda: whether the form asks for the declaration of activity too.

    What a person typed stays; what an earlier SIRET had filled (`found`) gives way to the new one.
    """
    found = Found()
    siret = _read("siret", rules.parse_siret, data, found)
    if siret:
        _fill_establishment(data, siret, register, found)
        if nda:
            _fill_nda(data, siret, register, found)
    number = _read("nda", rules.parse_nda, data, found) if nda else ""
    for doubt in doubts.about(register, siret, number) if siret else ():
        found.notes[doubt.field] = _note(doubt)
        found.asks |= doubt.asks
    return found


def _read(name: str, parse: Callable[[str], str], data: QueryDict, found: Found) -> str:
    """The number in its stored form; empty when it is blank, or wrong and said to be."""
    typed = data.get(name, "").strip()
    try:
        return parse(typed) if typed else ""
    except rules.Invalid as error:
        found.notes[name] = Note("bad", error.message)
        return ""


def _fill_establishment(data: QueryDict, siret: str, register: Register, found: Found) -> None:
    facts = _asked(lambda: register.establishment(siret))
    if facts is None:
        return
    another = data.get("found", "") not in ("", siret)
    values = zip(FILLED, (facts.name, facts.street, facts.postcode, facts.town), strict=True)
    for name, value in values:
        if value and (another or not data.get(name, "").strip()):
            data[name] = value
    data["found"] = siret
    found.notes["siret"] = Note("ok", _known(facts))


def _fill_nda(data: QueryDict, siret: str, register: Register, found: Found) -> None:
    """The number that the State's list gives for the company, when it gives only one."""
    own = _asked(lambda: register.providers_of(rules.siren_of(siret))) or []
    if len(own) == 1 and not data.get("nda", "").strip():
        data["nda"] = rules.format_nda(own[0].nda)
        found.nda_filled = True
    known = {provider.nda: provider for provider in own}
    nda = _read("nda", rules.parse_nda, data, Found())
    if nda in known:
        found.notes["nda"] = Note("ok", f"D’après la {_source(known[nda])}.")


def _note(doubt: Doubt) -> Note:
    return Note("warn", f"{doubt.message} {MAINTAIN}") if doubt.asks else Note("info", doubt.message)


def _known(facts: EstablishmentFacts) -> str:
    return f"{facts.name or 'Établissement trouvé'}, d’après le {_source(facts)}. Corrigez si besoin."


def _source(facts: EstablishmentFacts | ProviderFacts) -> str:
    name = facts.source[0].lower() + facts.source[1:]
    return f"{name}, copie du {french.day(facts.as_of.date())}" if facts.as_of else name


def _asked(question: Callable[[], Answer]) -> Answer | None:
    try:
        return question()
    except RegisterSilent:
        return None
