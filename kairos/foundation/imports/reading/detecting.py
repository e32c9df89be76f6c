"""How a file is written, from its bytes alone, and where its titles are."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from kairos.foundation.imports.cells import plain
from kairos.foundation.imports.columns import Column
from kairos.foundation.imports.mapping import matched
from kairos.foundation.imports.reading import trees, workbooks
from kairos.foundation.imports.reading.encodings import BINARY, encoding_of
from kairos.foundation.imports.reading.forms import CSV, XLSX, Form, Unreadable

SEPARATORS = ";,\t|"
_LOOKED_AT = 30
_SAMPLE = 200_000
MOST_COLUMNS = 500
_OTHERS = {
    b"\xd0\xcf\x11\xe0": (
        "C’est un classeur d’un ancien Excel (XLS), ou protégé par un mot de passe. Enregistrez-le en XLSX sans mot de "
        "passe, ou en CSV."
    ),
    b"%PDF": "C’est un PDF. Envoyez le tableau lui-même, en XLSX ou en CSV.",
    b"\x1f\x8b": "C’est une archive. Envoyez le fichier qu’elle contient, en XLSX ou en CSV.",
    b"\x89PNG": "C’est une image. Envoyez le tableau lui-même, en XLSX ou en CSV.",
    b"\xff\xd8\xff": "C’est une image. Envoyez le tableau lui-même, en XLSX ou en CSV.",
}  # fmt: skip
PAGE = (
    "C’est une page internet, pas le fichier : le site demandait sans doute de se connecter. Téléchargez le fichier de "
    "nouveau, puis envoyez-le."
)


def detect(path: Path, columns: Sequence[Column], languages: Sequence[str] = ()) -> Form:
    """`columns`: those the titles are looked for; `languages`: the trees it may be. Raises Unreadable."""
    with path.open("rb") as file:
        head = file.read(200)
    if not head:
        raise Unreadable("Ce fichier est vide.")
    for signature, reason in _OTHERS.items():
        if head.startswith(signature):
            raise Unreadable(reason)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith((b"<!doctype html", b"<html")):
        raise Unreadable(PAGE)
    if languages and trees.looks_like_one(head):
        return trees.detect(path, languages)
    form = _workbook(path, columns) if head.startswith(b"PK\x03\x04") else _text(path, columns)
    if not any(form.headings):
        raise Unreadable("Ce fichier ne contient aucune ligne de titres.")
    if len(form.headings) > MOST_COLUMNS:
        raise Unreadable(f"Ce fichier compte plus de {MOST_COLUMNS} colonnes. Gardez celles qui servent.")
    return form


def _text(path: Path, columns: Sequence[Column]) -> Form:
    encoding = encoding_of(path)
    try:
        with path.open(encoding=encoding, newline="") as file:
            sample = file.read(_SAMPLE)
            if file.read(1):
                sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    except UnicodeError:
        raise Unreadable(BINARY) from None
    rows = {separator: _rows(sample, separator) for separator in SEPARATORS}
    separator = max(SEPARATORS, key=lambda one: _score(rows[one], columns))
    header, headings = titles(rows[separator], columns)
    return Form(CSV, headings, header, encoding, separator)


def _rows(sample: str, separator: str) -> list[tuple[int, list[str]]]:
    """The first rows with their line; what cannot be read ends them."""
    reader, rows, line = csv.reader(io.StringIO(sample, newline=""), delimiter=separator), [], 1
    try:
        for row in reader:
            rows.append((line, row))
            line = reader.line_num + 1
            if len(rows) == _LOOKED_AT:
                break
    except csv.Error:
        pass
    return rows


def _score(rows: list[tuple[int, list[str]]], columns: Sequence[Column]) -> tuple[int, int, int]:
    """Known titles first, then how many rows are as wide as the titles, then how wide."""
    header, _ = titles(rows, columns)
    width = next((len(row) for line, row in rows if line == header), 0)
    alike = sum(len(row) == width for line, row in rows if line >= header)
    return max((matched(row, columns) for _, row in rows), default=0), alike if width > 1 else 0, width


def _workbook(path: Path, columns: Sequence[Column]) -> Form:
    sheets = workbooks.peek(path, _LOOKED_AT)
    if not sheets:
        raise Unreadable("Ce classeur ne contient aucune feuille visible.")
    best = max(sheets, key=lambda sheet: max((matched(row, columns) for _, row in sheet.rows), default=0))
    if not best.rows:
        best = next((sheet for sheet in sheets if sheet.rows), best)
    header, headings = titles(best.rows, columns)
    return Form(XLSX, headings, header, sheet=best.place, sheet_name=best.name)


def titles(rows: list[tuple[int, list[str]]], columns: Sequence[Column]) -> tuple[int, tuple[str, ...]]:
    """The line of the titles and what it says: the row that names most columns, else the first of the widest."""
    if not rows:
        return 1, ()
    line, row = max(rows, key=lambda found: (matched(found[1], columns), sum(bool(plain(cell)) for cell in found[1])))
    return line, trimmed(row)


def trimmed(row: Sequence[str]) -> tuple[str, ...]:
    headings = [" ".join(plain(cell).split()) for cell in row]
    while headings and not headings[-1]:
        headings.pop()
    return tuple(headings)
