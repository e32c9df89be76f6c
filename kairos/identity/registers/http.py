"""A register asked over the network: docs/formats/register-service.md."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from kairos.foundation.remote import Answer, NoAnswer, NotJson, Service
from kairos.identity.registers import answers
from kairos.identity.registers.answers import Unexpected
from kairos.identity.registers.facts import EstablishmentFacts, ProviderFacts, RegisterSilent

T = TypeVar("T")

FOUND, UNKNOWN = 200, 404

log = logging.getLogger("kairos.registers")


class HttpRegister:
    """Raises RegisterSilent for whatever is not a right answer. `url`: where the service's addresses begin.

    An answer that is only not understood does not make the service left alone: a number it says badly would silence
    all the others.
    """

    def __init__(self, url: str, timeout: float) -> None:
        self._url = url.rstrip("/")
        self._service = Service("register", timeout)

    def establishment(self, siret: str) -> EstablishmentFacts | None:
        return self._look_up("/etablissements/", siret, answers.establishment)

    def provider(self, nda: str) -> ProviderFacts | None:
        return self._look_up("/organismes/", nda, answers.provider)

    def providers_of(self, siren: str) -> list[ProviderFacts]:
        answer = self._ask("/organismes?" + urlencode({"siren": siren}))
        return _understood(lambda: answers.providers_of(_said(answer, FOUND), siren))

    def _look_up(self, path: str, number: str, read: Callable[[Any, str], T]) -> T | None:
        answer = self._ask(path + quote(number, safe=""))
        if answer.status == UNKNOWN:
            return _understood(lambda: answers.unknown(_said(answer, UNKNOWN), number))
        return _understood(lambda: read(_said(answer, FOUND), number))

    def _ask(self, path: str) -> Answer:
        try:
            return self._service.get(self._url + path)
        except NoAnswer as error:
            raise RegisterSilent(str(error)) from error


def _said(answer: Answer, expected: int) -> Any:
    if answer.status != expected:
        raise Unexpected(f"status {answer.status}")
    return answer.json()


def _understood(read: Callable[[], T]) -> T:
    try:
        return read()
    except (Unexpected, NotJson) as error:
        log.warning("answer not understood: %s", error)
        raise RegisterSilent(str(error)) from error
