"""What was typed on the grid, as changes; what was chosen of each conflict."""

from dataclasses import dataclass, field
from uuid import UUID

from django.http import QueryDict

from kairos.path.attendance import rules
from kairos.path.attendance.board import Cell
from kairos.path.attendance.changes import Change
from kairos.path.attendance.rules import HALF_DAYS
from kairos.spaces.forms import whole_number
from kairos.spaces.provider.attendance.cells import DOT

SEEN, PRECISE, CONFLICT = "vu", "precision", "conflit"
THEIRS = "autre"
PRESENT = {DOT, ".", "-", "p", "P", " "}


@dataclass(slots=True)
class Typed:
    """cells: (person, half-day) → (letter that the page showed, letter typed). details: the same of
    minutes and motives. unchosen: conflicts that were shown, and not answered."""

    cells: dict[tuple[UUID, int], tuple[str, str]] = field(default_factory=dict)
    details: dict[tuple[UUID, int], tuple[Cell, Cell]] = field(default_factory=dict)
    unchosen: list[tuple[UUID, int]] = field(default_factory=list)

    def letters(self) -> dict[UUID, dict[int, str]]:
        """What differs from what the page showed, by person."""
        found: dict[UUID, dict[int, str]] = {}
        for (key, rank), (_, wanted) in self.cells.items():
            found.setdefault(key, {})[rank] = wanted
        return found


def read(sent: QueryDict) -> Typed:
    found = Typed()
    people: dict[str, UUID] = {}
    for text in sent.getlist(SEEN):
        try:
            number, hexed, letters = text.split(".")
            key = people[number] = UUID(hex=hexed)
        except ValueError:
            continue
        for rank, shown in enumerate(letters[:HALF_DAYS].replace("-", rules.UNSAID)):
            wanted = _letter(sent.get(f"{number}.{rank}"), shown)
            if wanted != shown:
                found.cells[key, rank] = (shown, wanted)
    _choose(sent, people, found)
    _details(sent, found)
    return found


def _letter(text: str | None, shown: str) -> str:
    """A half-day that the page did not offer stays as it is."""
    if text is None:
        return shown
    if text in PRESENT:
        return rules.PRESENT
    return text.strip()[:1].upper() or rules.UNSAID


def _choose(sent: QueryDict, people: dict[str, UUID], found: Typed) -> None:
    for text in sent.getlist(CONFLICT):
        number, _, rank = text.partition(".")
        at = people.get(number), whole_number(rank)
        chosen = sent.get(f"choix.{text}", "")
        if chosen == THEIRS:
            found.cells.pop(at, None)  # type: ignore[call-overload]
        elif not chosen and at in found.cells:
            found.unchosen.append(at)  # type: ignore[arg-type]


def _details(sent: QueryDict, found: Typed) -> None:
    """« precision » = place in the page, person, half-days, letter, minutes and motive that the page showed."""
    for text in sent.getlist(PRECISE):
        try:
            number, hexed, ranks, letter, minutes, motive = text.split(".", 5)
            key, places = UUID(hex=hexed), [half_day(rank) for rank in ranks.split("_")]
            shown = Cell(letter, whole_number(minutes), motive)
        except ValueError:
            continue
        wanted = shown._replace(
            minutes=_minutes(sent.get(f"d{number}.m", "").strip(), shown),
            motive=sent.get(f"d{number}.t", motive).strip()[:100],
        )
        if wanted != shown:
            found.details.update({(key, rank): (shown, wanted) for rank in places})


def half_day(text: str) -> int:
    """Raises ValueError for what is no half-day of a month."""
    rank = whole_number(text)
    if rank is None or rank >= HALF_DAYS:
        raise ValueError(text)
    return rank


def _minutes(text: str, shown: Cell) -> int | None:
    """What is no number is 0, which is refused with its place."""
    if not text:
        return shown.minutes
    return whole_number(text) or 0


def changes(typed: Typed) -> list[Change]:
    """Against what the page showed. Of a half-day whose letter changes, the details are typed afterwards."""
    letters = [Change(*at, Cell(wanted), Cell(shown)) for at, (shown, wanted) in typed.cells.items()]
    return letters + [
        Change(*at, wanted, shown) for at, (shown, wanted) in typed.details.items() if at not in typed.cells
    ]
