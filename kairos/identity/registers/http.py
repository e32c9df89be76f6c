"""A register asked over the network: docs/formats/register-service.md.

A question is asked while a page or an act waits, its transaction open: it lasts `timeout` seconds at the very most, and
a service that failed is left alone for a while, so that only the first visitor pays.
"""

import http.client
import json
import logging
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from functools import cached_property
from threading import Thread
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from kairos.foundation import clock
from kairos.identity.registers import answers
from kairos.identity.registers.answers import Unexpected
from kairos.identity.registers.facts import EstablishmentFacts, ProviderFacts, RegisterSilent

T = TypeVar("T")

REST = timedelta(seconds=60)
"""How long a service that failed is left alone, by each process."""
LONGEST = 262_144
"""Bytes of an answer that are read; a longer one is none."""
FOUND, UNKNOWN = 200, 404

log = logging.getLogger("kairos.registers")


class HttpRegister:
    """Raises RegisterSilent for whatever is not a right answer. `url`: where the service's addresses begin."""

    def __init__(self, url: str, timeout: float) -> None:
        self._service = _Service(url, timeout)

    def establishment(self, siret: str) -> EstablishmentFacts | None:
        return self._look_up("/etablissements/", siret, answers.establishment)

    def provider(self, nda: str) -> ProviderFacts | None:
        return self._look_up("/organismes/", nda, answers.provider)

    def providers_of(self, siren: str) -> list[ProviderFacts]:
        answer = self._service.ask("/organismes?" + urlencode({"siren": siren}))
        return _understood(lambda: answers.providers_of(answer.json(FOUND), siren))

    def _look_up(self, path: str, number: str, read: Callable[[Any, str], T]) -> T | None:
        answer = self._service.ask(path + quote(number, safe=""))
        if answer.status == UNKNOWN:
            return _understood(lambda: answers.unknown(answer.json(UNKNOWN), number))
        return _understood(lambda: read(answer.json(FOUND), number))


def _understood(read: Callable[[], T]) -> T:
    """An answer we do not understand is no reason to leave the service alone: the next number may be well said."""
    try:
        return read()
    except Unexpected as error:
        log.warning("answer not understood: %s", error)
        raise RegisterSilent(str(error)) from error


class _Answer(NamedTuple):
    status: int
    body: bytes

    def json(self, expected: int) -> Any:
        """Raises Unexpected."""
        if self.status != expected:
            raise Unexpected(f"status {self.status}")
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise Unexpected("not JSON") from error


class _Failed(Exception):
    """The service answered, but not as one in good order."""


class _Service:
    """One HTTP service and its circuit breaker. Redirects are not followed, proxies not used."""

    def __init__(self, url: str, timeout: float) -> None:
        self._address = urlsplit(url)
        self._timeout = timeout
        self._resting_until = datetime.min.replace(tzinfo=UTC)

    def ask(self, path: str) -> _Answer:
        """Its answer, found or unknown. Raises RegisterSilent."""
        if clock.outside() < self._resting_until:
            raise RegisterSilent("left alone after a failure")
        call = _Call(self._connection(), self._address.path.rstrip("/") + path)
        try:
            return _within(self._timeout, call.make)
        except (OSError, http.client.HTTPException, ValueError, _Failed) as error:
            call.hang_up()
            self._resting_until = clock.outside() + REST
            log.warning("left alone for %d s: %s", REST.total_seconds(), error or type(error).__name__)
            raise RegisterSilent(type(error).__name__) from error

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._address.hostname or "", self._address.port
        if self._address.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self._timeout)
        return http.client.HTTPSConnection(host, port, timeout=self._timeout, context=self._trust)

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context()


class _Call:
    """One question, put from a thread and given up from another."""

    def __init__(self, connection: http.client.HTTPConnection, target: str) -> None:
        self._connection = connection
        self._target = target
        self._line: socket.socket | None = None

    def make(self) -> _Answer:
        with closing(self._connection):
            self._connection.connect()
            self._line = self._connection.sock
            headers = {"Accept": "application/json", "Connection": "close"}
            self._connection.request("GET", self._target, headers=headers)
            with self._connection.getresponse() as response:
                return _read(response)

    def hang_up(self) -> None:
        """Wakes the thread that may still wait; it closes for itself."""
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


def _read(response: http.client.HTTPResponse) -> _Answer:
    if response.status not in (FOUND, UNKNOWN):
        raise _Failed(f"status {response.status}")
    body = response.read(LONGEST + 1)
    if len(body) > LONGEST:
        raise _Failed(f"more than {LONGEST} bytes")
    return _Answer(response.status, body)


def _within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives or raises; TimeoutError when it lasts longer, and it is then left behind.

    A thread, because neither the look-up of a name nor an answer that comes drop by drop obeys a socket's time-out.
    """
    future: Future[T] = Future()
    Thread(target=_fulfil, args=(future, work), daemon=True).start()
    return future.result(seconds)


def _fulfil(future: Future[T], work: Callable[[], T]) -> None:
    try:
        future.set_result(work())
    except Exception as error:
        future.set_exception(error)
