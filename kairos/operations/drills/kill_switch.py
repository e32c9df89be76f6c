"""A person, an organisation and a right stopped while signed-in people load pages and a worker reads files for one.

Each is stopped by a supervisor's own page, on real web processes and a real worker. Told: the seconds from the press
of the button to the last page that opened and the last file that was read; what opened again afterwards.
"""

import contextlib
import http.client
import json
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kairos.operations.drills.crash import answers, free_port
from kairos.operations.drills.scratch import COMMAND, Scratch, scratch
from kairos.operations.drills.visitors import TOKEN
from kairos.operations.errors import CannotRun
from kairos.operations.services import Service

LIMIT = 60.0
BEFORE, AFTER = 10, 4.0
"""Successes of each before the stop; seconds that they go on being refused after it."""
PATIENCE = 90.0
EVERY = 0.1  # seconds between two jobs
WEB = 2
CAST = "import django; django.setup(); from kairos.operations.drills import cast; cast.tell()"
LOST_RIGHT = "La personne qui l’a demandé n’en a plus le droit."

COPY = """
WITH copied AS (
  INSERT INTO import_run SELECT (jsonb_populate_record(r, jsonb_build_object(
    'id', gen_random_uuid(), 'asked', 'check', 'asked_at', now(), 'received_at', now()))).*
  FROM import_run r WHERE id = %s RETURNING id)
INSERT INTO procrastinate_jobs (queue_name, task_name, args)
SELECT 'default', 'imports.check', jsonb_build_object('key', id) FROM copied
"""
READ = """
SELECT count(*) FILTER (WHERE state = 'checked'),
       max(checked_at) FILTER (WHERE state = 'checked') - (SELECT max(stopped_at) FROM access_stop),
       count(*) FILTER (WHERE reason = %s), count(*) FILTER (WHERE asked <> '')
FROM import_run WHERE id <> %s
"""


def drill(say: Callable[[str], None] = print) -> int:
    """0 when each was over within a minute and stayed over."""
    port = free_port()
    address = f"http://localhost:{port}"
    with scratch(KAIROS_MODE="test", EMAIL_URL="smtp://localhost:9", KAIROS_BASE_URL=address) as installation:
        cast = _cast(installation)
        with _running(installation, port):
            told = {name: _measured(step) for name, step in _steps(installation, cast, port)}
    late = failed(told)
    say(json.dumps({"drill": "kill_switch", **told, "limit": LIMIT, "failed": late}, ensure_ascii=False))
    return 1 if late else 0


