"""Writes the declarations of `declarations.py` into PostgreSQL: roles, grants, policies, tracking triggers.

Run on the owner's connection after every migration, in one transaction; what already stands is left alone, so
that a policy is replaced (and its table locked for an instant) only when its declaration changed.
"""

import hashlib
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import connections, models, transaction
from django.db.backends.utils import CursorWrapper

from kairos.foundation.actor import Audience
from kairos.foundation.isolation.declarations import ALL, EVERYONE, Isolation, Rows, public

THIRD_PARTY = {
    "django_migrations": public(),
}
GENERATION = 4
"""Raise it when what this module writes for a declaration changes: every table is then written anew."""


def _jobs(*deferring: str) -> Isolation:
    """Jobs hold ids only. Whoever acts may defer one; the worker's own connections run them."""
    rows = {audience: Rows(deferring) for audience in EVERYONE} if deferring else {}
    return Isolation("jobs", rows | {Audience.SYSTEM: Rows(ALL)}, login=ALL)


PROCRASTINATE = {
    "procrastinate_jobs": _jobs("select", "insert"),
    "procrastinate_events": _jobs("insert"),
    "procrastinate_periodic_defers": _jobs(),
    "procrastinate_workers": _jobs(),
}


def declared() -> Iterator[tuple[str, Isolation]]:
    """Every table of the database with its isolation; raises LookupError for a model that says nothing."""
    yield from THIRD_PARTY.items()
    for model in apps.get_models(include_auto_created=True):
        yield model._meta.db_table, isolation_of(model)


def isolation_of(model: type[models.Model]) -> Isolation:
    if model._meta.app_label == "procrastinate":
        return PROCRASTINATE[model._meta.db_table]
    try:
        return model.__dict__["isolation"]
    except KeyError:
        raise LookupError(f"{model._meta.label} ne dit pas son isolation") from None


def apply(alias: str = "owner") -> None:
    """Bring the database to what the models declare. Idempotent; two at once wait for each other."""
    connection = connections[alias]
    application = settings.DATABASES["default"]["USER"]
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kairos.isolation'))")
        _roles(cursor, application)
        for table, isolation in declared():
            _table(cursor, table, isolation, application)
        _functions(cursor, application)


def roles(alias: str = "owner") -> None:
    """The roles alone, which must stand before a dump that names them is restored."""
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        _roles(cursor, settings.DATABASES["default"]["USER"])


def _roles(cursor: CursorWrapper, application: str) -> None:
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'kairos\\_%%'")
    existing = {name for (name,) in cursor.fetchall()}
    for audience in EVERYONE:
        role = f"kairos_{audience}"
        if role not in existing:
            cursor.execute(f"CREATE ROLE {role} NOLOGIN NOINHERIT")
        cursor.execute("SELECT pg_has_role(%s, %s, 'member')", [application, role])
        if not cursor.fetchone()[0]:
            cursor.execute(f'GRANT {role} TO "{application}"')
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
    cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{application}"')


def _table(cursor: CursorWrapper, table: str, isolation: Isolation, application: str) -> None:
    wanted = hashlib.sha256(repr((isolation, application, GENERATION)).encode()).hexdigest()
    if _stands(cursor, table, isolation, wanted):
        return
    _grants(cursor, table, isolation, application)
    _policies(cursor, table, isolation)
    _tracking(cursor, table, isolation)
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    cursor.execute(f"COMMENT ON TABLE {table} IS '{wanted}'")


STANDING = """
SELECT obj_description(c.oid, 'pg_class'), c.relrowsecurity,
       array(SELECT polname::text FROM pg_policy WHERE polrelid = c.oid ORDER BY 1),
       EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = c.oid AND tgname = 'kairos_track'),
       EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = c.oid AND tgname LIKE 'kairos\\_%%' AND tgenabled <> 'O')
FROM pg_class c WHERE c.oid = %s::regclass
"""


def _stands(cursor: CursorWrapper, table: str, isolation: Isolation, wanted: str) -> bool:
    """Written before, and nothing was taken away by hand since."""
    policies = sorted(policy_name(audience) for audience in isolation.rows) if isolation.policed else []
    cursor.execute(STANDING, [table])
    return cursor.fetchone() == (wanted, isolation.policed, policies, isolation.tracked, False)


def _grants(cursor: CursorWrapper, table: str, isolation: Isolation, application: str) -> None:
    cursor.execute(f'REVOKE ALL ON {table} FROM PUBLIC, "{application}"')
    if isolation.login:
        cursor.execute(f'GRANT {", ".join(isolation.login)} ON {table} TO "{application}"')
    for audience in EVERYONE:
        cursor.execute(f"REVOKE ALL ON {table} FROM kairos_{audience}")
        if rows := isolation.rows.get(audience):
            cursor.execute(f"GRANT {', '.join(rows.commands)} ON {table} TO kairos_{audience}")
    for sequence in _sequences(cursor, table):
        roles = ", ".join([f"kairos_{audience}" for audience in isolation.rows] + [f'"{application}"'])
        cursor.execute(f"GRANT USAGE ON SEQUENCE {sequence} TO {roles}")


def _sequences(cursor: CursorWrapper, table: str) -> list[str]:
    cursor.execute(
        "SELECT d.objid::regclass::text FROM pg_depend d JOIN pg_class c ON c.oid = d.objid "
        "WHERE d.refobjid = %s::regclass AND c.relkind = 'S'",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def _policies(cursor: CursorWrapper, table: str, isolation: Isolation) -> None:
    cursor.execute("SELECT policyname FROM pg_policies WHERE tablename = %s", [table])
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP POLICY {name} ON {table}")
    if not isolation.policed:
        cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        return
    cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    for audience, rows in isolation.rows.items():
        cursor.execute(
            f"CREATE POLICY {policy_name(audience)} ON {table} TO kairos_{audience} "
            f"USING ({rows.condition}) WITH CHECK ({rows.written})"
        )


def policy_name(audience: Audience) -> str:
    return f"kairos_{audience}_rows"


def _tracking(cursor: CursorWrapper, table: str, isolation: Isolation) -> None:
    cursor.execute(f"DROP TRIGGER IF EXISTS kairos_track ON {table}")
    if isolation.tracked:
        cursor.execute(
            f"CREATE TRIGGER kairos_track AFTER INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION kairos_track()"
        )


def _functions(cursor: CursorWrapper, application: str) -> None:
    """The few functions of ours that every role runs; frame functions are found by their prefix."""
    cursor.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE n.nspname = 'public' AND p.proname LIKE 'kairos\\_%%'"
    )
    names = [name for (name,) in cursor.fetchall()]
    roles = ", ".join(f"kairos_{audience}" for audience in EVERYONE)
    for name in names:
        cursor.execute(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC")
        cursor.execute(f'GRANT EXECUTE ON FUNCTION {name} TO "{application}", {roles}')
