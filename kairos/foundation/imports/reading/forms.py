"""How a file is written, and why it cannot be read."""

from dataclasses import asdict, dataclass
from typing import Any, Self

CSV, XLSX, XML = "csv", "xlsx", "xml"


class Unreadable(ValueError):
    """The whole file is refused; `reason` is the French sentence to show beside its field."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Form:
    """kind: csv, xlsx or xml. encoding, separator: of a CSV. sheet: place of a workbook's sheet. header: line of the
    titles, from 1, and `headings` what it says. tree, tree_name: the language of an XML, read as a table whose error
    file is a CSV."""

    kind: str
    headings: tuple[str, ...]
    header: int = 1
    encoding: str = ""
    separator: str = ""
    sheet: int = 0
    sheet_name: str = ""
    tree: str = ""
    tree_name: str = ""

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Self:
        return cls(**stored | {"headings": tuple(stored["headings"])})

    @property
    def written(self) -> str:
        """How a table of it is written: an XML's as CSV."""
        return XLSX if self.kind == XLSX else CSV

    def stored(self) -> dict[str, Any]:
        return asdict(self) | {"headings": list(self.headings)}

    @property
    def words(self) -> str:
        """« CSV, Windows (cp1252), point-virgule » as people read it."""
        if self.kind == XML:
            return self.tree_name
        if self.kind == XLSX:
            return f"classeur XLSX, feuille « {self.sheet_name} »"
        separators = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}
        return f"CSV, {ENCODINGS[self.encoding]}, séparateur {separators[self.separator]}"


ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows (cp1252)",
    "iso-8859-15": "Latin 9",
    "mac_roman": "Macintosh",
    "cp850": "DOS (cp850)",
}
