"""Asking a service over HTTP: little time, a bounded answer, no redirect, no proxy, certificates verified.

A page or a job waits for the answer, its transaction open: a question lasts `timeout` seconds at the very most, and a
service that failed is left alone for a while, so that only the first one who asks pays.
"""

import http.client
import json
import logging
import socket
import ssl
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from ipaddress import ip_address
from threading import Lock, Thread
from typing import Any, NamedTuple, TypeVar
from urllib.parse import SplitResult, urlencode, urlsplit

from django.conf import settings

from kairos.foundation import clock

T = TypeVar("T")
Headers = Mapping[str, str]

REST = timedelta(seconds=60)
"""How long a service that failed is left alone, by each process."""
LONGEST = 262_144
"""Bytes of an answer that are read; a longer one is none."""
FAILURES = (OSError, http.client.HTTPException, ValueError)

log = logging.getLogger("kairos.remote")


class NoAnswer(Exception):
    """No connection, not in time, too long, an error of the server's own (5xx), or left alone after one of these.

    sent: the request may have reached the service. status: its error, 0 when it said none.
    """

    def __init__(self, why: str, *, sent: bool = False, status: int = 0) -> None:
        super().__init__(why)
        self.sent = sent
        self.status = status


class ServerError(ValueError):
    """A status of 500 and more."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class TooLate(OSError):
    """Given up before anything was sent: nothing will be."""


class NotJson(ValueError):
    """An answer that was to be JSON."""


class Answer(NamedTuple):
    """`status`: below 500."""

    status: int
    body: bytes

    def json(self) -> Any:
        """Raises NotJson."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise NotJson("not JSON") from error


def is_safe(url: str) -> bool:
    """Whether a service may be asked there: over https, unless it runs on this machine or nothing here is real."""
    try:
        host, in_clear = _place(urlsplit(url))
    except ValueError:
        return False
    return not in_clear or settings.KAIROS_MODE != "production" or _is_this_machine(host)


def _place(address: SplitResult) -> tuple[str, bool]:
    """The host, and whether it is asked in clear. Raises ValueError for what is not the plain address of a service."""
    known = address.scheme in ("http", "https") and address.hostname and address.port != 0
    if not known or address.username or address.query or address.fragment:
        raise ValueError
    return address.hostname or "", address.scheme == "http"


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass
class Service:
    """One service, and whether it is being left alone. `name`: for the log. `timeout`: seconds, all included."""

    name: str
    timeout: float
    _resting_until: datetime = field(default=datetime.min.replace(tzinfo=UTC), init=False)

    def get(self, url: str, headers: Headers | None = None) -> Answer:
        """Raises NoAnswer."""
        return self._ask(url, _Request("GET", dict(headers or {})))

    def post(self, url: str, form: Mapping[str, str], headers: Headers | None = None) -> Answer:
        """Raises NoAnswer."""
        typed = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self._ask(url, _Request("POST", typed, urlencode(form).encode()))

    def send(self, url: str, value: object, headers: Headers | None = None) -> Answer:
        """POST as JSON. Raises NoAnswer."""
        typed = {"Content-Type": "application/json", **(headers or {})}
        return self._ask(url, _Request("POST", typed, json.dumps(value).encode()))

    def _ask(self, url: str, request: "_Request") -> Answer:
        if clock.outside() < self._resting_until:
            raise NoAnswer("left alone after a failure")
        address = urlsplit(url)
        call = _Call(self._connection(address), address._replace(scheme="", netloc="").geturl() or "/", request)
        try:
            return _within(self.timeout, call.make)
        except FAILURES as error:
            call.hang_up()
            self._resting_until = clock.outside() + REST
            why = str(error) or type(error).__name__
            log.warning("%s: left alone for %d s: %s", self.name, REST.total_seconds(), why)
            raise NoAnswer(why, sent=call.sent, status=getattr(error, "status", 0)) from error

    def _connection(self, address: SplitResult) -> http.client.HTTPConnection:
        host, port = address.hostname or "", address.port
        if address.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self.timeout)
        return http.client.HTTPSConnection(host, port, timeout=self.timeout, context=self._trust)

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context()


class _Request(NamedTuple):
    method: str
    headers: dict[str, str]
    body: bytes | None = None


class _Call:
    """One question, put from a thread and given up from another: once given up, what was not sent never is."""

    def __init__(self, connection: http.client.HTTPConnection, target: str, request: _Request) -> None:
        self._connection = connection
        self._target = target
        self._request = request
        self._line: socket.socket | None = None
        self._turn = Lock()
        self._over = False
        self.sent = False

    def make(self) -> Answer:
        with closing(self._connection) as connection:
            connection.connect()
            self._go_on(connection.sock)
            method, headers, body = self._request
            headers = {"Accept": "application/json", "Connection": "close", **headers}
            connection.request(method, self._target, body, headers)
            with connection.getresponse() as response:
                return _read(response)

    def _go_on(self, line: socket.socket) -> None:
        with self._turn:
            if self._over:
                raise TooLate("given up while connecting")
            self._line, self.sent = line, True

    def hang_up(self) -> None:
        """Wakes the thread that may still wait; it closes for itself. From then on `sent` changes no more."""
        with self._turn:
            self._over = True
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


def _read(response: http.client.HTTPResponse) -> Answer:
    if response.status >= 500:
        raise ServerError(response.status)
    body = response.read(LONGEST + 1)
    if len(body) > LONGEST:
        raise ValueError(f"more than {LONGEST} bytes")
    return Answer(response.status, body)


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
