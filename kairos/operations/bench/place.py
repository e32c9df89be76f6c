"""The scratch installation of the bench: a cluster of its own under `var/bench`, configured as in production.

It is kept between two runs and made again when what shapes the database, the story or the volume changed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kairos.operations.embedded import APPLICATION, OWNER, Cluster

ROOT = Path(__file__).resolve().parents[3]
DATABASE, EMPTY = "bench", "bench_empty"
BASE_URL = "https://localhost"
_SHAPE = (
    "*/models.py",
    "*/migrations/*",
    "*/isolation/*.py",
    "operations/bench/rows.py",
    "operations/bench/volume.py",
    "operations/demonstration/*.toml",
    "operations/demonstration/*.py",
)
_SECRET = "une clef du banc de mesure, qui ne protège que des données inventées"


@dataclass(frozen=True, slots=True)
class Place:
    """folder: results, logs and everything else. environment: of its commands and of this process."""

    folder: Path
    cluster: Cluster

    def environment(self, database: str = DATABASE) -> dict[str, str]:
        return {
            "DATABASE_URL": self.cluster.url(database, APPLICATION),
            "DATABASE_OWNER_URL": self.cluster.url(database, OWNER),
            "DJANGO_SETTINGS_MODULE": "kairos.config.settings",
            "KAIROS_MODE": "production",
            "KAIROS_BASE_URL": BASE_URL,
            "KAIROS_SECRET_KEY": _SECRET,
            "KAIROS_MEDIA": str(self.folder / "media"),
            "KAIROS_SEALS": str(self.folder / "seals.jsonl"),
            "KAIROS_STATIC": str(self.folder / "static"),
            "EMAIL_URL": "",
        }

    def serving(self) -> dict[str, str]:
        """Of the web processes: as in production they hold no owner's key and could send mail."""
        kept = {
            name: value for name, value in (os.environ | self.environment()).items() if name != "DATABASE_OWNER_URL"
        }
        return kept | {"EMAIL_URL": "smtp://localhost"}

    def run(self, *command: str, database: str = DATABASE) -> float:
        """A `kairos` command; how many seconds it took. Raises CalledProcessError."""
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "kairos.operations", *command],
            env=os.environ | self.environment(database),
            cwd=ROOT,
            check=True,
            stdin=subprocess.DEVNULL,
        )
        return time.perf_counter() - began

    def forget(self) -> None:
        """An empty database, and no trace of the one before."""
        self.cluster.drop_database(DATABASE)
        self.cluster.create_database(DATABASE)
        shutil.rmtree(self.folder / "media", ignore_errors=True)
        (self.folder / "seals.jsonl").unlink(missing_ok=True)

    def is_filled(self) -> bool:
        stamp = self.folder / "shape"
        return stamp.exists() and stamp.read_text() == _shape()

    def note_filled(self) -> None:
        (self.folder / "shape").write_text(_shape())


@contextmanager
def opened(folder: Path) -> Iterator[Place]:
    """The cluster runs until the end of the block; this process is configured for its database."""
    folder.mkdir(parents=True, exist_ok=True)
    with Cluster(folder / "postgresql") as cluster:
        place = Place(folder, cluster)
        os.environ.update(place.environment())
        yield place


def _shape() -> str:
    shape = hashlib.sha256()
    for pattern in _SHAPE:
        for file in sorted((ROOT / "kairos").rglob(pattern)):
            if file.is_file() and file.suffix in (".py", ".sql", ".toml"):
                shape.update(file.read_bytes())
    return shape.hexdigest()
