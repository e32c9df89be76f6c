"""The journal as a table file: who asked, when, what for, then one line an entry."""

import csv as tables
import io
from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from kairos.design import french
from kairos.foundation.clock import PARIS
from kairos.foundation.imports import writing
from kairos.foundation.imports.reading.forms import XLSX
from kairos.spaces.journal.lines import Line
from kairos.spaces.journal.words import KINDS

COLUMNS = ("Numéro", "Date et heure (Paris)", "Qui", "Nature", "Quoi", "Aussi", "Sur quoi", "Identifiants", "Changé",
           "Détail")  # fmt: skip
NATURES = {kind: label.removesuffix("s") for kind, label in KINDS.values()}


def xlsx(lines: Iterable[Line], head: Iterable[str]) -> bytes:
    """The same lines as a workbook."""
    table = ([str(value) for value in _values(line)] for line in lines)
    return writing.rows(chain([list(head), list(COLUMNS)], table), XLSX)


def csv(lines: Iterable[Line], head: Iterable[str]) -> bytes:
    """UTF-8 with its mark, semicolons; `head`: one sentence a cell of the first line. See docs/formats/journal.md."""
    out = io.StringIO(newline="")
    writer = tables.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe(cell) for cell in head])
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow([safe(value) for value in _values(line)])
    return out.getvalue().encode("utf-8-sig")


def head(who: str, organisation: str, now: datetime, asked: str, count: int, most: int) -> list[str]:
    cut = f" (limite de {most} atteinte : les plus récentes)" if count == most else ""
    return [
        f"Journal de {organisation}",
        f"exporté par {who} le {french.moment(now, PARIS)}",
        f"filtres : {asked}",
        f"{french.plural(count, 'écriture')}{cut}",
    ]


def safe(value: object) -> str:
    """A cell that a spreadsheet would run as a formula is made text."""
    text = str(value)
    return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _values(line: Line) -> tuple[object, ...]:
    return (
        line.id, f"{line.at.astimezone(PARIS):%d/%m/%Y %H:%M:%S}", line.who, NATURES[line.kind], line.what,
        ", ".join(line.also), ", ".join(subject.label for subject in line.subjects if subject.label),
        " ".join(str(subject.id) for subject in line.subjects), " ; ".join(line.changes), " ; ".join(line.details),
    )  # fmt: skip
