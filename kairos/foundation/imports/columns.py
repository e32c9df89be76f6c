"""What a file of one kind is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kairos.foundation.imports.cells import comparable


@dataclass(frozen=True, slots=True)
class Column:
    """key: the value's name in a line. heading: its French title; synonyms: other titles that are understood.

    parse(text): the value of a cell that is not empty, or ValueError with a French sentence. required: never empty.
    example: what a cell looks like. reads: how it is read, in a few French words, for screens and documentation.
    """

    key: str
    heading: str
    parse: Callable[[str], Any]
    required: bool = False
    synonyms: tuple[str, ...] = ()
    example: str = ""
    reads: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Everything its title may be, made comparable."""
        return tuple(comparable(name) for name in (self.heading, *self.synonyms, self.key))
