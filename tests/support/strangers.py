"""Rows of two strangers in every policed table, made from the types of its columns alone.

Foreign keys, checks and unique indexes are taken away (their columns stay indexed): what is left is what isolation
stands on, so that a new table is tested the day it is declared.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import connections, transaction
from django.db.utils import DatabaseError

from kairos.foundation.actor import Actor, Audience, Strength, system, visitor
from kairos.foundation.isolation import scope
from kairos.foundation.isolation.declarations import Isolation
from kairos.foundation.isolation.sync import declared

POLICED = {table: isolation for table, isolation in declared() if isolation.policed}
SCOPED = re.compile(r"^(\w+) = \(SELECT current_setting\('kairos\.(organisation|user)'\)::uuid\)$")
REFUSALS = ("done (0)", "row-level security", "permission denied", "ne se réécrit pas")
VALUES = {
    "uuid": "gen_random_uuid()", "int8": "n", "int4": "1", "int2": "1", "bool": "false", "timestamptz": "now()",
    "date": "current_date", "interval": "interval '0'", "jsonb": "'{}'::jsonb", "bytea": "''::bytea",
    "tsvector": "''::tsvector", "numrange": "'empty'::numrange",
    "varchar": "left('x' || n, %d)", "text": "'x'",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who has nothing in common with anybody else."""

    audience: Audience
    user: UUID = field(default_factory=uuid4)
    organisation: UUID = field(default_factory=uuid4)

    @property
    def actor(self) -> Actor:
        if self.audience in (Audience.ANONYMOUS, Audience.SYSTEM):
            return visitor("tests") if self.audience == Audience.ANONYMOUS else system("tests")
        return Actor(self.audience, self.user, organisation=self.organisation, strength=Strength.SECOND_FACTOR)

    def own(self, kind: str) -> UUID:
        return self.user if kind == "user" else self.organisation


def scoped(isolation: Isolation, audience: Audience) -> tuple[str, str] | None:
    """The column that chooses an audience's rows, and the scope it is compared with; None when it sees all or none."""
    rows = isolation.rows.get(audience)
    found = rows and SCOPED.match(rows.condition)
    return (found[1], found[2]) if found else None


def leaks(table: str, audience: Audience) -> list[str]:
    """Everything that one of two strangers of an audience sees of, or does to, the other; [] when all is well."""
    rows, (column, kind) = POLICED[table].rows[audience], scoped(POLICED[table], audience)
    me, other = Stranger(audience), Stranger(audience)
    loosen(table)
    for one in (me, other):
        add(table, {column: one.own(kind)})
    found = []
    if "select" in rows.commands and set(seen(table, me, column)) != {me.own(kind)}:
        found.append(f"{audience} sees rows of another in {table}")
    for name, statement in _trespasses(table, column, me.own(kind), other.own(kind), rows.written):
        answer = attempt(me, statement)
        if not any(refusal in answer for refusal in REFUSALS):
            found.append(f"{audience} may {name} in {table}: {answer}")
    return found


def _trespasses(table: str, column: str, mine: UUID, theirs: UUID, written: str) -> Iterator[tuple[str, str]]:
    if written != "true":
        yield "write for another", insertion(table, {column: theirs})
    yield "give away", f"UPDATE {table} SET {column} = '{theirs}' WHERE {column} = '{mine}'"
    yield "take", f"UPDATE {table} SET {column} = '{mine}' WHERE {column} = '{theirs}'"
    yield "delete of another", f"DELETE FROM {table} WHERE {column} = '{theirs}'"


def seen(table: str, who: Stranger, column: str) -> list[UUID]:
    with scope(who.actor), connections["default"].cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return [value for (value,) in cursor.fetchall()]


def attempt(who: Stranger, statement: str) -> str:
    """The database's answer to a statement inside an act, undone afterwards: "done (rows)", or its refusal."""
    try:
        with scope(who.actor), connections["default"].cursor() as cursor:
            cursor.execute("SELECT set_config('kairos.entry', 'tests', true), set_config('kairos.changes', '', true)")
            cursor.execute(statement)
            transaction.set_rollback(True)
            return f"done ({cursor.rowcount})"
    except DatabaseError as error:
        return str(error).partition("\n")[0]


def add(table: str, fixed: dict[str, UUID | str], rows: int = 1) -> None:
    """As the owner."""
    execute(insertion(table, fixed, rows))


def insertion(table: str, fixed: dict[str, UUID | str], rows: int = 1) -> str:
    """SQL that inserts so many rows; a fixed column has one value (a UUID) or an expression of `n`."""
    values = dict(_columns(table)) | {
        name: f"'{value}'::uuid" if isinstance(value, UUID) else value for name, value in fixed.items()
    }
    names, made = ", ".join(f'"{name}"' for name in values), ", ".join(values.values())
    return f"INSERT INTO {table} ({names}) SELECT {made} FROM generate_series(1, {rows}) AS n"


def _columns(table: str) -> Iterator[tuple[str, str]]:
    """Each column with an expression of its type; what the database numbers by itself is left out."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT column_name, udt_name, character_maximum_length FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name = %s AND is_identity = 'NO'",
            [table],
        )
        for name, kind, length in cursor.fetchall():
            value = f"'{{}}'::{kind}" if kind.startswith("_") else VALUES[kind]
            yield name, value % length if "%d" in value else value


def loosen(table: str) -> None:
    """As the owner: no foreign key, no check; what was unique is only indexed."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname) FROM pg_constraint "
            "WHERE conrelid = %s::regclass AND contype IN ('f', 'c')",
            [table],
        )
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        cursor.execute(
            "SELECT CASE WHEN conname IS NULL THEN format('DROP INDEX %%s', indexrelid::regclass) "
            "ELSE format('ALTER TABLE %%s DROP CONSTRAINT %%I CASCADE', conrelid::regclass, conname) END, "
            "replace(pg_get_indexdef(indexrelid), 'CREATE UNIQUE', 'CREATE') "
            "FROM pg_index LEFT JOIN pg_constraint ON conindid = indexrelid AND contype IN ('u', 'p') "
            "WHERE indrelid = %s::regclass AND indisunique",
            [table],
        )
        for drop, create in cursor.fetchall():
            cursor.execute(drop)
            cursor.execute(create)


def execute(statement: str) -> None:
    """As the owner."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
