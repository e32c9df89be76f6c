"""What verification finds, in words."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kairos.foundation.journal.locating import Difference


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was sealed.

    kind: changed, removed, inserted, moved, detail, seal, seal_removed, signature, tail, copy, era. seal, entry, at:
    where; `between` holds the neighbours of an entry that is no more.
    """

    kind: str
    explanation: str
    seal: int | None = None
    entry: int | None = None
    at: datetime | None = None
    between: tuple[int | None, int | None] = (None, None)


WORDS = {
    "changed": "L’écriture {entry} n’est plus celle qui a été scellée.",
    "removed": "Une écriture a disparu {place}.",
    "inserted": "L’écriture {entry} a été ajoutée après le sceau.",
    "moved": "L’écriture {entry} n’est plus à sa place.",
}


def explain(difference: Difference, seal: int) -> Fault:
    """The fault of one difference in what a seal covers."""
    before, after = (row and row.id for row in (difference.before, difference.after))
    near = difference.row or difference.before or difference.after
    entry = difference.row.id if difference.row else _missing_number(before, after)
    words = WORDS[difference.kind].format(entry=entry, place=_place(before, after))
    return Fault(difference.kind, words, seal, entry, near and near.at, (before, after))


def _missing_number(before: int | None, after: int | None) -> int | None:
    """Numbers mostly follow each other: what stood between 6 and 8 was 7."""
    return before + 1 if before and after and after - before == 2 else None


def _place(before: int | None, after: int | None) -> str:
    if before and after:
        return f"entre les écritures {before} et {after}"
    return f"après l’écriture {before}" if before else f"avant l’écriture {after}" if after else "de ce sceau"


def with_moves(faults: Iterable[Fault]) -> list[Fault]:
    """In order of seals and entries; what left one place and stands at another is told once, as moved."""
    faults = list(faults)
    gone = [fault for fault in faults if fault.kind == "removed"]
    told = []
    for fault in faults:
        if origin := _origin(fault, gone):
            gone.remove(origin)
            words = WORDS["moved"].format(entry=fault.entry)
            told.append(dataclasses.replace(fault, kind="moved", explanation=words))
        elif fault.kind != "removed":
            told.append(fault)
    return sorted([*told, *gone], key=lambda fault: (fault.seal or 0, fault.entry or 0))


def _origin(fault: Fault, gone: Iterable[Fault]) -> Fault | None:
    """The place that an added entry left: its number belongs between the neighbours of what is gone there."""
    if fault.kind != "inserted" or fault.entry is None:
        return None
    return next((each for each in gone if _belongs(fault.entry, *each.between)), None)


def _belongs(entry: int, before: int | None, after: int | None) -> bool:
    return (before is None or before < entry) and (after is None or entry < after)
