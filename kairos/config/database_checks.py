"""What makes a database unsafe to serve people from, one French sentence each, with the remedy.

Asked of the database itself, on the connection that will serve: a role that can pass the second wall is found here,
whatever the environment says.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope, sync

ROLE = """
SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
       has_schema_privilege(current_user, 'public', 'CREATE'),
       has_database_privilege(current_user, current_database(), 'CREATE')
FROM pg_roles WHERE rolname = current_user
"""
POWERS = (
    "est superutilisateur",
    "passe outre la sécurité des lignes (BYPASSRLS)",
    "peut créer des rôles",
    "peut créer des bases",
    "peut répliquer",
    "peut créer dans le schéma public",
    "peut créer des schémas",
)
OWNED = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND pg_has_role(relowner, 'member')"
EMPTIED = """
SELECT count(*) FROM pg_class c, pg_roles r
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
  AND (r.rolname = current_user OR pg_has_role(current_user, r.oid, 'member'))
  AND has_table_privilege(r.oid, c.oid, 'TRUNCATE')
"""
UNPOLICED = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND NOT relrowsecurity
"""
UNGUARDED = """
SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'kairos\\_%' AND tgenabled IN ('D', 'R')
"""


def refusals() -> list[str]:
    """Empty when all is well. A database that does not answer is a refusal of its own."""
    try:
        with transaction.atomic():
            found = [*_role(), *_tables()]
        return found or _shape()
    except OperationalError as error:
        return [f"La base de données ne répond pas ({' '.join(str(error).split())}) : vérifiez DATABASE_URL."]


def _role() -> Iterator[str]:
    name = connection.settings_dict["USER"]
    for power, held in zip(POWERS, _row(ROLE), strict=True):
        if held:
            yield f"Le rôle « {name} » de DATABASE_URL {power} : donnez à l’application un rôle sans pouvoir."


def _tables() -> Iterator[str]:
    name = connection.settings_dict["USER"]
    if _row(OWNED)[0]:
        yield f"Le rôle « {name} » possède des tables : servez-vous-en pour DATABASE_OWNER_URL, et d’un autre ici."
    if _row(EMPTIED)[0]:
        yield f"Le rôle « {name} » peut vider des tables (TRUNCATE) : retirez-lui ce droit."


def _shape() -> list[str]:
    """The tables are there, as this version makes them, and their walls stand."""
    if missing := _missing_migrations():
        return [f"La base n’est pas au format de cette version ({missing} étapes) : lancez « kairos migrate »."]
    open_ = _names(UNPOLICED)
    if fallen := sorted(table for table, isolation in sync.declared() if isolation.policed and table in open_):
        return [f"La sécurité des lignes est levée sur {', '.join(fallen)} : lancez « kairos migrate »."]
    if fallen := sorted(_names(UNGUARDED)):
        return [f"Le journal n’est plus protégé sur {', '.join(fallen)} : lancez « kairos migrate »."]
    return _demonstration()


def _names(statement: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {name for (name,) in cursor.fetchall()}


def _missing_migrations() -> int:
    known = set(_known_migrations())
    if not _row("SELECT to_regclass('django_migrations') IS NOT NULL")[0]:
        return len(known)
    if not _row("SELECT to_regrole('kairos_system') IS NOT NULL")[0]:
        return len(known)
    with scope(system("checks")), connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return len(known - set(cursor.fetchall()))


def _known_migrations() -> Iterator[tuple[str, str]]:
    """Their names: what they do is `migrate`'s to load, not each start's."""
    for app in apps.get_app_configs():
        module, _ = MigrationLoader.migrations_module(app.label)
        if module and find_spec(module):
            files = iter_modules(import_module(module).__path__)
            yield from ((app.label, file.name) for file in files if not file.ispkg and file.name[0] not in "_~")


def _demonstration() -> list[str]:
    marked = _row("SELECT kairos_is_demonstration()")[0]
    if settings.KAIROS_MODE == "demo" and not marked:
        return ["KAIROS_MODE vaut « demo » mais cette base n’est pas celle d’une démonstration : rien n’y est inventé."]
    if settings.KAIROS_MODE == "production" and marked:
        return ["Cette base est celle d’une démonstration : elle ne sert pas en production."]
    return []


def _row(statement: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()
