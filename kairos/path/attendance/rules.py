"""Half-days of a month, marks, totals, what stands in the way. Pure functions of plain values.

A half-day of a month is its rank, 0 to 61: the morning of the 1st is 0, its afternoon 1. A plan is 62 numbers of
minutes, 0 where nobody is expected. Half-days that were said complete are bits of one number.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from kairos.offer.catalogue.rules import Half

HALF_DAYS = 62
NOTHING = (0,) * HALF_DAYS
Plan = tuple[int, ...]


class Kind(StrEnum):
    """What one half-day was, otherwise than whole and with everyone there."""

    ABSENCE = "absence"
    LATE = "late"
    EARLY = "early"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Mark:
    """An exception. minutes: missed, of one who came late or left early; None: not said yet, or the whole half-day.

    motive: of the dated list, empty for none. proof: a document is attached.
    """

    kind: Kind
    justified: bool = False
    minutes: int | None = None
    motive: str = ""
    proof: bool = False

    @property
    def partial(self) -> bool:
        return self.kind in (Kind.LATE, Kind.EARLY)

    @property
    def letter(self) -> str:
        return "J" if self.kind == Kind.ABSENCE and self.justified else LETTER_OF[self.kind]


LETTER_OF = {Kind.ABSENCE: "A", Kind.LATE: "R", Kind.EARLY: "E", Kind.CLOSED: "F"}
PRESENT, UNSAID = "P", " "
MEANING = {
    "A": Mark(Kind.ABSENCE),
    "J": Mark(Kind.ABSENCE, justified=True),
    "R": Mark(Kind.LATE),
    "E": Mark(Kind.EARLY),
    "F": Mark(Kind.CLOSED),
}
LETTERS = (*MEANING, PRESENT)


@dataclass(frozen=True, slots=True)
class Totals:
    """Minutes. planned: without the half-days that were not held; left: of those nobody has said anything of."""

    planned: int = 0
    present: int = 0
    justified: int = 0
    unjustified: int = 0
    left: int = 0

    @property
    def absent(self) -> int:
        return self.justified + self.unjustified


# Half-days


def is_to_come(day: date, half: int, local: datetime, afternoon: int) -> bool:
    """local: the time where it is taught; afternoon: the hour from which one has begun. A timetable says how long a
    half-day is, not when: a morning is of its whole day."""
    return day > local.date() or (day == local.date() and half == Half.AFTERNOON and local.hour < afternoon)


def rank_of(day: date, half: int) -> int:
    return 2 * (day.day - 1) + half


def day_of(month: date, rank: int) -> date:
    return month + timedelta(days=rank // 2)


def half_of(rank: int) -> Half:
    return Half(rank % 2)


@lru_cache(maxsize=1024)
def _ranks(bits: int) -> tuple[int, ...]:
    return tuple(rank for rank in range(HALF_DAYS) if bits >> rank & 1)


def ranks(bits: int) -> list[int]:
    return list(_ranks(bits))


def bits_of(found: Iterable[int]) -> int:
    bits = 0
    for rank in found:
        bits |= 1 << rank
    return bits


@lru_cache(maxsize=1024)
def planned(plan: Plan) -> int:
    """The half-days of a plan, as bits."""
    return bits_of(rank for rank, minutes in enumerate(plan) if minutes)


def letters(complete: int, marks: Iterable[tuple[int, Mark]] = ()) -> str:
    """62 signs, one a half-day: see `letter_at`."""
    said = [PRESENT if complete >> rank & 1 else UNSAID for rank in range(HALF_DAYS)]
    for rank, mark in marks:
        said[rank] = mark.letter
    return "".join(said)


# Totals


def totals(plan: Plan, marks: Mapping[int, Mark], complete: int) -> Totals:
    """planned = present + justified + unjustified + left, always. A mark outside the plan counts for nothing; minutes
    beyond the half-day count as the whole of it."""
    planned = present = justified = unjustified = left = 0
    for rank, minutes in enumerate(plan):
        if not minutes:
            continue
        mark = marks.get(rank)
        if mark is None:
            planned += minutes
            if complete >> rank & 1:
                present += minutes
            else:
                left += minutes
            continue
        if mark.kind == Kind.CLOSED:
            continue
        planned += minutes
        missed = min(mark.minutes or 0, minutes) if mark.partial else minutes
        present += minutes - missed
        if mark.justified:
            justified += missed
        else:
            unjustified += missed
    return Totals(planned, present, justified, unjustified, left)


@lru_cache(maxsize=1024)
def totals_once(plan: Plan, marks: tuple[tuple[int, Mark], ...], complete: int) -> Totals:
    """The same, kept: every look at a group counts everybody."""
    return totals(plan, dict(marks), complete)


def letter_at(rank: int, marks: Mapping[int, Mark], complete: int) -> str:
    """What a cell says: a letter of an exception, P for present, a space when nobody has said anything."""
    if mark := marks.get(rank):
        return mark.letter
    return PRESENT if complete >> rank & 1 else UNSAID


# Motives


@dataclass(frozen=True, slots=True)
class Motive:
    label: str
    justifies: bool
    proof: bool


@lru_cache(maxsize=16)
def motives(lines: tuple[str, ...]) -> dict[str, Motive]:
    """Of lines such as « Maladie : justifiée, avec justificatif », « Sans nouvelles : non justifiée »."""
    found = (_motive(line) for line in lines)
    return {motive.label: motive for motive in found if motive.label}


def _motive(line: str) -> Motive:
    label, _, said = line.rpartition(" : ") if " : " in line else (line, "", "")
    justifies = not said.strip().startswith("non")
    return Motive(label.strip(), justifies, justifies and "avec justificatif" in said)


# What stands in the way


def wrong_mark(mark: Mark, minutes: int, known: Mapping[str, Motive]) -> Iterator[str]:
    """What is false in itself: refused as soon as it is typed. `minutes`: of the half-day."""
    if mark.partial and mark.minutes is not None and not 1 <= mark.minutes <= minutes:
        yield f"la demi-journée dure {minutes} minutes : écrivez une durée de 1 à {minutes}."
    if mark.motive and mark.motive not in known:
        yield f"le motif « {mark.motive} » n’est pas, ou n’est plus, dans la liste."
    elif mark.motive and known[mark.motive].justifies != mark.justified:
        said = "justifie" if known[mark.motive].justifies else "ne justifie pas"
        yield f"le motif « {mark.motive} » {said} l’absence : changez la marque ou le motif."


def unfinished(mark: Mark, minutes: int, known: Mapping[str, Motive]) -> Iterator[str]:
    """What a mark still lacks before its month is submitted."""
    if not minutes:
        yield "une marque est posée hors des heures prévues : retirez-la."
        return
    yield from wrong_mark(mark, minutes, known)
    if mark.partial and mark.minutes is None:
        yield "écrivez combien de minutes manquent."
    if mark.justified and not mark.motive:
        yield "choisissez le motif de l’absence justifiée."
    if mark.justified and not mark.proof and mark.motive in known and known[mark.motive].proof:
        yield f"joignez le justificatif (« {mark.motive} »)."


def last_planned(month: date, plan: Plan) -> date | None:
    found = [rank for rank, minutes in enumerate(plan) if minutes]
    return day_of(month, found[-1]) if found else None


def due_on(month: date, left_on: date | None, days: int) -> date:
    """So many days after the end of the month, or after the exit when it comes first."""
    end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(end, left_on or end) + timedelta(days=days)
