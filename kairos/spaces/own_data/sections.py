"""A section of one's own data: which rows, which of their columns, how each is said to a human."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from kairos.design import french
from kairos.foundation.actor import Actor
from kairos.foundation.clock import PARIS

LEFT_OUT = {
    "appointment_slot": "Les rendez-vous ouverts à tout un groupe : les vôtres sont dans « Mes rendez-vous ».",
    "published_session": "L’offre de formation, que tout le monde lit.",
    "journal_entry": "Le journal, preuve scellée de ce qui s’est fait : ce qu’il dit de vous est dans chaque partie.",
    "journal_detail": "Le détail de ce journal.",
}
"""Tables that the person's role reads and that are no data of theirs, each with its reason."""

Say = Callable[[Any], str]


def plain(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else str(value)


def day(value: str | None) -> str:
    return french.day(date.fromisoformat(value)) if value else ""


def moment(value: str | None) -> str:
    return french.moment(datetime.fromisoformat(value), PARIS) if value else ""


def one_of(choices: Any) -> Say:
    """choices: pairs of a code and its words."""
    words = dict(choices)
    return lambda value: words.get(value, plain(value))


def hours(value: int | None) -> str:
    """Of minutes."""
    return "" if value is None else f"{french.number(value / 60, 2)} h"


@dataclass(frozen=True, slots=True)
class Column:
    """key: in the file for machines. label: in the page for humans, which leaves out what has none. of: the column
    read, the key when not said; an expression covers the columns named by `covers`."""

    key: str
    label: str = ""
    say: Say = plain
    of: str | Combinable = ""
    covers: str = ""

    @property
    def columns(self) -> set[str]:
        """Of the row itself."""
        if isinstance(self.of, Combinable):
            return set(self.covers.split())
        return {(self.of or self.key).partition("__")[0].removesuffix("_id")}


@dataclass(frozen=True, slots=True)
class Section:
    """at: the instant or day by which its rows are sorted. without: columns that are not given: keys of Kairos itself,
    what another section says, what is of somebody else."""

    name: str
    title: str
    columns: tuple[Column, ...]
    at: str
    without: frozenset[str]
    read: Callable[[Actor], QuerySet]

    @property
    def shown(self) -> list[Column]:
        return [one for one in self.columns if one.label]


known: dict[str, Section] = {}


def section(
    name: str, title: str, *columns: Column, at: str, without: str = ""
) -> Callable[[Callable[[Actor], QuerySet]], Callable[[Actor], QuerySet]]:
    def declare(read: Callable[[Actor], QuerySet]) -> Callable[[Actor], QuerySet]:
        if name in known:
            raise ValueError(f"section of one's own data declared twice: {name}")
        known[name] = Section(name, title, columns, at, frozenset(without.split()), read)
        return read

    return declare
