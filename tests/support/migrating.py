"""What an operation of a migration would do to a large table that is in use: rewrite it, or read it under a lock.

`migrate` waits five seconds at most for a lock; this is about what happens once it has it.
"""

import re
from collections.abc import Iterator

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, RemoveIndexConcurrently
from django.db import connections, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED, Func
from django.db.models.functions import Now

HARMLESS_SQL = re.compile(r"\bCREATE (OR REPLACE )?FUNCTION\b|\bCREATE TRIGGER\b|\bCOMMENT\b", re.IGNORECASE)
HEAVY_SQL = re.compile(
    r"\bCREATE (UNIQUE )?INDEX (?!CONCURRENTLY)|\bALTER (COLUMN )?\w+ (SET DATA )?TYPE\b|\bSET NOT NULL\b"
    r"|\bADD CONSTRAINT (?!.*NOT VALID)|\bVACUUM FULL\b|\bCLUSTER\b",
    re.IGNORECASE,
)


def dangers(migration: migrations.Migration, before: ProjectState) -> Iterator[str]:
    """What would hurt a table that was there before this migration, in words."""
    state, born = before.clone(), set()
    for operation in migration.operations:
        if isinstance(operation, migrations.CreateModel):
            born.add(operation.name_lower)
        if getattr(operation, "model_name_lower", None) not in born:
            yield from _danger(operation, state, migration.app_label)
        operation.state_forwards(migration.app_label, state)


def _danger(operation: Operation, state: ProjectState, app: str) -> Iterator[str]:
    match operation:
        case AddIndexConcurrently() | RemoveIndexConcurrently() | AddConstraintNotValid():
            return
        case migrations.AddIndex():
            yield f"AddIndex {operation.index.name}: use AddIndexConcurrently, in a migration that is not atomic"
        case migrations.AddConstraint():
            yield from _constraint(operation.constraint)
        case migrations.AddField():
            yield from _column(operation.field, operation.name)
        case migrations.AlterField():
            former = state.models[app, operation.model_name_lower].fields[operation.name]
            yield from _alteration(former, operation.field, operation.name)
        case migrations.AlterUniqueTogether() | migrations.AlterIndexTogether():
            yield f"{type(operation).__name__}: a unique index made concurrently, then used by a constraint"
        case migrations.RunSQL():
            yield from _sql(str(operation.sql))


def _constraint(constraint: models.BaseConstraint) -> Iterator[str]:
    if isinstance(constraint, models.CheckConstraint):
        yield f"AddConstraint {constraint.name}: use AddConstraintNotValid, then ValidateConstraint"
    else:
        yield f"AddConstraint {constraint.name}: its index would be built under a lock"


def _column(field: models.Field, name: str) -> Iterator[str]:
    if isinstance(field, models.GeneratedField):
        yield f"AddField {name}: a generated column rewrites the table"
    elif field.unique or field.db_index:
        yield f"AddField {name}: its index would be built under a lock; add it apart, concurrently"
    if not field.null and field.has_default() and callable(field.default):
        yield f"AddField {name}: one value would be computed for all rows; give it null, then fill it in batches"
    if not field.null and field.default is NOT_PROVIDED and field.db_default is NOT_PROVIDED:
        yield f"AddField {name}: no value for the rows that are there"
    if isinstance(field.db_default, Func) and not isinstance(field.db_default, Now):
        yield f"AddField {name}: a default that changes from row to row rewrites the table"


def _alteration(former: models.Field, field: models.Field, name: str) -> Iterator[str]:
    if former.null and not field.null:
        yield f"AlterField {name}: NOT NULL reads the whole table; add a check NOT VALID, validate it, then set it"
    if not _only_longer(former, field) and _type(former) != _type(field):
        yield f"AlterField {name}: from {_type(former)} to {_type(field)} rewrites the table"
    if (field.unique and not former.unique) or (field.db_index and not former.db_index):
        yield f"AlterField {name}: its index would be built under a lock"


def _only_longer(former: models.Field, field: models.Field) -> bool:
    same = type(former) is type(field) is models.CharField
    return same and (field.max_length or 10**9) >= (former.max_length or 10**9)


def _type(field: models.Field) -> str | None:
    return field.db_type(connections["default"]) if not field.is_relation else "relation"


def _sql(sql: str) -> Iterator[str]:
    for statement in re.split(r";\s*\n", sql):
        if HEAVY_SQL.search(statement) and not HARMLESS_SQL.search(statement):
            yield f"RunSQL: {' '.join(statement.split())[:80]}"
