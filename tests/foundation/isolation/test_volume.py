"""At volume, a tenant's read goes by an index on every policed table: 8,000 rows of 800 tenants."""

import json

import pytest
from django.db import connections

from kairos.foundation.actor import Audience
from kairos.foundation.isolation import scope
from tests.support.strangers import POLICED, Stranger, add, execute, loosen, scoped

ROWS, TENANTS = 8_000, 800
READ = [
    (table, audience)
    for table in sorted(POLICED)
    for audience in Audience
    if scoped(POLICED[table], audience) and "select" in POLICED[table].rows[audience].commands
]


def _plan(who: Stranger, statement: str) -> dict:
    with scope(who.actor), connections["default"].cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        plan = cursor.fetchone()[0]
    return (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]


def _scans(plan: dict) -> list[str]:
    """The kinds of scan of a plan, from the top."""
    own = [plan["Node Type"]] if "Relation Name" in plan or "Index Name" in plan else []
    return own + [kind for part in plan.get("Plans", ()) for kind in _scans(part)]


@pytest.mark.parametrize(("table", "audience"), READ)
def test_reading_ones_own_rows_goes_by_an_index(loose_db, table, audience):
    column, kind = scoped(POLICED[table], audience)
    who = Stranger(audience)
    loosen(table)
    tenants = f"('00000000-0000-7000-8000-' || lpad((n % {TENANTS})::text, 12, '0'))::uuid"
    add(table, {column: "gen_random_uuid()" if column == "id" else tenants}, rows=ROWS)
    add(table, {column: who.own(kind)})
    execute(f"ANALYZE {table}")
    plan = _plan(who, f"SELECT * FROM {table}")
    execute(f"ALTER TABLE {table} DISABLE TRIGGER USER; TRUNCATE {table}")
    assert "Seq Scan" not in _scans(plan), plan
    assert plan["Plan Rows"] < ROWS / 100


def test_without_its_index_it_would_not(real_db):
    """The measure measures something."""
    loosen("affiliation")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT 'DROP INDEX ' || indexrelid::regclass FROM pg_index "
            "WHERE indrelid = 'affiliation'::regclass AND NOT indisprimary"
        )
        for (drop,) in cursor.fetchall():
            cursor.execute(drop)
    add("affiliation", {}, rows=ROWS)
    execute("ANALYZE affiliation")
    assert _scans(_plan(Stranger(Audience.PROVIDER), "SELECT * FROM affiliation")) == ["Seq Scan"]
