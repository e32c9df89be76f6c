"""No migration rewrites, or reads under a lock, a large table in use; the wait for a lock is bounded."""

import re
from collections.abc import Iterator
from hashlib import sha1
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import connections, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.db.models.functions import Now

from kairos.foundation.ids import new_id
from tests.support.migrating import dangers

ROOT = Path(__file__).parent.parent
LOADER = MigrationLoader(None, ignore_no_migrations=True)
BASELINE = dict(
    line.split()
    for line in Path(__file__).with_name("migrations_baseline.txt").read_text().splitlines()
    if line[0] != "#"
)
"""The last migration of each package at the first release: nobody had rows before."""
OURS = sorted(key for key in LOADER.disk_migrations if LOADER.disk_migrations[key].__module__.startswith("kairos."))
AFTER_RELEASE = [key for key in OURS if key[1] > BASELINE.get(key[0], "") and not key[1].startswith("0001_")]


def test_every_package_has_its_baseline_and_it_exists():
    assert set(BASELINE) <= {app for app, _ in OURS}
    assert set(BASELINE.items()) <= set(OURS)


def test_no_migration_that_was_applied_has_changed():
    """Where it was applied, nothing of the change would be made."""
    changed = []
    for line in Path(__file__).with_name("migrations_released.txt").read_text().splitlines():
        known, _, path = line.partition(" ")
        content = (ROOT / path).read_bytes() if line[0] != "#" and (ROOT / path).exists() else b""
        now = sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
        if line[0] != "#" and now != known:
            changed.append(path)
    assert changed == []


def test_no_migration_hurts_a_large_table():
    found = {}
    for key in AFTER_RELEASE:
        own = [parent.key for parent in LOADER.graph.node_map[key].parents if parent.key[0] == key[0]]
        before = LOADER.project_state(own)
        if told := list(dangers(LOADER.disk_migrations[key], before)):
            found[".".join(key)] = told
    assert found == {}


def test_migrations_are_named_for_what_they_do():
    assert [key for key in OURS if re.search(r"_auto_|_alter_|_rename_", key[1])] == []


def test_there_is_nothing_left_to_migrate(real_db):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_database_has_every_index_and_constraint_the_models_declare(real_db):
    """Migrations do not draw the models again for them (decision 21): what is made is what is declared."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'i' AND relnamespace = 'public'::regnamespace"
            " UNION SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
        )
        found = {name for (name,) in cursor.fetchall()}
    declared = {
        one.name
        for model in apps.get_models()
        if model.__module__.startswith("kairos.")
        for one in (*model._meta.indexes, *model._meta.constraints)
    }
    assert len(declared) > 150
    assert declared - found == set()


COLUMNS = """
SELECT relname, attname, atttypid, greatest(atttypmod - 4, 0) * (atttypid = 'varchar'::regtype)::int, attnotnull
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
"""
POINTERS = """
SELECT conrelid::regclass::text, conkey[1], confrelid::regclass::text, attname FROM pg_constraint
JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""


def _columns() -> Iterator[tuple[str, models.Field]]:
    for model in apps.get_models():
        if model.__module__.startswith("kairos."):
            yield from ((model._meta.db_table, field) for field in model._meta.local_concrete_fields)


def _kind(field: models.Field) -> tuple[str, int]:
    """The type without its length, and the length of a varchar."""
    told = field.db_type(connections["owner"])
    sized = re.fullmatch(r"varchar\((\d+)\)", told)
    return re.sub(r"\(.*?\)", "", told), int(sized[1]) if sized else 0


def test_the_database_has_every_column_the_models_declare_as_they_declare_it(real_db):
    with connections["owner"].cursor() as cursor:
        found = set(cursor.execute(COLUMNS).fetchall())
        types = {_kind(field)[0] for _, field in _columns()}
        known = dict(cursor.execute("SELECT t, to_regtype(t)::oid FROM unnest(%s::text[]) t", [list(types)]).fetchall())
    declared = set()
    for table, field in _columns():
        kind, length = _kind(field)
        declared.add((table, field.column, known[kind], length, not field.null))
    assert len(declared) > 800
    assert declared - found == set()
    assert {line for line in found if line[0] in {table for table, _ in _columns()}} - declared == set()


