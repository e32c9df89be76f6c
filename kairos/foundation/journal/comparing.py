"""The seals of the database against their copy outside it."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from kairos.foundation.journal import outside
from kairos.foundation.journal.faults import Fault
from kairos.foundation.journal.models import JournalEra, JournalSeal
from kairos.foundation.journal.outside import Line

AT_ONCE = 1_000


def against(copy: Path) -> tuple[list[Fault], int]:
    """What differs, and how many seals of the copy a restore left behind. Raises OSError when there is no such file."""
    restores = _restores(copy)
    kept = _kept(copy, restores)
    faults = [*_unreadable(copy), *_unknown_eras(restores), *_in_order(copy, restores)]
    while lines := list(islice(kept, AT_ONCE)):
        faults += _compare(lines)
    return faults, sum(1 for _ in _left_behind(copy, restores))


def _restores(copy: Path) -> list[tuple[int, Line]]:
    """The signed lines that open an era, each with its place in the file."""
    lines = enumerate(outside.lines(copy))
    return [(place, line) for place, line in lines if line and "after" in line and outside.is_signed(line)]


def _seals(copy: Path, restores: list[tuple[int, Line]]) -> Iterator[tuple[bool, Line]]:
    """Each line of a seal, and whether a later restore went back before it."""
    for place, line in enumerate(outside.lines(copy)):
        if line and "number" in line:
            yield any(place < later and restore["after"] < line["number"] for later, restore in restores), line


def _kept(copy: Path, restores: list[tuple[int, Line]]) -> Iterator[Line]:
    return (line for left, line in _seals(copy, restores) if not left)


def _left_behind(copy: Path, restores: list[tuple[int, Line]]) -> Iterator[Line]:
    return (line for left, line in _seals(copy, restores) if left)


def _unreadable(copy: Path) -> Iterator[Fault]:
    for place, line in enumerate(outside.lines(copy), 1):
        if line is None:
            yield Fault("copy", f"La ligne {place} de la copie est illisible.")


def _unknown_eras(restores: list[tuple[int, Line]]) -> Iterator[Fault]:
    told = {line["era_opened"] for _, line in restores}
    for era, opened_at in JournalEra.objects.exclude(era__in=told).values_list("era", "opened_at"):
        yield Fault("era", f"L’ère {era} n’est pas dans la copie : aucune restauration ne l’a ouverte.", at=opened_at)


def _in_order(copy: Path, restores: list[tuple[int, Line]]) -> Iterator[Fault]:
    expected = None
    for line in _kept(copy, restores):
        if expected is not None and line["number"] != expected:
            yield Fault("copy", f"La copie n’a pas le sceau {expected}.", expected, at=_instant(line))
        expected = line["number"] + 1


def _compare(lines: list[Line]) -> Iterator[Fault]:
    numbers = [line["number"] for line in lines]
    standing = {seal.number: outside.line_of(seal) for seal in JournalSeal.objects.filter(number__in=numbers)}
    last = JournalSeal.objects.order_by("-number").values_list("number", flat=True).first() or 0
    for line in lines:
        number = line["number"]
        if number > last:
            yield Fault(
                "tail", f"Le sceau {number} n’est plus dans la base : la fin a été coupée.", number, at=_instant(line)
            )
        elif number in standing and standing[number] != line:
            yield Fault("seal", f"Le sceau {number} n’est pas celui de la copie.", number, at=_instant(line))


def _instant(line: Line) -> datetime:
    return datetime.fromisoformat(line["sealed_at"])
