"""What a register service says, in JSON, as facts: docs/formats/register-service.md."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from kairos.foundation import clock
from kairos.foundation.text import Unacceptable, clean
from kairos.identity.registers.facts import PUBLIC_LIST, SIRENE, EstablishmentFacts, ProviderFacts

T = TypeVar("T")

LONGEST_TEXT = 300
_ANOTHER = "another number than the one asked for"


class Unexpected(ValueError):
    """Not an answer to the question, or not in the shape: nothing of it is believed."""


def unknown(said: Any, number: str) -> None:
    """The service says that it does not know this number: any other « not found » may come from a wrong address."""
    if _Said(said).text("inconnu") != number:
        raise Unexpected("not found, but not said of this number")


def establishment(said: Any, siret: str) -> EstablishmentFacts:
    row = _Said(said)
    if row.text("siret") != siret:
        raise Unexpected(_ANOTHER)
    return EstablishmentFacts(
        siret=siret,
        siren=siret[:9],
        name=row.text("nom"),
        street=row.text("voie"),
        complement=row.text("complement"),
        postcode=row.text("code_postal"),
        town=row.text("commune"),
        head_office=bool(row.flag("siege")),
        active=row.needed_flag("actif"),
        closed_on=row.day("ferme_le"),
        sole_trader=bool(row.flag("entreprise_individuelle")),
        as_of=row.instant("a_jour_le"),
        source=row.text("source") or SIRENE,
    )


def provider(said: Any, nda: str) -> ProviderFacts:
    facts = _provider(_Said(said))
    if nda not in (facts.nda, *facts.previous_ndas):
        raise Unexpected(_ANOTHER)
    return facts


def providers_of(said: Any, siren: str) -> list[ProviderFacts]:
    if not isinstance(said, list):
        raise Unexpected("not a list")
    found = [_provider(_Said(one)) for one in said]
    if any(facts.siren != siren for facts in found):
        raise Unexpected(_ANOTHER)
    return sorted(found, key=lambda facts: facts.last_declared_on or date.min, reverse=True)


def _provider(row: "_Said") -> ProviderFacts:
    qualiopi = _Said(row.get("qualiopi", {}))
    return ProviderFacts(
        nda=row.digits("nda", 11),
        previous_ndas=row.texts("ndas_precedents"),
        name=row.text("nom"),
        siren=row.digits("siren", 9),
        siret=row.digits("siret", 14) if row.get("siret") else "",
        street=row.text("voie"),
        postcode=row.text("code_postal"),
        town=row.text("commune"),
        qualiopi_training=qualiopi.flag("formation"),
        qualiopi_skills_review=qualiopi.flag("bilan_de_competences"),
        qualiopi_experience=qualiopi.flag("vae"),
        qualiopi_apprenticeship=qualiopi.flag("apprentissage"),
        last_declared_on=row.day("derniere_declaration"),
        as_of=row.instant("a_jour_le"),
        source=row.text("source") or PUBLIC_LIST,
    )


class _Said:
    """A JSON object read by type; a member that is absent or null says nothing. Raises Unexpected."""

    def __init__(self, value: Any) -> None:
        if not isinstance(value, dict):
            raise Unexpected("not an object")
        self._value: dict[str, Any] = value

    def get(self, name: str, default: Any = None) -> Any:
        value = self._value.get(name)
        return default if value is None else value

    def text(self, name: str) -> str:
        return _text(name, self.get(name, ""))

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.get(name, [])
        if not isinstance(value, list):
            raise Unexpected(f"{name} is not a list")
        return tuple(_text(name, one) for one in value)

    def digits(self, name: str, length: int) -> str:
        value = self.text(name)
        if len(value) != length or not (value.isascii() and value.isdigit()):
            raise Unexpected(f"{name} has not {length} digits")
        return value

    def flag(self, name: str) -> bool | None:
        value = self.get(name)
        if value is not None and not isinstance(value, bool):
            raise Unexpected(f"{name} is neither true nor false")
        return value

    def needed_flag(self, name: str) -> bool:
        value = self.flag(name)
        if value is None:
            raise Unexpected(f"{name} is missing")
        return value

    def day(self, name: str) -> date | None:
        return _dated(name, self.text(name), date.fromisoformat)

    def instant(self, name: str) -> datetime:
        """The present one when nothing is said."""
        return _dated(name, self.text(name), _instant) or clock.now()


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Unexpected(f"{name} is not a text")
    try:
        return clean(value, LONGEST_TEXT)
    except Unacceptable as error:
        raise Unexpected(f"{name} cannot be kept") from error


def _dated(name: str, value: str, parse: Callable[[str], T]) -> T | None:
    try:
        return parse(value) if value else None
    except (ValueError, OverflowError) as error:
        raise Unexpected(f"{name} is not a date") from error


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("no time zone")
    return found.astimezone(UTC)