def test_the_database_has_every_foreign_key_the_models_declare(real_db):
    with connections["owner"].cursor() as cursor:
        found = {(table, column, to) for table, _, to, column in cursor.execute(POINTERS).fetchall()}
    declared = {
        (table, field.column, field.related_model._meta.db_table)
        for table, field in _columns()
        if field.is_relation and field.db_constraint
    }
    assert len(declared) > 100
    assert declared - found == set()


def test_the_wait_for_a_lock_is_bounded(real_db):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone()[0] == "5s"


# The scan itself, on a table of one column


@pytest.fixture
def before() -> ProjectState:
    state = ProjectState()
    fields = [("id", models.UUIDField(primary_key=True)), ("name", models.CharField(max_length=20, null=True))]
    migrations.CreateModel("Thing", fields).state_forwards("tests", state)
    return state


def _told(before: ProjectState, *operations) -> str:
    migration = type("Migration", (migrations.Migration,), {"operations": list(operations)})("0002_x", "tests")
    return "\n".join(dangers(migration, before))


def _add(field: models.Field) -> migrations.AddField:
    return migrations.AddField("thing", "more", field)


def _alter(field: models.Field) -> migrations.AlterField:
    return migrations.AlterField("thing", "name", field)


INDEX = models.Index(fields=["name"], name="i")
CHECK = models.CheckConstraint(condition=models.Q(name="x"), name="c")


@pytest.mark.parametrize(
    ("operation", "told"),
    [
        (_add(models.UUIDField(default=new_id)), "one value"),
        (_add(models.TextField()), "no value"),
        (_add(models.TextField(null=True, unique=True)), "index"),
        (_add(models.TextField(null=True, db_index=True)), "index"),
        (_add(models.FloatField(db_default=models.functions.Random())), "row to row"),
        (_alter(models.TextField(null=True)), "rewrites"),
        (_alter(models.CharField(max_length=10, null=True)), "rewrites"),
        (_alter(models.CharField(max_length=20)), "NOT NULL"),
        (migrations.AddIndex("thing", INDEX), "AddIndexConcurrently"),
        (migrations.AddConstraint("thing", CHECK), "NotValid"),
        (migrations.AddConstraint("thing", models.UniqueConstraint(fields=["name"], name="u")), "index"),
        (migrations.RunSQL("CREATE INDEX i ON thing (name);"), "RunSQL"),
        (migrations.RunSQL("ALTER TABLE thing ALTER COLUMN name TYPE text;"), "RunSQL"),
        (migrations.RunSQL("ALTER TABLE thing ALTER name SET NOT NULL;"), "RunSQL"),
    ],
)
def test_what_hurts_is_found(before, operation, told):
    assert told in _told(before, operation)


@pytest.mark.parametrize(
    "operation",
    [
        _add(models.TextField(null=True)),
        _add(models.TextField(default="")),
        _add(models.DateTimeField(db_default=Now())),
        _alter(models.CharField(max_length=40, null=True)),
        _alter(models.CharField(max_length=20, null=True, help_text="?")),
        AddIndexConcurrently("thing", INDEX),
        AddConstraintNotValid("thing", CHECK),
        migrations.RunSQL("CREATE INDEX CONCURRENTLY i ON thing (name);"),
        migrations.RunSQL("CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE sql AS $$ SELECT 1 $$;"),
    ],
)
def test_what_does_not_hurt_is_left_alone(before, operation):
    assert _told(before, operation) == ""


def test_a_table_born_in_the_migration_is_empty(before):
    born = migrations.CreateModel("Other", [("id", models.UUIDField(primary_key=True))])
    index = models.Index(fields=["id"], name="i")
    assert _told(before, born, migrations.AddIndex("other", index)) == ""
