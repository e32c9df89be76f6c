"""The public registers as one request asks them: the same question is put once."""

from collections.abc import Callable
from typing import Any

from kairos.identity.registers import port
from kairos.identity.registers.facts import EstablishmentFacts, ProviderFacts
from kairos.identity.registers.port import Register, RegisterSilent


def for_this_request() -> Register:
    return _AskedOnce(port.register())


class _AskedOnce:
    """Remembers answers and silences: a service that does not answer makes nobody wait twice."""

    def __init__(self, register: Register):
        self._register = register
        self._answers: dict[tuple[str, str], Any] = {}

    def establishment(self, siret: str) -> EstablishmentFacts | None:
        return self._ask("siret", siret, self._register.establishment)

    def provider(self, nda: str) -> ProviderFacts | None:
        return self._ask("nda", nda, self._register.provider)

    def providers_of(self, siren: str) -> list[ProviderFacts]:
        return self._ask("siren", siren, self._register.providers_of)

    def _ask(self, kind: str, number: str, ask: Callable[[str], Any]) -> Any:
        key = (kind, number)
        if key not in self._answers:
            try:
                self._answers[key] = ask(number)
            except RegisterSilent as silence:
                self._answers[key] = silence
        if isinstance(answer := self._answers[key], RegisterSilent):
            raise answer
        return answer
