"""What somebody says of half-days, against what is said by now. Pure functions of a board."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from kairos.path.attendance import rules, wording
from kairos.path.attendance.board import BLANK, Board, Cell, Line
from kairos.path.attendance.rules import MEANING, Kind, Mark, Motive


@dataclass(frozen=True, slots=True)
class Change:
    """shown: what the page said of that half-day when it was made; None: whatever it says (a file)."""

    enrolment: UUID
    rank: int
    wanted: Cell
    shown: Cell | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, and where. rank None: of the person."""

    enrolment: UUID
    rank: int | None
    message: str

    @property
    def field(self) -> str:
        return f"{self.enrolment}.{'' if self.rank is None else self.rank}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Said otherwise by somebody else since the page was made."""

    change: Change
    now: Cell


def mark_of(cell: Cell, known: Mapping[str, Motive]) -> Mark | None:
    """None when it is no exception. Who came late is justified by their motive, who was absent by the letter."""
    meant = MEANING.get(cell.letter)
    if meant is None:
        return None
    justified = meant.justified
    if meant.partial and (motive := known.get(cell.motive)):
        justified = motive.justifies
    minutes = cell.minutes if meant.partial else None
    return Mark(meant.kind, justified, minutes, "" if meant.kind == Kind.CLOSED else cell.motive)


def conflicts(board: Board, changes: Iterable[Change]) -> list[Conflict]:
    """Somebody wrote something else there; two people who write the same are no conflict."""
    found = []
    for change in changes:
        line = board.lines.get(change.enrolment)
        if change.shown is None or line is None:
            continue
        if _otherwise(line.cell(change.rank), change.shown, change.wanted):
            found.append(Conflict(change, line.cell(change.rank)))
    return found


def _otherwise(now: Cell, shown: Cell, wanted: Cell) -> bool:
    """Of a letter that changes, the letter alone is compared: its details are said afterwards."""
    if shown.letter != wanted.letter:
        return now.letter not in (shown.letter, wanted.letter)
    return now not in (shown, wanted)


def effective(board: Board, changes: Sequence[Change]) -> list[Change]:
    """Those that change something of what is said by now. The last one of a half-day counts. Asked of the same changes
    by a guard, then by the act: found once."""
    if board.effective is None or board.effective[0] is not changes:
        last = {(change.enrolment, change.rank): change for change in changes}
        found = [change for change in last.values() if _changes(board.lines.get(change.enrolment), change)]
        board.effective = changes, found
    return board.effective[1]


def _changes(line: Line | None, change: Change) -> bool:
    if line is None:
        return True
    now, shown = line.cell(change.rank), change.shown
    if shown is not None and shown.letter != change.wanted.letter == now.letter:
        return False  # two people wrote the same; what one of them said more of it stays
    return now != change.wanted


# What stands in the way


def troubles(board: Board, changes: Iterable[Change], known: Mapping[str, Motive]) -> Iterator[Trouble]:
    """Everything that is wrong with what was said, at once, each at its place."""
    closed: set[UUID] = set()
    for change in changes:
        line = board.lines.get(change.enrolment)
        if line is None:
            yield Trouble(
                change.enrolment, change.rank, "Cette personne n’est pas en formation dans ce groupe ce mois-là."
            )
        elif not line.open:
            if change.enrolment not in closed:
                closed.add(change.enrolment)
                yield Trouble(change.enrolment, None, f"{line.stay.name} : {_no_more(line)}")
        else:
            for message in _wrong(board, line, change, known):
                yield _at(board, line, change.rank, message)


def _no_more(line: Line) -> str:
    said = line.month.label.lower() if line.month else ""
    return f"le mois est {said}, il ne se saisit plus. Corrigez-le d’abord, avec une raison."


def _at(board: Board, line: Line, rank: int, message: str) -> Trouble:
    place = wording.half_day(board.sheet.month, rank)
    return Trouble(line.stay.enrolment, rank, f"{line.stay.name}, {place} : {message}")


def wrong(board: Board, line: Line, change: Change, known: Mapping[str, Motive]) -> Iterator[str]:
    """Of somebody's line of the board."""
    if not line.open:
        yield _no_more(line)
    else:
        yield from _wrong(board, line, change, known)


