"""Every row of a file that says something, with its line: one after the other, whatever the size."""

import csv
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from kairos.foundation.imports.reading import trees, workbooks
from kairos.foundation.imports.reading.detecting import trimmed
from kairos.foundation.imports.reading.forms import XLSX, XML, Form, Unreadable

Row = tuple[int, list[str]]
LONGEST_CELL = 20_000
csv.field_size_limit(LONGEST_CELL)


def of(path: Path, form: Form) -> Iterator[Row]:
    """The rows after the titles. Raises Unreadable where it stops making sense."""
    return ((line, row) for line, row in every(path, form) if line > form.header)


def every(path: Path, form: Form) -> Iterator[Row]:
    """The titles and what stands above them too."""
    if form.kind == XML:
        return trees.every(path, form)
    return workbooks.rows(path, form.sheet) if form.kind == XLSX else _texts(path, form)


def with_titles_at(path: Path, form: Form, line: int) -> Form:
    """The same file, its titles on another line. Raises Unreadable when there is none."""
    with closing(every(path, form)) as found:
        for number, row in found:
            if number == line and any(trimmed(row)):
                return replace(form, header=line, headings=trimmed(row))
            if number > line:
                break
    raise Unreadable(f"La ligne {line} est vide : dites sur quelle ligne sont les titres.")


def _texts(path: Path, form: Form) -> Iterator[Row]:
    line = 1
    try:
        with path.open(encoding=form.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=form.separator, strict=True)
            for row in reader:
                if any(row):
                    yield line, row
                line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(_quotes(line, error)) from None
    except UnicodeError:
        raise Unreadable("Ce fichier est abîmé : son texte s’interrompt. Enregistrez-le de nouveau.") from None


def _quotes(line: int, error: csv.Error) -> str:
    if "field larger" in str(error):
        return (
            f"Ligne {line} : une cellule dépasse {LONGEST_CELL} caractères. Un guillemet ouvert n’est sans doute "
            "jamais refermé."
        )
    return (
        f"Ligne {line} : un guillemet est mal placé ou jamais refermé. À l’intérieur d’un texte entre guillemets, "
        "un guillemet s’écrit deux fois."
    )
