"""Loaded before Django (`-p tests.support.plugin`): a real PostgreSQL, one migrated template, one copy per process.

Every test runs as the application's role. KAIROS_TEST_CLUSTER names another folder for the cluster, which is
then left running. KAIROS_TEST_POSTGRESQL names the programs of another PostgreSQL (/usr/lib/postgresql/15/bin).
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from kairos.operations import embedded  # noqa: E402
from kairos.operations.embedded import APPLICATION, OWNER, Cluster  # noqa: E402

KEPT = os.environ.get("KAIROS_TEST_CLUSTER")
if OTHER := os.environ.get("KAIROS_TEST_POSTGRESQL"):
    embedded.binaries = lambda: Path(OTHER)
    embedded.LOCALE = ("--locale=C.UTF-8",)
MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3


def _folder() -> Path:
    """In memory where there is room: databases made and dropped by the hundred are work for a disk's file system."""
    if KEPT:
        return Path(KEPT)
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        return MEMORY / f"kairos-test-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]}"
    return ROOT / "var" / "test-postgres"


FOLDER = _folder()
SHAPES_DATABASE = ("migrations/*.sql", "migrations/*.py", "models.py", "isolation/*.py", "journal/models.py")

cluster = Cluster(FOLDER, fast=True)
process = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
database = f"kairos_test_{process}"


def environment(name: str) -> dict[str, str]:
    media = Path(tempfile.gettempdir()) / "kairos-tests" / process
    return {
        "DATABASE_URL": cluster.url(name, APPLICATION),
        "DATABASE_OWNER_URL": cluster.url(name, OWNER),
        "KAIROS_MODE": "test",
        "KAIROS_SECRET_KEY": "une-clef-de-test-assez-longue-pour-etre-acceptee-0123456789",
        "KAIROS_BASE_URL": "http://localhost:8000",
        "KAIROS_MEDIA": str(media / "media"),
        "KAIROS_SEALS": str(media / "seals.jsonl"),
        "KAIROS_STATIC": str(ROOT / "var" / "static"),
        "EMAIL_URL": "",
        "DJANGO_SETTINGS_MODULE": "kairos.config.settings",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }


@contextmanager
def alone(what: str) -> Iterator[None]:
    """One process of the tests at a time does this."""
    with (FOLDER / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _template() -> str:
    """The migrated database that every test copies; made again only when what shapes it changed."""
    shape = hashlib.sha256()
    for pattern in SHAPES_DATABASE:
        for file in sorted((ROOT / "kairos").rglob(pattern)):
            shape.update(file.read_bytes())
    name = f"kairos_template_{shape.hexdigest()[:12]}"
    with alone("template"):
        stamp = FOLDER / f"{name}.ready"
        if not stamp.exists():
            cluster.drop_database(name)
            cluster.create_database(name)
            migrate = [
                sys.executable,
                "-c",
                "from kairos.operations.cli import main; raise SystemExit(main())",
            ]
            settings = os.environ | environment(name)
            subprocess.run([*migrate, "migrate", "--quiet"], env=settings, cwd=ROOT, check=True)
            stamp.touch()
        cluster.drop_database(database)
        cluster.create_database(database, template=name)
    return name


cluster.start()
(ROOT / "var" / "static").mkdir(parents=True, exist_ok=True)
template = _template()
os.environ.update(environment(database))


def pytest_sessionstart() -> None:
    """Static files are gathered before a test is even collected: a process reads their names once, and keeps them."""
    from kairos.operations import assets

    with alone("static"):
        assets.gather()


def pytest_unconfigure() -> None:
    from django.db import connections

    connections.close_all()
    cluster.drop_database(database)
    if not KEPT and "PYTEST_XDIST_WORKER" not in os.environ:
        cluster.stop()
        if FOLDER.is_relative_to(MEMORY):
            shutil.rmtree(FOLDER)
