"""XLSX read in a short process of its own, bounded in memory and time: a hostile workbook kills that process alone.

`python -m kairos.foundation.imports.reading.workbooks peek FILE ROWS` writes the first rows of every visible sheet,
`… rows FILE SHEET` each row of one, as JSON lines. The process needs neither Django nor a database.
"""

import contextlib
import json
import resource
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

from kairos.foundation.imports.reading.forms import Unreadable

MEMORY = 1_500_000_000
SECONDS = 120
MOST_SHEETS = 30
UNPACKED = 400_000_000
"""Bytes of a workbook once unpacked."""
ROOT = Path(__file__).resolve().parents[4]
BROKEN = "Ce classeur est abîmé, protégé ou démesuré. Enregistrez-le de nouveau en XLSX, ou en CSV."

Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    place: int
    name: str
    rows: list[Row]


def peek(path: Path, rows: int) -> list[Sheet]:
    """The first rows that say something of every visible sheet. Raises Unreadable."""
    _bounded(path)
    return [
        Sheet(place, name, [(line, row) for line, row in found]) for place, name, found in _apart("peek", path, rows)
    ]


def rows(path: Path, sheet: int) -> Iterator[Row]:
    """Every row of a sheet with its number. Raises Unreadable, at the latest when the last one was given."""
    yield from _apart("rows", path, sheet)


def _bounded(path: Path) -> None:
    """A workbook that unpacks to more than that, or whose pieces are not what they say, is not opened."""
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                raise Unreadable(
                    "C’est un autre document de bureautique ou une archive. Enregistrez le tableau en XLSX ou en CSV."
                )
            for name in archive.namelist():
                with archive.open(name) as piece:
                    while found := piece.read(1 << 20):
                        total += len(found)
                        if total > UNPACKED:
                            raise Unreadable(BROKEN)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        UnicodeError,
        ValueError,
    ) as error:
        raise error if isinstance(error, Unreadable) else Unreadable(BROKEN) from error


def _apart(*arguments: object) -> Iterator[Any]:
    command = [sys.executable, "-m", __name__, *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT)
    try:
        yield from map(json.loads, process.stdout)
        if process.wait():
            raise Unreadable(BROKEN)
    except json.JSONDecodeError:
        raise Unreadable(BROKEN) from None
    finally:
        process.stdout.close()
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()


def main(command: str, path: str, number: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from python_calamine import SheetTypeEnum, SheetVisibleEnum, load_workbook

    with load_workbook(path) as book:
        shown = [
            (place, sheet.name)
            for place, sheet in enumerate(book.sheets_metadata)
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        if command == "rows":
            _write_rows(book, int(number), sys.stdout)
            return
        for place, name in shown[:MOST_SHEETS]:
            sys.stdout.write(json.dumps([place, name, _first(book, place, int(number))]) + "\n")


def _first(book: Any, place: int, most: int) -> list[Row]:
    found: list[Row] = []
    for line, row in _texts(book, place, most=20 * most):
        if any(row):
            found.append((line, row))
        if len(found) == most:
            break
    return found


def _write_rows(book: Any, place: int, out: IO[str]) -> None:
    for line, row in _texts(book, place):
        if any(row):
            out.write(json.dumps([line, row]) + "\n")


def _texts(book: Any, place: int, most: int | None = None) -> Iterator[Row]:
    sheet = book.get_sheet_by_index(place)
    first_line, first_column = sheet.start or (0, 0)
    before = [""] * first_column
    for line, row in enumerate(sheet.to_python(skip_empty_area=True, nrows=most), start=first_line + 1):
        yield line, before + [as_text(cell) for cell in row]


def as_text(cell: Any) -> str:
    """A cell as somebody would have typed it in French."""
    match cell:
        case bool():
            return "oui" if cell else "non"
        case float():
            return f"{cell:.0f}" if cell == cell // 1 and abs(cell) < 1e15 else repr(cell).replace(".", ",")
        case datetime():
            return f"{cell:%d/%m/%Y}" if cell.time() == time() else f"{cell:%d/%m/%Y %H:%M}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case time():
            return f"{cell:%H:%M}"
        case timedelta():
            minutes = int(cell.total_seconds()) // 60
            return f"{minutes // 60}:{minutes % 60:02}"
    return str(cell)


if __name__ == "__main__":
    main(*sys.argv[1:])
