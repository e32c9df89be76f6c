"""Readers of the public lists, row by row: any size in little memory. Columns: docs/formats/registers.md.

A row that cannot be right is handed out as `Refused`, with its line and the reason; the others go on.
"""

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path
from typing import IO, NamedTuple

from kairos.foundation.text import sort_key
from kairos.identity.registers.records import FORMATS, BadRecord, Column, Kind, Record

_LONGEST_HEADER = 20_000


class Unreadable(ValueError):
    """The whole file is refused. `reason` is French."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class Refused(NamedTuple):
    """A row left out: its first line in the file (the header is line 1) and the French reason."""

    line: int
    reason: str


class Header(NamedTuple):
    """What the first line says: the kind of file, and the useful columns it lacks."""

    kind: Kind
    missing: tuple[str, ...]


class _Layout(NamedTuple):
    """`places`: for each value a record is built of, its place in the row; -1 when the column is missing."""

    kind: Kind
    delimiter: str
    width: int
    places: tuple[int, ...]


def detect(path: Path) -> Kind:
    """The kind of the file. Raises `Unreadable`."""
    return inspect(path).kind


def inspect(path: Path) -> Header:
    """What the header says. Raises `Unreadable`, naming the needed columns that are missing."""
    with _opened(path) as text:
        layout = _layout(text.readline(_LONGEST_HEADER))
    columns = zip(FORMATS[layout.kind].columns, layout.places, strict=True)
    return Header(layout.kind, tuple(column.name for column, at in columns if at < 0))


def read(path: Path) -> Iterator[Record | Refused]:
    """Every row of the file (plain, .gz, or .zip of one CSV), in order. Raises `Unreadable`."""
    with _opened(path) as text:
        layout = _layout(text.readline(_LONGEST_HEADER))
        pick = itemgetter(*layout.places)
        build = FORMATS[layout.kind].build
        for line, row in _rows(text, layout.delimiter):
            try:
                yield build(*_picked(row, layout.width, pick))
            except BadRecord as bad:
                yield Refused(line, str(bad))


def _rows(text: IO[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with its first line in the file."""
    reader = csv.reader(text, delimiter=delimiter)
    line = 2
    for row in reader:
        if row:
            yield line, row
        line = reader.line_num + 2


def _picked(row: list[str], width: int, pick: Callable[[list[str]], tuple[str, ...]]) -> tuple[str, ...]:
    if len(row) != width:
        raise BadRecord(f"La ligne a {len(row)} colonnes, l’en-tête {width}.")
    row.append("")  # what a missing column reads
    values = pick(row)
    if "\0" in "".join(values):
        raise BadRecord("La ligne contient un caractère nul.")
    return values


def _layout(header: str) -> _Layout:
    delimiter = max(";,\t", key=header.count)
    names = next(csv.reader([header], delimiter=delimiter), [])
    found = {_plain(name): at for at, name in enumerate(names) if name.strip()}
    kind = max(Kind, key=lambda kind: sum(_place(column, found) >= 0 for column in FORMATS[kind].needed))
    missing = [column.name for column in FORMATS[kind].needed if _place(column, found) < 0]
    if len(missing) == len(FORMATS[kind].needed):
        known = ", ".join(f"«\u00a0{kind.label}\u00a0»" for kind in Kind)
        raise Unreadable(f"Ce fichier n’est pas une liste connue. Kairos lit\u00a0: {known}.")
    if missing:
        raise Unreadable(f"{kind.label}\u00a0: il manque la colonne {', '.join(missing)}.")
    return _Layout(kind, delimiter, len(names), tuple(_place(c, found) for c in FORMATS[kind].columns))


def _place(column: Column, found: dict[str, int]) -> int:
    return found.get(_plain(column.name), found.get(_plain(column.label), -1))


def _plain(name: str) -> str:
    return sort_key(name).replace(" ", "")


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    try:
        with path.open("rb") as file, _unpacked(file) as data:
            yield io.TextIOWrapper(data, encoding="utf-8-sig", newline="")
    except UnicodeDecodeError:
        raise Unreadable("Le fichier n’est pas en UTF-8. Reprenez le fichier d’origine.") from None
    except csv.Error:
        raise Unreadable("Un guillemet ouvert n’est jamais refermé. Reprenez le fichier d’origine.") from None
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile):
        raise Unreadable("L’archive est abîmée ou incomplète. Téléchargez-la de nouveau.") from None


@contextmanager
def _unpacked(file: IO[bytes]) -> Iterator[IO[bytes]]:
    magic = file.read(4)
    file.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        with gzip.open(file) as data:
            yield data
    elif magic == b"PK\x03\x04":
        with zipfile.ZipFile(file) as archive, archive.open(_only_csv(archive)) as data:
            yield data
    else:
        yield file


def _only_csv(archive: zipfile.ZipFile) -> str:
    names = [name for name in archive.namelist() if name.lower().endswith(".csv")]
    if len(names) != 1:
        raise Unreadable(f"L’archive contient {len(names)} fichiers CSV. Elle doit en contenir un seul.")
    return names[0]
