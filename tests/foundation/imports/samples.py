"""A kind that knows nothing of a database, and files of it in every writing."""

import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

from kairos.foundation.imports import mapping, parsing
from kairos.foundation.imports.checking import Reader
from kairos.foundation.imports.columns import Column
from kairos.foundation.imports.kinds import ImportKind, Line
from kairos.foundation.imports.reading import detecting, lines
from kairos.foundation.imports.reading.forms import Form

COLUMNS = (
    Column("name", "Nom de l’élève", parsing.text(60), required=True, synonyms=("Nom",), example="Le Goff"),
    Column("born", "Date de naissance", parsing.day, synonyms=("Né le",), example="03/09/1990"),
    Column("hours", "Heures", parsing.decimal(2, Decimal(0), Decimal(1000)), required=True, example="12,5"),
    Column("half", "Demi-journée", parsing.choice({"matin": "am", "après-midi": "pm"}), example="matin"),
)
KIND = ImportKind(
    "sample", "Essai", "imports.run", COLUMNS, lambda lines, run, context: None, identity=("name", "born")
)
TITLES = ["Nom", "Né le", "heures", "DEMI JOURNEE"]
ROWS = [["Le Goff", "3/9/1990", "12,5", "Matin"], ["Nguyễn", "04/10/1985", "1 000", ""]]
VALUES = [
    {"name": "Le Goff", "born": date(1990, 9, 3), "hours": Decimal("12.50"), "half": "am"},
    {"name": "Nguyễn", "born": date(1985, 10, 4), "hours": Decimal("1000.00"), "half": None},
]


def text(rows: list[list[str]], separator: str = ";", ends: str = "\r\n") -> str:
    return "".join(separator.join(row) + ends for row in rows)


def form_of(content: bytes, kind: ImportKind = KIND) -> Form:
    with written(content) as file:
        return detecting.detect(Path(file.name), kind.columns)


def read(content: bytes, kind: ImportKind = KIND) -> list[Line]:
    return read_whole(content, kind)[0]


def read_whole(content: bytes, kind: ImportKind = KIND) -> tuple[list[Line], Reader]:
    with written(content) as file:
        form = detecting.detect(Path(file.name), kind.columns)
        reader = Reader(kind, mapping.propose(form.headings, kind.columns), form.headings)
        found = [line for batch in reader.batches(lines.of(Path(file.name), form), lambda some: None) for line in batch]
    return found, reader


def written(content: bytes):
    file = tempfile.NamedTemporaryFile()  # noqa: SIM115 (its user closes it)
    file.write(content)
    file.flush()
    return file


def values(found: list[Line]) -> list[dict]:
    return [line.values for line in found]


def messages(found: list[Line]) -> list[tuple[int, str, str]]:
    return [(line.number, *error) for line in found for error in line.errors]
