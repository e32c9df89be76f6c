"""What each audience sees of each policed table of the migrated database, and what shows when a wall falls."""

import pytest
from django.db import ProgrammingError, connections, transaction
from django.db.utils import DataError

from kairos.foundation.actor import Audience
from kairos.foundation.isolation import sync
from kairos.foundation.isolation.declarations import ALL
from tests.support.strangers import POLICED, Stranger, add, attempt, execute, leaks, loosen, scoped, seen

TABLES = sorted(POLICED)
SCOPED = [(table, audience) for table in TABLES for audience in Audience if scoped(POLICED[table], audience)]
CLOSED = [(table, audience) for table in TABLES for audience in Audience if audience not in POLICED[table].rows]


def test_the_tables_of_people_and_tenants_are_policed():
    assert {"organisation", "membership_application", "access_letter", "outbox_message", "journal_entry"} <= set(TABLES)
    assert len(SCOPED) >= 10


@pytest.mark.parametrize(("table", "audience"), SCOPED)
def test_one_sees_ones_own_and_writes_for_nobody_else(loose_db, table, audience):
    assert leaks(table, audience) == []


@pytest.mark.parametrize(("table", "audience"), CLOSED)
def test_an_audience_that_is_not_named_reaches_nothing(loose_db, table, audience):
    who = Stranger(audience)
    for statement in (f"SELECT 1 FROM {table}", f"DELETE FROM {table}", f"INSERT INTO {table} DEFAULT VALUES"):
        assert "permission denied" in attempt(who, statement)


@pytest.mark.parametrize("table", TABLES)
def test_without_a_scope_there_is_an_error_never_an_empty_page(loose_db, table):
    with pytest.raises(ProgrammingError, match="permission denied"), connections["default"].cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table}")


@pytest.mark.parametrize("setting", ["organisation", "user"])
def test_a_role_without_its_scope_is_an_error_too(real_db, setting):
    table = {"organisation": "organisation", "user": "outbox_message"}[setting]
    other = {"organisation": "user", "user": "organisation"}[setting]
    loosen(table)
    add(table, {})
    with transaction.atomic(), connections["default"].cursor() as cursor:
        cursor.execute("SET LOCAL ROLE kairos_provider")
        cursor.execute("SELECT set_config(%s, gen_random_uuid()::text, true)", [f"kairos.{other}"])
        with pytest.raises((DataError, ProgrammingError)):
            cursor.execute(f"SELECT 1 FROM {table}")


@pytest.mark.parametrize("table", TABLES)
def test_the_jobs_and_the_operator_see_every_row_they_are_granted(loose_db, table):
    loosen(table)
    add(table, {}, rows=3)
    for audience in (Audience.SYSTEM, Audience.OPERATOR):
        rows = POLICED[table].rows.get(audience)
        if rows and "select" in rows.commands and rows.condition == "true":
            assert len(seen(table, Stranger(audience), "1")) >= 3


def test_the_grants_are_exactly_those_declared(real_db):
    application = connections["default"].settings_dict["USER"]
    wrong = []
    with connections["owner"].cursor() as cursor:
        for table, isolation in sync.declared():
            wanted = {f"kairos_{audience}": set(rows.commands) for audience, rows in isolation.rows.items()}
            for role in [f"kairos_{audience}" for audience in Audience] + [application]:
                commands = set(isolation.login) if role == application else wanted.get(role, set())
                for command in (*ALL, "truncate", "references", "trigger"):
                    cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, command])
                    if cursor.fetchone()[0] != (command in commands):
                        wrong.append(f"{role} {command} {table}")
    assert wrong == []


def test_the_policies_are_exactly_those_declared(real_db):
    wanted = {
        (table, f"kairos_{audience}_rows", f"{{kairos_{audience}}}")
        for table, isolation in POLICED.items()
        for audience in isolation.rows
    }
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename, policyname, roles::text FROM pg_policies WHERE cmd = 'ALL'")
        assert set(cursor.fetchall()) == wanted
        cursor.execute(
            "SELECT relname FROM pg_class "
            "WHERE relkind = 'r' AND relrowsecurity AND relnamespace = 'public'::regnamespace"
        )
        assert {name for (name,) in cursor.fetchall()} == set(TABLES)


def test_every_table_of_the_database_is_declared(real_db):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {name for (name,) in cursor.fetchall()}
    assert tables == {table for table, _ in sync.declared()}


@pytest.mark.parametrize(
    "fall",
    [
        "ALTER TABLE exchange DISABLE ROW LEVEL SECURITY",
        "ALTER POLICY kairos_provider_rows ON exchange USING (true)",
        "ALTER POLICY kairos_provider_rows ON exchange WITH CHECK (true)",
        "CREATE POLICY another ON exchange TO kairos_provider USING (true)",
    ],
)
def test_a_wall_that_falls_shows(real_db, fall):
    execute(fall.replace("exchange", "application_exchange"))
    assert leaks("application_exchange", Audience.PROVIDER)


def test_a_lost_policy_closes_the_table_rather_than_open_it(real_db):
    execute("DROP POLICY kairos_provider_rows ON application_exchange")
    loosen("application_exchange")
    who = Stranger(Audience.PROVIDER)
    add("application_exchange", {"organisation_id": who.organisation})
    assert seen("application_exchange", who, "id") == []


def test_writing_the_declarations_again_changes_nothing(real_db):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT oid, polname FROM pg_policy ORDER BY oid")
        before = cursor.fetchall()
    sync.apply()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT oid, polname FROM pg_policy ORDER BY oid")
        assert cursor.fetchall() == before
