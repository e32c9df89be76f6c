"""`make demo`: the database, the web and the worker of a demonstration, in one folder, under one Ctrl-C.

The supervisor stays small: it imports no Django; its steps and services are child processes. The invented
data is loaded into a fresh database only, so that a first run cut short leaves nothing half done.
"""

import contextlib
import errno
import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path

from kairos.operations.embedded import APPLICATION, DATABASE, OWNER, Cluster
from kairos.operations.errors import CannotRun
from kairos.operations.services import Service

_PATIENCE = 60.0  # seconds for the web to say that it is ready
_BESIDE_THE_DATABASE = ("media", "seals.jsonl")
"""What speaks of one database and of no other."""
_MADE_HERE = ("postgresql", "media", "static", "logs", "seals.jsonl", "accounts.json", "secret-key")


def open_demonstration(folder: Path, port: int, *, reset: bool = False) -> None:
    """Open the demonstration kept in `folder` on `port`; return after SIGINT, SIGTERM or SIGHUP, all stopped.

    `reset` forgets what an earlier run left there. Raises CannotRun when the port or the folder is in use, or
    when something does not start or dies for good.
    """
    _refuse_taken_port(port)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone_in(folder), contextlib.ExitStack() as running:
        if reset:
            _forget(folder)
        Demonstration(folder, port, running).run()


class Demonstration:
    """One run. What it starts is on the stack `running`, whose end stops it in the reverse order."""

    def __init__(self, folder: Path, port: int, running: contextlib.ExitStack) -> None:
        self._folder = folder
        self._port = port
        self._address = f"http://localhost:{port}"
        self._accounts = folder / "accounts.json"
        self._running = running
        self._cluster = Cluster(folder / "postgresql")
        self._stopping = threading.Event()

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._stopping.set())
        self._open_database()
        self._prepare()
        if not self._stopping.is_set():
            self._serve()
        _say("\nKairos s’arrête.")

    def _open_database(self) -> None:
        _say("Démarrage de la base de données…")
        self._running.callback(self._cluster.stop)
        self._cluster.start()
        if not self._accounts.exists():
            self._cluster.drop_database(DATABASE)
            self._cluster.create_database(DATABASE)
            _remove(self._folder, _BESIDE_THE_DATABASE)

    def _prepare(self) -> None:
        if not self._accounts.exists():
            _say("Création des données de démonstration, la première fois seulement…")
        step = self._service("prepare", "demo", "prepare", str(self._accounts))
        step.start()
        while (code := step.exit_code()) is None and not self._stopping.wait(0.05):
            pass
        if code:
            raise CannotRun(f"Les données n’ont pas pu être préparées.\n{step.last_words()}")

    def _serve(self) -> None:
        worker = self._service("worker", "worker")
        web = self._service("web", "serve", "--port", str(self._port))
        worker.start()
        web.start()
        if self._becomes_ready(web):
            self._welcome()
        self._watch(web, worker)

    def _becomes_ready(self, web: Service) -> bool:
        give_up_at = time.monotonic() + _PATIENCE
        while not self._stopping.wait(0.05) and web.exit_code() is None:
            missing = _what_is_missing(self._port)
            if not missing:
                return True
            if time.monotonic() > give_up_at:
                raise CannotRun(f"Kairos n’est pas prêt\u00a0: {missing}\n{web.last_words()}")
        return False

    def _watch(self, web: Service, worker: Service) -> None:
        """A dead worker or database is started again; without its web the demonstration is over."""
        while not self._stopping.wait(0.5):
            if web.exit_code() is not None:
                raise CannotRun(f"Le site s’est arrêté.\n{web.last_words()}")
            if worker.start_again_if_dead():
                _say("Les travaux de fond s’étaient arrêtés\u00a0: relancés.")
            if not self._cluster.running:
                self._cluster.start()
                _say("La base de données s’était arrêtée\u00a0: relancée.")

    def _service(self, name: str, *command: str) -> Service:
        program = [sys.executable, "-m", "kairos.operations", *command]
        service = Service(program, self._environment(), self._folder / "logs" / f"{name}.log")
        self._running.callback(service.stop)
        return service

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self._cluster.url(DATABASE, APPLICATION),
            "DATABASE_OWNER_URL": self._cluster.url(DATABASE, OWNER),
            "KAIROS_MODE": "demo",
            "KAIROS_BASE_URL": self._address,
            "KAIROS_SECRET_KEY": _secret_key(self._folder / "secret-key"),
            "KAIROS_MEDIA": str(self._folder / "media"),
            "KAIROS_SEALS": str(self._folder / "seals.jsonl"),
            "KAIROS_STATIC": str(self._folder / "static"),
        }

    def _welcome(self) -> None:
        _say(f"\nKairos est ouvert\u00a0: {self._address}\n")
        for account in json.loads(self._accounts.read_text()):
            _say(f"  {account['label']:<28} {account['identifier']:<34} {account['password']}")
        _say(f"\nPour vous connecter\u00a0: {self._address}/connexion")
        _say(f"Codes du second facteur et connexion directe\u00a0: {self._accounts}")
        _say(f"Messages et courriers partis\u00a0: {self._address}/demo/boite")
        _say("Ctrl-C arrête tout et garde les données.")


def _say(text: str) -> None:
    print(text, flush=True)


def _refuse_taken_port(port: int) -> None:
    """A browser may read « localhost » as either loopback address."""
    for host, family in (("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6)):
        try:
            socket.create_server((host, port), family=family).close()
        except PermissionError:
            raise CannotRun(f"Le port {port} est réservé\u00a0: choisissez « make demo PORT=8001 ».") from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CannotRun(
                    f"Le port {port} est déjà pris par un autre programme\u00a0: arrêtez-le, ou choisissez "
                    f"un autre port, par exemple « make demo PORT={port + 1} »."
                ) from None


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotRun(
                f"Une démonstration est déjà ouverte sur {folder}\u00a0: arrêtez-la, ou nommez un autre "
                "dossier, par exemple « make demo DATA=var/demo-2 »."
            ) from None
        yield


def _forget(folder: Path) -> None:
    """Only what a demonstration makes is removed: the folder may hold something else."""
    cluster = folder / "postgresql"
    if cluster.exists():
        Cluster(cluster).stop()
    _remove(folder, _MADE_HERE)


def _remove(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _secret_key(path: Path) -> str:
    """Drawn once, readable by its owner only."""
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()


def _what_is_missing(port: int) -> str:
    """Empty when /readyz says that all is well."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
            return ""
    except urllib.error.HTTPError as refusal:
        return refusal.read(2000).decode(errors="replace")
    except OSError as error:
        return str(error)