def _wrong(board: Board, line: Line, change: Change, known: Mapping[str, Motive]) -> Iterator[str]:
    if change.wanted.letter == rules.UNSAID:
        return
    if change.wanted.letter not in rules.LETTERS:
        yield f"« {change.wanted.letter} » n’est pas une marque. Écrivez A, J, R, E, F, ou P pour présent."
        return
    minutes = line.plan[change.rank] if 0 <= change.rank < len(line.plan) else 0
    if not minutes:
        yield outside(board, line, change.rank)
        return
    if board.is_future(change.rank):
        yield "cette demi-journée n’a pas encore eu lieu."
    if mark := mark_of(change.wanted, known):
        yield from rules.wrong_mark(mark, minutes, known)


def outside(board: Board, line: Line, rank: int) -> str:
    """Why nobody expected them then."""
    day = board.day(rank)
    stay = line.stay
    if stay.entered_on and day < stay.entered_on:
        return f"c’est avant son entrée ({stay.entered_on:%d/%m/%Y})."
    if stay.left_on and day > stay.left_on:
        return f"c’est après sa sortie ({stay.left_on:%d/%m/%Y})."
    if any(first <= day <= last for first, last in stay.interruptions):
        return "sa formation était interrompue ce jour-là."
    return "aucun cours n’était prévu."


def unfinished(board: Board, lines: Iterable[Line], known: Mapping[str, Motive]) -> Iterator[Trouble]:
    """What keeps these months from being submitted, all of it."""
    for line in lines:
        stay, month = line.stay, board.sheet.month
        if not line.open:
            yield Trouble(stay.enrolment, None, f"{stay.name} : le mois est déjà rendu.")
            continue
        last = rules.last_planned(month, line.plan)
        if last is None:
            yield Trouble(stay.enrolment, None, f"{stay.name} : aucune demi-journée n’était prévue ce mois-ci.")
        elif last > board.today:
            yield Trouble(stay.enrolment, None, f"{stay.name} : le mois se rend à partir du {last:%d/%m/%Y}, "
                                                "dernier jour de cours.")  # fmt: skip
        if left := board.unsaid(line):
            first = wording.half_day(month, left[0])
            said = (
                f"{len(left)} demi-journées à compléter, la première : {first}"
                if left[1:]
                else f"{first} : à compléter"
            )
            yield Trouble(stay.enrolment, left[0], f"{stay.name}, {said}.")
        for rank, mark in sorted(line.marks.items()):
            for message in rules.unfinished(mark, line.plan[rank], known):
                yield _at(board, line, rank, message)


# What is written


@dataclass(frozen=True, slots=True)
class Writing:
    """complete: new bits by enrolment. marks: to write; cleared: marks to remove, by enrolment and rank."""

    complete: Mapping[UUID, int]
    marks: Sequence[tuple[UUID, int, Mark]]
    cleared: Sequence[tuple[UUID, int]]


def writing(board: Board, changes: Iterable[Change], known: Mapping[str, Motive]) -> Writing:
    complete: dict[UUID, int] = {}
    marks, cleared = [], []
    for key, several in groupby(changes, attrgetter("enrolment")):
        line = board.lines[key]
        bits = complete.get(key, line.complete)
        for change in several:
            mark = mark_of(change.wanted, known)
            if mark is not None:
                marks.append((key, change.rank, mark))
            elif change.rank in line.marks:
                cleared.append((key, change.rank))
            bit = 1 << change.rank
            bits = bits | bit if change.wanted.letter == rules.PRESENT else bits & ~bit
        complete[key] = bits
    return Writing(complete, marks, cleared)


def everyone_present(board: Board, typed: Iterable[Change] = ()) -> list[Change]:
    """« Tous présents »: whatever nobody has said anything of, up to today, is complete. What is typed comes first."""
    said = {(change.enrolment, change.rank): change for change in typed}
    found = [
        Change(line.stay.enrolment, rank, Cell(rules.PRESENT), BLANK)
        for line in board.lines.values()
        if line.open
        for rank in board.unsaid(line)
        if (line.stay.enrolment, rank) not in said
    ]
    return [*said.values(), *found]
