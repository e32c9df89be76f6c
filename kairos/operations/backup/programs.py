"""pg_dump and pg_restore, of the server's own major version, as the owner of the database."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connections
from psycopg.conninfo import make_conninfo

from kairos.operations import embedded
from kairos.operations.errors import CannotRun

_OURS_ALONE = {"server_side_binding", "prepare_threshold"}
"""Options that Django's backend understands and libpq does not."""


def require_owner() -> None:
    if "owner" not in settings.DATABASES:
        raise CannotRun("DATABASE_OWNER_URL manque\u00a0: donnez l’adresse de la base pour le rôle propriétaire.")


def run(program: str, *arguments: str) -> None:
    """Run pg_dump or pg_restore on the owner's database; raises CannotRun with what it said."""
    address, password = _address()
    finished = subprocess.run(
        [str(_find(program)), "--no-password", f"--dbname={address}", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={"PATH": os.defpath, "LC_ALL": "C", "PGPASSWORD": password},
        check=False,
    )
    if finished.returncode:
        said = " ".join(finished.stderr.split())
        raise CannotRun(f"{program} a échoué ({finished.returncode})\u00a0: {said[-500:]}")


def server_version() -> int:
    """The major version of the server."""
    owner = connections["owner"]
    owner.ensure_connection()
    return owner.connection.info.server_version // 10_000


def _address() -> tuple[str, str]:
    """libpq's words for the owner's database, and the password, which no list of processes may show."""
    known = connections["owner"].settings_dict
    options = {name: value for name, value in known["OPTIONS"].items() if name not in _OURS_ALONE}
    words = {"host": known["HOST"], "port": known["PORT"], "user": known["USER"], "dbname": known["NAME"]}
    return make_conninfo("", **{name: value for name, value in (words | options).items() if value}), known["PASSWORD"]


def _find(program: str) -> Path:
    wanted = server_version()
    for candidate in _candidates(program, wanted):
        if _version_of(candidate) == wanted:
            return candidate
    raise CannotRun(
        f"La base est en PostgreSQL {wanted}\u00a0: il faut {program} de la même version. Installez-le (paquet "
        f"postgresql-client-{wanted} de Debian), puis relancez."
    )


def _candidates(program: str, version: int) -> Iterator[Path]:
    if on_path := shutil.which(program):
        yield Path(on_path)
    for folder in (Path(f"/usr/lib/postgresql/{version}/bin"), embedded.binaries()):
        if (folder / program).exists():
            yield folder / program


def _version_of(program: Path) -> int:
    """« pg_dump (PostgreSQL) 16.4 (Debian …) » → 16; 0 when it does not say."""
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False).stdout
    _, _, rest = said.partition("(PostgreSQL) ")
    major = rest.split(".")[0]
    return int(major) if major.isdigit() else 0
