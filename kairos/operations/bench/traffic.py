"""A client that keeps its connections and sends the next request as soon as the last is answered.

Plain sockets and one loop: on two cores shared with the server, a heavier client would measure itself. Run as a
program (`python -m kairos.operations.bench.traffic`), so that it never shares an interpreter with what it measures.

The kernel gives a new connection to whichever process woke first: of the first ones, often to the same. What all of
them can do is measured: connections are opened until each process has its share.
"""

import json
import selectors
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from math import ceil

import psutil

MOST = 20
"""Connections opened and closed again for each that is kept: beyond, any will do."""


@dataclass(frozen=True, slots=True)
class Load:
    """`requests` in all, over `connections`, at most `seconds` long. processes: those of the server that answer, among
    which connections are shared out."""

    port: int
    path: str
    headers: dict[str, str]
    connections: int
    requests: int
    seconds: float
    processes: tuple[int, ...] = ()

    @property
    def message(self) -> bytes:
        lines = [f"GET {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in self.headers.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


@dataclass(slots=True)
class Outcome:
    """times: milliseconds of each answer; wrong: answers other than 200."""

    seconds: float = 0.0
    wrong: int = 0
    times: list[float] = field(default_factory=list)


@dataclass(slots=True)
class _Connection:
    socket: socket.socket
    sent_at: float = 0.0
    received: bytearray = field(default_factory=bytearray)

    def send(self, message: bytes) -> None:
        self.received.clear()
        self.sent_at = time.perf_counter()
        self.socket.sendall(message)

    def is_whole(self) -> bool:
        """Whether the answer has come to its end. Raises ConnectionError when the server hung up."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("the server closed the connection")
        self.received += part
        head, found, body = bytes(self.received).partition(b"\r\n\r\n")
        return bool(found) and len(body) >= _length(head)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError("an answer without Content-Length")


def run(load: Load) -> Outcome:
    """Raises ConnectionError or OSError when the server does not hold."""
    outcome, message = Outcome(), load.message
    with selectors.DefaultSelector() as ready:
        for connection in _open(load):
            ready.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(message)
        _exchange(load, message, ready, outcome)
        for key in list(ready.get_map().values()):
            key.fileobj.close()
    return outcome


def _open(load: Load) -> list[_Connection]:
    kept: list[_Connection] = []
    spare: list[_Connection] = []
    left = Counter({process: ceil(load.connections / len(load.processes)) for process in load.processes})
    while len(kept) < load.connections:
        made = _connected(load.port)
        owner = _owner(made, load.processes)
        fair = len(spare) >= MOST * load.connections or not load.processes or left[owner] > 0
        left[owner] -= 1
        (kept if fair else spare).append(made)
    for one in spare:
        one.socket.close()
    return kept


def _connected(port: int) -> _Connection:
    made = socket.create_connection(("127.0.0.1", port), timeout=10)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return _Connection(made)


def _owner(connection: _Connection, processes: Iterable[int]) -> int:
    """The process that took this connection; 0 when none has, after a while."""
    mine, give_up_at = connection.socket.getsockname()[1], time.monotonic() + 1
    while processes and time.monotonic() < give_up_at:
        for process in processes:
            if any(one.raddr and one.raddr.port == mine for one in psutil.Process(process).net_connections("tcp")):
                return process
    return 0


def _exchange(load: Load, message: bytes, ready: selectors.BaseSelector, outcome: Outcome) -> None:
    began = time.perf_counter()
    while len(outcome.times) < load.requests and time.perf_counter() - began < load.seconds:
        for key, _ in ready.select(timeout=10):
            connection: _Connection = key.data
            if connection.is_whole():
                outcome.times.append((time.perf_counter() - connection.sent_at) * 1000)
                outcome.wrong += not connection.received.startswith(b"HTTP/1.1 200")
                connection.send(message)
    outcome.seconds = time.perf_counter() - began


if __name__ == "__main__":
    json.dump(asdict(run(Load(**json.load(sys.stdin)))), sys.stdout)
