"""Lines into files: what we give out can be corrected and sent again."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from kairos.foundation.imports.cells import comparable, neutral, plain
from kairos.foundation.imports.columns import Column
from kairos.foundation.imports.mapping import ERRORS
from kairos.foundation.imports.parsing import shown
from kairos.foundation.imports.reading import lines
from kairos.foundation.imports.reading.forms import CSV, XLSX, Form

TYPES = {
    CSV: "text/csv",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OWN = Form(CSV, (), encoding="utf-8-sig", separator=";")
_NARROW = str.maketrans({"\u202f": "\u00a0"})
"""The one sign of ours that old encodings lack."""


def type_of(form: Form) -> str:
    """As browsers are told, with the encoding of a text."""
    encoding = f"; charset={form.encoding.removesuffix('-sig')}" if form.written == CSV else ""
    return TYPES[form.written] + encoding


def model(columns: Sequence[Column], kind: str) -> bytes:
    """An empty file: the titles and one line of examples."""
    return table(columns, [{column.key: column.example for column in columns}], kind, raw=True)


def table(
    columns: Sequence[Column], values: Iterable[Mapping[str, Any]], kind: str = CSV, *, raw: bool = False
) -> bytes:
    """A file of our own; what it says reads back the same. `raw`: the values are texts already."""
    text = _as_it_is if raw else shown
    rows = ([text(one.get(column.key)) for column in columns] for one in values)
    titles = [column.heading for column in columns]
    return _written(chain([titles], rows), replace(OWN, kind=kind))


def rows(lines: Iterable[list[str]], kind: str) -> bytes:
    """A file of our own that is no import: its lines as they are, nothing in them run as a formula."""
    return _written(lines, replace(OWN, kind=kind))


def _as_it_is(text: str | None) -> str:
    return text or ""


def with_errors(path: Path, form: Form, reasons: Mapping[int, str], out: BinaryIO) -> None:
    """The input, every row as it was, and a column « erreurs » at the end; written the same way, row by row."""
    _write(_annotated(path, form, reasons), form, out)


def _annotated(path: Path, form: Form, reasons: Mapping[int, str]) -> Iterable[list[str]]:
    """An error file sent again has that column already: it is written anew."""
    width = len(form.headings)
    place = next((at for at, title in enumerate(form.headings) if comparable(title) == ERRORS), width)
    for line, row in lines.every(path, form):
        cells = [plain(cell) for cell in row]
        if line >= form.header:
            cells += [""] * (max(place + 1, len(cells) + (place == width)) - len(cells))
            cells[place if place < width else -1] = ERRORS if line == form.header else reasons.get(line, "")
        yield cells


def _written(rows: Iterable[list[str]], form: Form) -> bytes:
    out = io.BytesIO()
    _write(rows, form, out)
    return out.getvalue()


def _write(rows: Iterable[list[str]], form: Form, out: BinaryIO) -> None:
    (_workbook if form.kind == XLSX else _text)(rows, form, out)


def _text(rows: Iterable[list[str]], form: Form, out: BinaryIO) -> None:
    text = io.TextIOWrapper(out, form.encoding, errors="replace", newline="")
    text.write("\ufeff" if form.encoding in ("utf-16-le", "utf-16-be") else "")
    writer = csv.writer(text, delimiter=form.separator, lineterminator="\r\n")
    for row in rows:
        writer.writerow([neutral(cell).translate(_NARROW) for cell in row])
    text.flush()
    text.detach()


def _workbook(rows: Iterable[list[str]], form: Form, out: BinaryIO) -> None:
    """Every cell is text: no formula, no figure rounded, no date turned round."""
    import xlsxwriter

    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Lignes")
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell:
                    sheet.write_string(at, place, neutral(cell))
