"""The kinds of files: declared by the packages above when the application starts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from kairos.foundation.actor import Actor
from kairos.foundation.dated_settings import DatedSetting
from kairos.foundation.imports.columns import Column
from kairos.foundation.imports.settings import LARGEST, MEGA

Values = dict[str, Any]


class Verdict(StrEnum):
    """What taking a good line would do."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(slots=True, eq=False)
class Line:
    """One line of the file: its number there (titles included), its cells as read, what they mean.

    `errors`: (key of the column or "", French sentence with the remedy); a line with errors is never taken.
    """

    number: int
    cells: list[str]
    values: Values
    errors: list[tuple[str, str]]
    verdict: Verdict = Verdict.NEW

    def refuse(self, message: str, key: str = "") -> None:
        self.errors.append((key, message))


@dataclass(frozen=True, slots=True)
class Context:
    """For whom and with which choices: `options` of the form, by key; `organisation`: None for the operator.

    run: the file's; tree: the name of the tree it is, empty for a table (see `reading/trees.py`). actor: who checks or
    takes it.
    """

    organisation: UUID | None
    options: Mapping[str, Any]
    run: UUID | None = None
    tree: str = ""
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A box to tick when the file is sent; with `choices` (value → words), one of them to choose."""

    key: str
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    def said(self, chosen: Any) -> str:
        """What was chosen, in words."""
        return f"{self.label} : {dict(self.choices).get(chosen, '–')}" if self.choices else self.label


def nothing_more(lines: Sequence[Line], context: Context) -> None:
    """The judge of a kind whose lines are good as soon as their cells are, and always new."""


@dataclass(frozen=True, slots=True)
class ImportKind:
    """A file that Kairos takes.

    name: stable, in addresses and rows. permission: of whoever sends, checks and takes it; asked of the run.
    identity: keys of the columns that together make a line unique in the file; distinct: keys of columns of which each
    value stands once. judge(lines, context): compares a batch of
    readable lines with what is there, in a few statements: sets `verdict`, or refuses; it must filter by organisation.
    take(lines, run, context): writes a batch of new and changed lines; runs in the act `import_run.take`, may perform
    nested acts. whole: one wrong line refuses the file; otherwise the good lines are taken and the others left out.
    export(context): what is there, as values of its columns: a file that changes nothing when it is sent back.
    explanation: a French sentence for whoever sends it. at_once: how many lines a page takes itself, else the worker.
    at_a_time: how many lines make a batch.
    trees: the XML languages it may be written in, by name. record(lines, run, context): every line of a batch, taken or
    not, after the good ones were written; end(run, context): when the whole file was; both in the act that takes it.
    begin(context): before the first line of that act is judged again. largest: of such a file. of_itself: the file is
    taken even when no line of it changes anything, since what it refuses or no longer names is told by it too.
    said(values): those of a line as people read them, when a code or a list stands in some.
    """

    name: str
    title: str
    permission: str
    columns: tuple[Column, ...]
    take: Callable[[Sequence[Line], Any, Context], None]
    judge: Callable[[Sequence[Line], Context], None] = nothing_more
    identity: tuple[str, ...] = ()
    distinct: tuple[str, ...] = ()
    whole: bool = True
    options: tuple[Option, ...] = ()
    explanation: str = ""
    export: Callable[[Context], Iterable[Values]] | None = None
    at_once: int = 5000
    at_a_time: int = 1000
    trees: tuple[str, ...] = ()
    record: Callable[[Sequence[Line], Any, Context], None] | None = None
    end: Callable[[Any, Context], None] | None = None
    begin: Callable[[Context], None] | None = None
    largest: DatedSetting = LARGEST
    of_itself: bool = False
    said: Callable[[Values], Values] | None = None

    def largest_bytes(self) -> int:
        return self.largest.value() * MEGA

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    @property
    def required(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.required)


_kinds: dict[str, ImportKind] = {}


def declare(kind: ImportKind) -> ImportKind:
    """Make a kind known; two declarations of one name are refused, and titles that two columns claim."""
    names = [name for column in kind.columns for name in set(column.names)]
    if len(names) != len(set(names)):
        raise ValueError(f"two columns of {kind.name} have a title in common")
    if _kinds.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"import kind declared twice: {kind.name}")
    return kind


def kind_named(name: str) -> ImportKind:
    """Raises LookupError."""
    return _kinds[name]


def kinds() -> dict[str, ImportKind]:
    return dict(sorted(_kinds.items()))
