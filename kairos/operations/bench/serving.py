"""The same pages from outside: real web processes on the loopback, how many a second, how big in memory."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

import psutil

from kairos.operations.bench import people
from kairos.operations.bench.measuring import percentile
from kairos.operations.bench.place import BASE_URL, ROOT, Place
from kairos.operations.bench.traffic import Load
from kairos.operations.errors import CannotRun
from kairos.operations.services import Service

WORKERS = 2
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its budget; `most` says whether it is a ceiling or a floor."""

    name: str
    value: float
    unit: str
    budget: float
    most: bool = True

    @property
    def missed(self) -> bool:
        """By more than 30 %."""
        return self.value > self.budget * 1.3 if self.most else self.value * 1.3 < self.budget


@dataclass(frozen=True, slots=True)
class Running:
    """The web processes: the port they answer on, how long the first answer took."""

    port: int
    process: psutil.Process
    ready_after: float

    def workers(self) -> list[psutil.Process]:
        return [child for child in self.process.children(recursive=True) if not child.children()]

    def load(self, path: str, person: str, connections: int, requests: int, seconds: float) -> dict:
        """What the client counted, in a process of its own."""
        processes = tuple(worker.pid for worker in self.workers())
        load = Load(self.port, path, _headers(person), connections, requests, seconds, processes)
        done = subprocess.run(
            [sys.executable, "-m", "kairos.operations.bench.traffic"],
            input=json.dumps(asdict(load)),
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        if done.returncode:
            raise CannotRun(f"La charge n’a pas pu être envoyée\u00a0: {done.stderr[-400:]}")
        return json.loads(done.stdout)


@contextmanager
def served(place: Place, port: int) -> Iterator[Running]:
    command = [sys.executable, "-m", "kairos.operations", "serve", "--port", str(port), "--workers", str(WORKERS)]
    service = Service(command, place.serving(), place.folder / "web.log")
    try:
        began = time.perf_counter()
        service.start()
        _wait(port, service)
        yield Running(port, psutil.Process(service.pid), time.perf_counter() - began)
    finally:
        service.stop()


def figures(running: Running, path: str, person: str) -> list[Figure]:
    """Throughput and waiting of one list page, then the memory of the processes that served it."""
    running.load(path, person, 4, 500, 20)
    memory = max(_megabytes(worker) for worker in running.workers())
    two = running.load(path, person, 2, 4_000, 8)
    ten = running.load(path, person, 10, 4_000, 8)
    if two["wrong"] or ten["wrong"]:
        raise CannotRun(f"La page mesurée par HTTP n’a pas toujours répondu 200\u00a0: {path}")
    return [
        Figure("Prêt à répondre", round(running.ready_after, 2), "s", 1.0),
        Figure("Pages par seconde, 2 à la fois", round(_rate(two)), "pages/s", 450, most=False),
        Figure("Attente à 10 à la fois, p95", round(percentile(ten["times"], 95), 1), "ms", 20.0),
        Figure("Mémoire d’un processus web", round(memory), "Mo", 120.0),
    ]


def _rate(told: dict) -> float:
    """Pages a second."""
    return len(told["times"]) / told["seconds"]


def _headers(person: str) -> dict[str, str]:
    return {
        "Host": urlsplit(BASE_URL).netloc,
        "X-Forwarded-Proto": "https",
        "Accept-Encoding": "gzip",
        "Cookie": "; ".join(f"{name}={value}" for name, value in people.cookies(person).items()),
    }


def _wait(port: int, service: Service) -> None:
    give_up_at = time.monotonic() + _PATIENCE
    while not _answers(port):
        if service.exit_code() is not None or time.monotonic() > give_up_at:
            raise CannotRun(f"Le site du banc ne démarre pas\u00a0: {service.last_words()}")
        time.sleep(0.01)


def _answers(port: int) -> bool:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers=_headers(people.VISITOR))
    try:
        with urllib.request.urlopen(request, timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def _megabytes(process: psutil.Process) -> float:
    """Resident memory, shared pages included."""
    return process.memory_info().rss / 1_000_000
