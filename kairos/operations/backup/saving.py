"""`kairos backup FILE`."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

import kairos
from kairos.foundation import clock
from kairos.operations.backup import archive, keys, programs
from kairos.operations.errors import CannotRun


def save(file: Path) -> archive.Manifest:
    """Write the backup of this installation to `file`, which must not exist. Kairos may go on working meanwhile.

    The order matters: seals, then database, then uploads. So the database knows every seal of the file, and every
    upload the database names is there.
    """
    programs.require_owner()
    if file.exists():
        raise CannotRun(f"{file} existe déjà\u00a0: donnez un autre nom à cette sauvegarde.")
    if not file.parent.is_dir():
        raise CannotRun(f"Le dossier {file.parent} n’existe pas.")
    with archive.write(file) as writer, tempfile.TemporaryDirectory(dir=file.parent, prefix=".kairos-") as scratch:
        writer.add(settings.KAIROS_SEALS, archive.SEALS)
        dump = Path(scratch) / archive.DUMP
        manifest = _dump(dump)
        writer.add(dump, archive.DUMP)
        writer.add_folder(settings.KAIROS_MEDIA, archive.MEDIA)
        writer.close(manifest)
    return manifest


def _dump(target: Path) -> archive.Manifest:
    """The dump and the counts see the same instant."""
    with _snapshot() as (cursor, snapshot):
        manifest = archive.Manifest(
            version=kairos.__version__,
            made_at=clock.now().isoformat(),
            postgresql=programs.server_version(),
            key_mark=keys.mark(),
            migrations=applied_migrations(cursor),
            rows=count_rows(cursor),
        )
        programs.run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
    return manifest


@contextlib.contextmanager
def _snapshot() -> Iterator[tuple[CursorWrapper, str]]:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor, cursor.fetchone()[0]


def applied_migrations(cursor: CursorWrapper) -> list[str]:
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
    return [name for (name,) in cursor.fetchall()]


def count_rows(cursor: CursorWrapper) -> dict[str, int]:
    """Every table of the schema with its exact number of rows."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    tables = [name for (name,) in cursor.fetchall()]
    return {table: _count(cursor, table) for table in tables}


def _count(cursor: CursorWrapper, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')
    return cursor.fetchone()[0]
