"""Takes a public list into the database: all of it or nothing, twice the same file changes nothing."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connections, models, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.options import Options

from kairos.foundation import clock
from kairos.identity.registers.formats import Refused, detect, read
from kairos.identity.registers.models import (
    RegisteredEstablishment,
    RegisteredLegalUnit,
    RegisteredProvider,
    RegisterImport,
)
from kairos.identity.registers.records import Kind, Record

_MODELS: dict[Kind, type[models.Model]] = {
    Kind.PROVIDERS: RegisteredProvider,
    Kind.ESTABLISHMENTS: RegisteredEstablishment,
    Kind.LEGAL_UNITS: RegisteredLegalUnit,
}
#: The fields of a record and the columns of its table have the same names in the same order.
_UPSERT = """
WITH written AS (
  INSERT INTO {table} AS present ({columns})
  SELECT DISTINCT ON ({key}) {columns} FROM incoming ORDER BY {key}, line DESC
  ON CONFLICT ({key}) DO UPDATE SET {assignments}
  WHERE ({present}) IS DISTINCT FROM ({excluded})
  RETURNING present.xmax = 0 AS added
)
SELECT count(*) FILTER (WHERE added), count(*) FILTER (WHERE NOT added) FROM written
"""


@dataclass(slots=True)
class Outcome:
    """`rows`: lines read, `refused` ones included; of two lines with one key the last counts."""

    kind: Kind
    sha256: str
    rows: int = 0
    refused: int = 0
    added: int = 0
    changed: int = 0


def import_file(path: Path, on_refused: Callable[[Refused], None] = lambda line: None) -> Outcome:
    """Add and change what the file says, delete nothing, and record the import. On the owner's connection.

    `on_refused` is told of each line left out, as it is met. Raises `Unreadable`, and then nothing changed.
    """
    outcome = Outcome(detect(path), _sha256(path))
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        table = _MODELS[outcome.kind]._meta
        _copy(cursor, table, _accepted(read(path), outcome, on_refused))
        outcome.added, outcome.changed = _merge(cursor, table)
        RegisterImport.objects.using("owner").create(imported_at=clock.now(), **asdict(outcome))
    return outcome


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _accepted(
    lines: Iterable[Record | Refused], outcome: Outcome, on_refused: Callable[[Refused], None]
) -> Iterator[Record]:
    for line in lines:
        outcome.rows += 1
        if isinstance(line, Refused):
            outcome.refused += 1
            on_refused(line)
        else:
            yield line


def _copy(cursor: CursorWrapper, table: Options, records: Iterable[Record]) -> None:
    cursor.execute(
        f"CREATE TEMPORARY TABLE incoming (LIKE {table.db_table}, line bigint GENERATED ALWAYS AS IDENTITY) "
        "ON COMMIT DROP"
    )
    with cursor.copy(f"COPY incoming ({', '.join(_columns(table))}) FROM STDIN") as copy:
        for record in records:
            copy.write_row(record)


def _merge(cursor: CursorWrapper, table: Options) -> tuple[int, int]:
    """How many rows were added and changed."""
    key, *others = columns = _columns(table)
    cursor.execute(
        _UPSERT.format(
            table=table.db_table,
            key=key,
            columns=", ".join(columns),
            assignments=", ".join(f"{name} = EXCLUDED.{name}" for name in others),
            present=", ".join(f"present.{name}" for name in others),
            excluded=", ".join(f"EXCLUDED.{name}" for name in others),
        )
    )
    return cursor.fetchone()


def _columns(table: Options) -> list[str]:
    return [field.column for field in table.concrete_fields]
