"""`/healthz`: this process and its database. `/readyz`: migrations, worker heartbeat, and what is wrong."""

from collections.abc import Callable, Mapping

from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse

import kairos
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope

HEARTBEAT_SECONDS = 60


def healthz(request: HttpRequest) -> JsonResponse:
    return _answer({"database": _database})


def readyz(request: HttpRequest) -> JsonResponse:
    return _answer({"database": _database, "migrations": _migrations, "worker": _worker})


def _answer(checks: Mapping[str, Callable[[], str]]) -> JsonResponse:
    found = {name: _tried(check) for name, check in checks.items()}
    well = all(value == "ok" for value in found.values())
    body = {"status": "ok" if well else "failing", "checks": found, "version": kairos.__version__}
    return JsonResponse(body, status=200 if well else 503)


def _tried(check: Callable[[], str]) -> str:
    """What the check says; a connection that a restart of the database broke is renewed once."""
    for _ in range(2):
        try:
            return check()
        except Exception as error:
            connection.close()
            found = type(error).__name__
    return found


def _database() -> str:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    from django.db.migrations.loader import MigrationLoader

    with scope(system("readyz")), connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    missing = known - applied
    return "ok" if not missing else f"{len(missing)} migrations to apply"


def _worker() -> str:
    with scope(system("readyz")), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)",
            [HEARTBEAT_SECONDS],
        )
        alive = cursor.fetchone()[0]
    return "ok" if alive else "no heartbeat"
