"""The terms of use, version by version: one source for the page, the PDF and what each acceptance refers to."""

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


class Unreadable(Exception):
    """A text that is no version of the terms; says what is missing."""


@dataclass(frozen=True, slots=True)
class Clause:
    number: int
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """A version as published: in force from the first instant of `effective_from`, Paris time."""

    version: str
    effective_from: date
    title: str
    clauses: tuple[Clause, ...]

    @property
    def text(self) -> str:
        """The canonical text, paragraphs numbered 1.1, 1.2…: what `sha256` is computed on, in UTF-8."""
        lines = [self.title, f"Version {self.version}, en vigueur depuis le {self.effective_from.isoformat()}"]
        for clause in self.clauses:
            lines.append(f"{clause.number}. {clause.heading}")
            lines += [f"{clause.number}.{rank} {text}" for rank, text in enumerate(clause.paragraphs, 1)]
        return "\n".join(lines) + "\n"

    @property
    def sha256(self) -> str:
        """64 hexadecimal figures."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@cache
def load(version: str) -> Terms:
    """The version written in `<version>.toml`. Raises KeyError when there is none."""
    path = _FOLDER / f"{version}.toml"
    if version not in versions():
        raise KeyError(version)
    return read(path.read_text(encoding="utf-8"))


def read(text: str) -> Terms:
    """The version written in a TOML text like those of this folder. Raises Unreadable."""
    try:
        written = tomllib.loads(text)
        clauses = tuple(
            Clause(number, clause["heading"], tuple(clause["paragraphs"]))
            for number, clause in enumerate(written["clauses"], 1)
        )
        if not isinstance(written["effective_from"], date):
            raise TypeError("effective_from")
        return Terms(str(written["version"])[:20], written["effective_from"], str(written["title"]), clauses)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise Unreadable(str(error)) from error


def versions() -> list[str]:
    """Every version in this folder, the oldest first."""
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))
