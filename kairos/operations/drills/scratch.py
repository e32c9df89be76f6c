"""A scratch installation for a drill: its own PostgreSQL in a temporary folder, and the `kairos` command on it."""

import contextlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from kairos.operations.embedded import APPLICATION, DATABASE, OWNER, Cluster
from kairos.operations.errors import CannotRun

COMMAND = [sys.executable, "-m", "kairos.operations"]


class Scratch:
    """`folder`: everything it makes. `settings`: added to the environment of every command."""

    def __init__(self, folder: Path, cluster: Cluster, settings: dict[str, str]) -> None:
        self.folder = folder
        self.cluster = cluster
        self.seals = folder / "seals.jsonl"
        self._settings = {"KAIROS_SECRET_KEY": secrets.token_urlsafe(48), **settings}

    def environment(self, database: str = DATABASE) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": self.cluster.url(database, APPLICATION),
            "DATABASE_OWNER_URL": self.cluster.url(database, OWNER),
            "KAIROS_MODE": "demo",
            "KAIROS_MEDIA": str(self.folder / "media"),
            "KAIROS_SEALS": str(self.seals),
            "KAIROS_STATIC": str(self.folder / "static"),
            **self._settings,
        }

    def run(self, *words: str, database: str = DATABASE) -> tuple[int, str]:
        """The command's exit code and what it answered; raises CannotRun when it could not run."""
        done = subprocess.run(
            [*COMMAND, *words], env=self.environment(database), capture_output=True, text=True, check=False
        )
        if done.returncode not in (0, 1):
            raise CannotRun(f"kairos {' '.join(words)} a répondu {done.returncode}\u00a0: {done.stderr.strip()[-500:]}")
        return done.returncode, done.stdout

    def answer(self, *words: str, database: str = DATABASE) -> Any:
        """What a command answers in JSON."""
        return json.loads(self.run(*words, "--json", database=database)[1])

    @contextlib.contextmanager
    def owner(self, database: str = DATABASE) -> Iterator[psycopg.Connection]:
        with psycopg.connect(self.cluster.url(database, OWNER), autocommit=True) as connection:
            yield connection


@contextlib.contextmanager
def scratch(*, fast: bool = True, **settings: str) -> Iterator[Scratch]:
    """Migrated, and gone at the end. `fast` gives up surviving a power cut, not a kill."""
    with tempfile.TemporaryDirectory(prefix="kairos-drill-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with Cluster(folder / "postgresql", fast=fast) as cluster:
            installation = Scratch(folder, cluster, settings)
            installation.run("migrate", "--quiet")
            yield installation