def failed(told: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Those that were not over within a minute, opened again, or did not answer as they should."""
    return [name for name, found in told.items() if found["seconds"] > LIMIT or found["again"] or found["odd"]]


def _cast(installation: Scratch) -> dict[str, Any]:
    environment = installation.environment() | {"DJANGO_SETTINGS_MODULE": "kairos.config.settings"}
    done = subprocess.run([sys.executable, "-c", CAST], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotRun(f"Les personnes de l’épreuve manquent : {done.stderr.strip()[-500:]}")
    return json.loads(done.stdout)


@contextlib.contextmanager
def _running(installation: Scratch, port: int) -> Iterator[None]:
    words = {"web": ("serve", "--port", str(port), "--workers", str(WEB)), "worker": ("worker",)}
    services = [
        Service([*COMMAND, *command], installation.environment(), installation.folder / f"{name}.log")
        for name, command in words.items()
    ]
    try:
        for service in services:
            service.start()
        _until(lambda: answers(f"http://localhost:{port}/healthz"), services[0].last_words)
        yield
    finally:
        for service in services:
            service.stop()


# --- Whom it stops --------------------------------------------------------------------------------------


@dataclass(slots=True)
class Step:
    """address, typed: the page of the supervisor and what is written there. asking: also a file every tenth of a
    second, read by the worker."""

    chief: "Browser"
    clients: list["Client"]
    address: str
    typed: dict[str, str] = field(default_factory=dict)
    asking: "Asking | None" = None


def _steps(installation: Scratch, cast: dict[str, Any], port: int) -> Iterator[tuple[str, Step]]:
    chief = Browser(port, cast, cast["chief"])
    right = cast["right"]
    for name, page, address, typed in (
        ("person", "/operateur/", f"personne/{cast['person']['id']}/", {}),
        ("organisation", "/portail/", f"organisme/{cast['organisation']['id']}/", {}),
        ("right", "/portail/organisation/", "droit/", {"right": right["word"], "siret": right["siret"]}),
    ):
        clients = [Client(Browser(port, cast, token), page) for token in cast[name]["tokens"]]
        asking = Asking(installation, cast["file"]) if name == "person" else None
        yield name, Step(chief, clients, f"/operateur/arret/{address}", typed, asking)


def _measured(step: Step) -> dict[str, Any]:
    threads = [*step.clients, *([step.asking] if step.asking else [])]
    for one in threads:
        one.start()
    _until(lambda: all(client.opened >= BEFORE for client in step.clients), lambda: _last(step))
    if step.asking:
        _until(lambda: step.asking.counts()[0] >= BEFORE, lambda: "aucun fichier lu")
    pressed = time.monotonic()
    step.chief.send(step.address, step.typed | {"reason": "Épreuve de l’arrêt d’urgence."})
    give_up = pressed + LIMIT + AFTER
    while time.monotonic() < give_up and not _is_over(step):
        time.sleep(0.1)
    for one in threads:
        one.stop()
    return _told(step, pressed)


def _is_over(step: Step) -> bool:
    """Everybody has been refused for a while, and a file too."""
    if not all(client.quiet_for(AFTER) for client in step.clients):
        return False
    return step.asking is None or step.asking.counts()[2] > 0


def _told(step: Step, pressed: float) -> dict[str, Any]:
    clients = step.clients
    found: dict[str, Any] = {
        "seconds": round(max(0.0, *(client.last - pressed for client in clients)), 2),
        "opened": sum(client.opened for client in clients),
        "refused": sum(client.refused for client in clients),
        "again": sum(client.again for client in clients) + sum(not client.refused for client in clients),
        "odd": sorted({status for client in clients for status in client.odd}),
    }
    if step.asking:
        _until(lambda: not step.asking.counts()[3], lambda: "des travaux attendent encore")
        read, last, refused, _ = step.asking.counts()
        found |= {"files_read": read, "files_refused": refused}
        found["seconds"] = max(found["seconds"], round(last.total_seconds(), 2))
        found["odd"] += [] if refused else ["no file refused"]
    return found


def _last(step: Step) -> str:
    return f"Personne n’entre : {[sorted(set(client.odd)) or client.refused for client in step.clients]}"


# --- Who loads pages, who asks for work -----------------------------------------------------------------


class Browser:
    """Signed in with this token; follows no redirection."""

    def __init__(self, port: int, cast: dict[str, Any], token: str) -> None:
        self._port = port
        self._cookies = {cast["cookie"]: token}
        self._agent = cast["browser"]

    def get(self, address: str) -> tuple[int, bytes]:
        return self._ask("GET", address)

    def send(self, address: str, typed: dict[str, str]) -> None:
        """The form of this page. Raises CannotRun when it is not taken."""
        _, page = self.get(address)
        token = TOKEN.search(page)
        typed = typed | {"csrfmiddlewaretoken": token.group(1).decode() if token else ""}
        status, answer = self._ask("POST", address, urllib.parse.urlencode(typed))
        if status != http.client.FOUND:
            raise CannotRun(f"L’arrêt est refusé ({status}) : {answer.decode()[-2000:]}")

    def _ask(self, method: str, address: str, body: str | None = None) -> tuple[int, bytes]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "User-Agent": self._agent,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection("localhost", self._port, timeout=PATIENCE)
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    cookie, _, rest = value.partition("=")
                    self._cookies[cookie] = rest.partition(";")[0]
            return answer.status, answer.read()
        finally:
            connection.close()


class _Going(threading.Thread):
    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._told = threading.Event()

    def run(self) -> None:
        while not self._told.is_set():
            self.once()

    def once(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        self._told.set()
        self.join()


class Client(_Going):
    """last: when a page last opened. again: how many did after one had been refused."""

    def __init__(self, browser: Browser, address: str) -> None:
        super().__init__()
        self.last, self.opened, self.refused, self.again = 0.0, 0, 0, 0
        self.odd: list[int] = []
        self._browser, self._address, self._refused_at = browser, address, 0.0

    def once(self) -> None:
        status, _ = self._browser.get(self._address)
        now = time.monotonic()
        if status == http.client.OK:
            self.last, self.opened, self.again = now, self.opened + 1, self.again + bool(self.refused)
        elif status in (http.client.FOUND, http.client.FORBIDDEN):
            self.refused, self._refused_at = self.refused + 1, self._refused_at or now
        else:
            self.odd.append(status)

    def quiet_for(self, seconds: float) -> bool:
        return bool(self.refused) and time.monotonic() - max(self.last, self._refused_at) >= seconds


class Asking(_Going):
    """The same file sent again and again by the person, for the worker to read."""

    def __init__(self, installation: Scratch, file: str) -> None:
        super().__init__()
        self._installation, self._file = installation, file

    def once(self) -> None:
        with self._installation.owner() as owner:
            owner.execute(COPY, [self._file])
        self._told.wait(EVERY)

    def counts(self) -> tuple[Any, ...]:
        """Read; time of the last after the stop; refused for whoever asked; still to read."""
        with self._installation.owner() as owner:
            return owner.execute(READ, [LOST_RIGHT, self._file]).fetchone()


def _until(true: Callable[[], bool], why: Callable[[], str]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > give_up:
            raise CannotRun(f"L’épreuve n’avance pas. {why()}")
        time.sleep(0.1)
