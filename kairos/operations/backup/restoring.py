"""`kairos restore FILE`."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader

from kairos.foundation import clock
from kairos.foundation.isolation import sync
from kairos.foundation.journal import sealing
from kairos.foundation.messages.models import OutboxMessage
from kairos.identity.accounts import sessions
from kairos.identity.accounts.models import Session
from kairos.operations.backup import archive, keys, programs
from kairos.operations.backup.saving import applied_migrations, count_rows
from kairos.operations.commands import migrate
from kairos.operations.errors import CannotRun

State = OutboxMessage.State


@dataclass(frozen=True, slots=True)
class Outcome:
    """rows, uploads: how many came back. era: of the journal, which begins a new one.

    signed_out: sessions ended, since one closed after the backup would be open again. uncertain: messages that may have
    left since the backup, which a person decides about. seals_kept: the installation had its own file of seals.
    """

    manifest: archive.Manifest
    rows: int
    uploads: int
    era: int
    signed_out: int
    uncertain: int
    seals_kept: bool


def restore(file: Path, *, force: bool = False) -> Outcome:
    """Put a backup back into an empty installation; `force` empties it first.

    Raises CannotRun: before anything changed when the file, the key or the place does not do.
    """
    programs.require_owner()
    settings.KAIROS_MEDIA.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.KAIROS_MEDIA.parent, prefix=".kairos-") as scratch:
        unpacked = Path(scratch)
        manifest = archive.unpack(file, unpacked)
        _refuse_unreadable(manifest)
        _make_room(force)
        _load(unpacked / archive.DUMP, manifest)
        uploads = _put_uploads(unpacked / archive.MEDIA)
        seals_kept = not _put_seals(unpacked / archive.SEALS)
    migrate.bring_up_to_date(verbosity=0)
    era = sealing.open_era()
    signed_out, uncertain = _settle()
    return Outcome(manifest, sum(manifest.rows.values()), uploads, era, signed_out, uncertain, seals_kept)


def _refuse_unreadable(manifest: archive.Manifest) -> None:
    if not keys.can_read(manifest.key_mark):
        raise CannotRun(
            "KAIROS_SECRET_KEY n’est pas celle de cette sauvegarde\u00a0: les seconds facteurs et les messages "
            "seraient illisibles. Donnez la même clef, ou ajoutez-la à KAIROS_SECRET_KEY_PREVIOUS."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if not set(manifest.migrations) <= known:
        raise CannotRun(
            f"Cette sauvegarde vient de Kairos {manifest.version}, plus récent que celui-ci\u00a0: installez "
            "cette version."
        )
    if manifest.postgresql > programs.server_version():
        raise CannotRun(
            f"Cette sauvegarde vient de PostgreSQL {manifest.postgresql}, cette base est plus ancienne\u00a0: "
            f"prenez PostgreSQL {manifest.postgresql}."
        )


def _make_room(force: bool) -> None:
    """The database has no table and the uploads folder no file, or nobody is at work and `force` says so."""
    with connections["owner"].cursor() as cursor:
        tables = count_rows(cursor)
        if (tables or _has_uploads()) and not force:
            raise CannotRun(
                "Cette installation n’est pas vide. Restaurez dans une base neuve et un dossier KAIROS_MEDIA vide, "
                "ou ajoutez --force pour remplacer ce qu’ils contiennent."
            )
        _refuse_busy(cursor)
        if tables:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
            cursor.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    if _has_uploads():
        shutil.rmtree(settings.KAIROS_MEDIA)


def _has_uploads() -> bool:
    return settings.KAIROS_MEDIA.exists() and any(settings.KAIROS_MEDIA.iterdir())


def _refuse_busy(cursor: CursorWrapper) -> None:
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = %s",
        [settings.DATABASES["default"]["USER"]],
    )
    if at_work := cursor.fetchone()[0]:
        raise CannotRun(
            f"Kairos travaille sur cette base ({at_work} connexions)\u00a0: arrêtez d’abord le site et "
            "les travaux de fond."
        )


def _load(dump: Path, manifest: archive.Manifest) -> None:
    """Roles first, because policies name them; grants are written anew by the migration that follows."""
    sync.roles()
    options = ("--no-owner", "--no-acl", "--no-comments", "--exit-on-error", "--single-transaction")
    programs.run("pg_restore", *options, str(dump))
    with connections["owner"].cursor() as cursor:
        _refuse_difference(manifest, applied_migrations(cursor), count_rows(cursor))


def _refuse_difference(manifest: archive.Manifest, migrations: list[str], rows: Mapping[str, int]) -> None:
    wrong = [name for name in manifest.rows | rows if manifest.rows.get(name) != rows.get(name)]
    if wrong or migrations != manifest.migrations:
        raise CannotRun(f"La base restaurée ne compte pas ce que la sauvegarde annonce\u00a0: {', '.join(wrong)}.")


def _put_uploads(folder: Path) -> int:
    """Moved, not copied: the scratch folder is on the same disk."""
    if not folder.exists():
        return 0
    if settings.KAIROS_MEDIA.exists():
        settings.KAIROS_MEDIA.rmdir()
    folder.rename(settings.KAIROS_MEDIA)
    return sum(1 for path in settings.KAIROS_MEDIA.rglob("*") if path.is_file())


def _put_seals(file: Path) -> bool:
    """Whether they were put back. A file of seals that is there is never replaced: it may prove what was lost."""
    if settings.KAIROS_SEALS.exists() or not file.exists():
        return False
    settings.KAIROS_SEALS.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, settings.KAIROS_SEALS)
    return True


def _settle() -> tuple[int, int]:
    """What the time since the backup made untrue: sessions are ended, messages under way are left to a person."""
    with transaction.atomic(using="owner"):
        signed_out = sessions.end(Session.objects.using("owner"), clock.now())
        under_way = OutboxMessage.objects.using("owner").filter(state__in=(State.QUEUED, State.SENDING))
        return signed_out, under_way.update(state=State.UNCERTAIN)
