"""Every line read, cell by cell, then by the kind's own judge, batch by batch: nothing is written."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from kairos.foundation.imports.cells import comparable, plain
from kairos.foundation.imports.columns import Column
from kairos.foundation.imports.kinds import ImportKind, Line
from kairos.foundation.imports.mapping import ERRORS, Places
from kairos.foundation.text import contains_nir

_REMEMBERED = 20_000
_WITHOUT_FIGURES = str.maketrans("", "", "0123456789")
_TOTAL, _SURELY_TOTAL = re.compile("total|totaux"), re.compile("soustotal|soustotaux|totalgeneral|totauxgeneraux")
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}")
BATCH = 1000
LOST_FIGURES = (
    "Le tableur a abrégé ce numéro et perdu des chiffres. Mettez la colonne au format Texte, écrivez-le de nouveau, "
    "puis renvoyez le fichier."
)
Thing = TypeVar("Thing")
Judge = Callable[[Sequence[Line]], None]


class ForbiddenNumber(Exception):
    """A social security number (NIR) stands on this line: nothing of the file may be kept."""

    def __init__(self, line: int):
        super().__init__(line)
        self.line = line


def batched(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """So many at a time."""
    several = iter(things)
    while batch := list(islice(several, size)):
        yield batch


class Reader:
    """Reads the rows of one file. `blank`, `totals`: how many were left aside. One use."""

    def __init__(self, kind: ImportKind, places: Places, headings: Sequence[str]):
        self.blank = self.totals = 0
        self._kind = kind
        self._width = len(headings)
        self._plan = [_Cell(column, places[column.key]) for column in kind.columns if column.key in places]
        self._aside = {place for place, title in enumerate(headings) if comparable(title) == ERRORS}
        self._absent = {column.key: None for column in kind.columns if column.key not in places}
        self._unique = [kind.identity] * bool(kind.identity) + [(key,) for key in kind.distinct]
        self._seen: dict[Hashable, int] = {}
        self._forbidden = _Forbidden()

    def batches(self, rows: Iterable[tuple[int, list[str]]], judge: Judge) -> Iterator[list[Line]]:
        """Every line, judged; raises ForbiddenNumber. The judge is given those whose cells are all readable."""
        for batch in batched(self._lines(rows), self._kind.at_a_time):
            if readable := [line for line in batch if not line.errors]:
                judge(readable)
            yield batch

    def _lines(self, rows: Iterable[tuple[int, list[str]]]) -> Iterator[Line]:
        for number, row in rows:
            if any(self._forbidden[cell] for cell in row if _may_hold_nir(cell)):
                raise ForbiddenNumber(number)
            cells = [plain(cell) for cell in row]
            line = self._line(number, cells)
            if line is not None:
                yield line

    def _line(self, number: int, cells: list[str]) -> Line | None:
        width = self._width
        texts = cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))]
        if not any(texts[cell.place] for cell in self._plan):
            self.blank += 1
            return None
        line = Line(number, cells, dict(self._absent), [])
        for cell in self._plan:
            line.values[cell.key], error = cell[texts[cell.place]]
            if error:
                line.refuse(error, cell.key)
        if self._is_total(texts, bool(line.errors)):
            self.totals += 1
            return None
        if len(cells) > width and any(cells[width:]):
            line.refuse(
                f"Cette ligne compte plus de cellules que les titres ({width}). Mettez entre guillemets les textes qui "
                "contiennent le séparateur."
            )
        if not line.errors:
            for keys in self._unique:
                self._once(line, keys)
        return line

    def _is_total(self, texts: Sequence[str], wrong: bool) -> bool:
        """« Sous-total ; ; 120 ». « Total » alone may be a name: only a line that is wrong is taken for one."""
        first = next((text for place, text in enumerate(texts) if text and place not in self._aside), "")
        if first[:1] not in "sStT":
            return False
        word = comparable(first)
        return bool(_SURELY_TOTAL.fullmatch(word) or (wrong and _TOTAL.fullmatch(word)))

    def _once(self, line: Line, keys: tuple[str, ...]) -> None:
        identity = keys, tuple(line.values[key] for key in keys)
        if identity[1] == (None,):
            return
        before = self._seen.setdefault(identity, line.number)
        if before != line.number:
            names = " et ".join(self._kind.column(key).heading for key in keys)
            line.refuse(f"Même {names} que la ligne {before} : gardez une seule des deux.", keys[0])


class _Forbidden(dict[str, bool]):
    """text → whether a social security number stands in it; numbers of establishments and titles come back."""

    def __missing__(self, text: str) -> bool:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[text] = contains_nir(text)
        return found


class _Cell(dict[str, tuple[Any, str]]):
    """One column of the plan: text → its value, or why it is refused. What was read is remembered: dates, names of
    sessions come back on every line."""

    def __init__(self, column: Column, place: int):
        super().__init__()
        self.column, self.key, self.place = column, column.key, place

    def __missing__(self, text: str) -> tuple[Any, str]:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[text] = self._judged(text)
        return found

    def _judged(self, text: str) -> tuple[Any, str]:
        if not text:
            return None, "Cette case est vide : remplissez-la." if self.column.required else ""
        try:
            return self.column.parse(text), ""
        except ValueError as error:
            return None, LOST_FIGURES if _SCIENTIFIC.fullmatch(text) else str(error)


def _may_hold_nir(cell: str) -> bool:
    """Thirteen signs at least, twelve figures (Corsica writes two letters in its own), or figures of another script."""
    if len(cell) < 13:
        return False
    return not cell.isascii() or len(cell) - len(cell.translate(_WITHOUT_FIGURES)) >= 12
