"""Rows that acts changed, written by one statement each time."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, connection, models

UPDATE = "UPDATE {table} AS of_ SET {sets} FROM unnest({values}) AS new ({names}) WHERE of_.{key} = new.{key}"
BATCH = 2000
"""Rows of one statement: it takes 65,535 values."""
ALONE = "UPDATE {table} SET {sets} WHERE {key} = %s"


def change(row: models.Model, changed: Iterable[str]) -> None:
    """These fields of a row that exists, by a statement written once for the process. Raises DatabaseError when the row
    is not there to be written."""
    names = tuple(changed)
    values = [_value(row._meta.get_field(name), row) for name in (*names, row._meta.pk.name)]
    with connection.cursor() as cursor:
        cursor.execute(_alone(type(row), names), values)
        _all_written(cursor.rowcount, 1, row)


@lru_cache(maxsize=1024)
def _alone(model: type[models.Model], names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    fields = [model._meta.get_field(name) for name in names]
    sets = [f"{quote(one.column)} = %s::{_plain(one.db_type(connection))}" for one in fields]
    return ALONE.format(table=quote(model._meta.db_table), sets=", ".join(sets), key=quote(model._meta.pk.column))


def _all_written(written: int, asked: int, row: models.Model) -> None:
    if written != asked:
        raise DatabaseError(f"{written} of {asked} rows of {row._meta.db_table} were written")


def write(rows: Sequence[models.Model], creating: bool, changed: Iterable[str]) -> None:
    """New ones, or what changed in one of them at least. Raises DatabaseError when one is not there to be written."""
    if not rows:
        return
    if creating:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)
    elif names := sorted(changed):
        _update(rows, [rows[0]._meta.get_field(name) for name in names])


def _update(rows: Sequence[models.Model], fields: list[Any]) -> None:
    """An array for each column; Django's own way, much slower, for columns that are arrays themselves."""
    model = type(rows[0])
    columns = [model._meta.pk, *fields]
    types = [one.db_type(connection) for one in columns]
    if any(one.endswith("]") or one.startswith("json") for one in types):
        model._default_manager.bulk_update(rows, [one.name for one in fields])
        return
    quote = connection.ops.quote_name
    key, *names = [quote(one.column) for one in columns]
    statement = UPDATE.format(
        table=quote(model._meta.db_table),
        sets=", ".join(f"{name} = new.{name}" for name in names),
        values=", ".join(f"%s::{_plain(one)}[]" for one in types),
        names=", ".join((key, *names)),
        key=key,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [[_value(one, row) for row in rows] for one in columns])
        _all_written(cursor.rowcount, len(rows), rows[0])


def _plain(type_: str) -> str:
    """A cast to varchar(12) would cut what is too long; the column itself refuses it."""
    return "text" + "[]" * type_.endswith("]") if type_.startswith("varchar") else type_


def _value(field: Any, row: models.Model) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)
