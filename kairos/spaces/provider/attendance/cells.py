"""The lines of the month's grid, drawn here: a cell is a constant string of its column and letter, the person put in
its place. Templates are too slow for a thousand fields."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from itertools import zip_longest
from uuid import UUID

from markupsafe import Markup

from kairos.design import french
from kairos.path.attendance import rules, wording
from kairos.path.attendance.board import Board, Line, Said
from kairos.path.attendance.rules import Mark, Plan, Totals

HOME = "/organisme/assiduite/"
WHO = "\x00"
"""Where the number of the line goes."""
DOT = "·"
"""What is written for present."""
SHOWN = {rules.UNSAID: "", rules.PRESENT: DOT}
STATES = {"submitted": "rendu", "confirmed": "confirmé", "contested": "contesté", "locked": "arrêté"}

INPUT = Markup('<input name=%s.%s%s maxlength=1 aria-labelledby="p%s j%s j%s%s"%s%s>')
CELL, PLACE = Markup("<td%s%s>%s</td>"), Markup(" id=c%s.%s")
CLASS, VALUE, LETTER = Markup(' class="%s"'), Markup(' value="%s"'), Markup(" data-v=%s")
IDLE, MISSED, EXCUSED, NOTHING = Markup(" data-state=idle"), Markup(" data-n=%s"), Markup(" data-j"), Markup("")
ROW = Markup(
    '<tr data-plan="%s"><th scope="row" id="p%s">%s%s</th>%s<td class="sum">%s</td><td class="sum">%s</td></tr>\n'
)
SEEN = Markup('<input type="hidden" name="vu" value="%s">')
LINK, NAME, STATE = Markup('<a href="%s">%s</a>'), Markup("%s"), Markup("<small> %s</small>")


@lru_cache(maxsize=8192)
def _cell(rank: int, letter: str, kind: str, edge: str, minutes: int | None, excused: bool) -> Markup:
    """kind: open (a field), new (typed and not saved), still (a letter), none (later), off (no course). edge: classes
    of the last column of a day, of a week."""
    names = ("off" if kind == "off" else "", edge, "dirty" if kind == "new" else "")
    said = " ".join(filter(None, names))
    of_class = CLASS % said if said else NOTHING
    if kind in ("none", "off"):
        return CELL % (of_class, NOTHING, NOTHING)
    state = _state(letter, minutes, excused)
    shown = SHOWN.get(letter, letter)
    if kind == "still":
        return CELL % (of_class, state, shown)
    half, day = "ma"[rank % 2], rank // 2
    place = PLACE % (WHO, rank) if kind == "new" else NOTHING
    value = VALUE % shown if shown else NOTHING
    return CELL % (of_class, NOTHING, INPUT % (WHO, rank, place, WHO, day, day, half, value, state))


def _state(letter: str, minutes: int | None, excused: bool) -> Markup:
    if letter not in rules.MEANING:
        return NOTHING
    idle = IDLE if letter == "F" else NOTHING
    missed = MISSED % minutes if minutes else NOTHING
    return (LETTER % letter) + idle + missed + (EXCUSED if excused else NOTHING)


def line(
    number: int, board: Board, one: Line, columns: tuple[int, ...], typed: Mapping[int, str], fills: bool
) -> Markup:
    """typed: letters that are not saved yet, by half-day. fills: whoever looks may write."""
    stay, month, today = one.stay, board.sheet.month, board.today if fills and one.open else None
    marks, new = tuple(one.marks.items()), tuple(typed.items())
    return _line(number, stay.enrolment, stay.name, one.plan, one.month, marks, new, month, columns, today)


@lru_cache(maxsize=1024)
def _line(
    number: int,
    enrolment: UUID,
    name: str,
    plan: Plan,
    said: Said | None,
    marks: tuple[tuple[int, Mark], ...],
    typed: tuple[tuple[int, str], ...],
    month: date,
    columns: tuple[int, ...],
    today: date | None,
) -> Markup:
    """Of one person, drawn once for what is said of them. today: of whoever writes; None: it is read only."""
    complete = said.complete if said else 0
    letters = rules.letters(complete, marks)
    partial = tuple((rank, (mark.minutes, mark.justified)) for rank, mark in marks if mark.partial)
    cells = _cells(month, columns, letters, plan, rules.bits_of(dict(marks)), partial, typed, today)
    total = rules.totals_once(plan, marks, complete)
    who = LINK % (f"{HOME}{said.pk}/", name) if said else NAME % name
    if today:
        who = SEEN % seen(number, enrolment, letters) + who
    told = STATE % STATES[said.state] if said and said.state in STATES else NOTHING
    done, away = wording.hours(total.present), wording.hours(total.absent)
    return ROW % (_minutes(plan, columns), number, who, told, cells.replace(WHO, str(number)), done, away)


@lru_cache(maxsize=1024)
def _cells(
    month: date,
    columns: tuple[int, ...],
    letters: str,
    plan: Plan,
    marked: int,
    partial: tuple[tuple[int, tuple[int | None, bool]], ...],
    typed: tuple[tuple[int, str], ...],
    today: date | None,
) -> Markup:
    """All of a line, drawn once for what it says. today: of whoever writes; None: it is read only."""
    missed, new = dict(partial), dict(typed)
    drawn = []
    for rank, edge in zip(columns, edges(month, columns), strict=True):
        if rank in new:
            kind = "new"
        elif not plan[rank] and not marked >> rank & 1:
            kind = "off"
        elif today is None:
            kind = "still"
        else:
            kind = "none" if rules.day_of(month, rank) > today else "open"
        drawn.append(_cell(rank, new.get(rank, letters[rank]), kind, edge, *missed.get(rank, (None, False))))
    return NOTHING.join(drawn)


@lru_cache(maxsize=256)
def _minutes(plan: Plan, columns: tuple[int, ...]) -> str:
    return ",".join(str(plan[rank]) for rank in columns)


@lru_cache(maxsize=256)
def edges(month: date, columns: tuple[int, ...]) -> tuple[str, ...]:
    """Of each column, the classes that say a day, a week end there."""
    found = []
    for rank, following in zip_longest(columns, columns[1:]):
        day = rules.day_of(month, rank)
        after = None if following is None else rules.day_of(month, following)
        week = after is not None and day.isocalendar()[1] != after.isocalendar()[1]
        found.append(" ".join(filter(None, ("pm" if after != day else "", "fri" if week else ""))))
    return tuple(found)


def seen(number: int, enrolment: UUID, letters: str) -> str:
    """The line, the person, what the page says of each half-day."""
    return f"{number}.{enrolment.hex}.{letters.replace(rules.UNSAID, '-')}"


# Around the lines


HEAD_DAY = Markup(
    '<th scope="colgroup" colspan="%d" id="j%d" class="%s"><span aria-hidden="true">%s</span>'
    '<span class="sr">%s</span></th>'
)
HEAD_HALF = Markup('<th scope="col" id="j%d%s"%s><span aria-hidden="true">%s</span><span class="sr">%s</span></th>')
FOOT = Markup("<td%s>%s</td>")


@lru_cache(maxsize=64)
def heads(month: date, columns: tuple[int, ...]) -> tuple[Markup, Markup]:
    """The days, then their halves."""
    days: dict[int, list[tuple[int, str]]] = {}
    for rank, edge in zip(columns, edges(month, columns), strict=True):
        days.setdefault(rank // 2, []).append((rank, edge))
    top, under = [], []
    for day, halves in days.items():
        value = rules.day_of(month, 2 * day)
        name = french.WEEKDAYS[value.weekday()]
        short, whole = f"{name[:2]} {value.day}", f"{name} {value.day}"
        top.append(HEAD_DAY % (len(halves), day, halves[-1][1], short, whole))
        for rank, edge in halves:
            half = rules.half_of(rank)
            under.append(HEAD_HALF % (day, "ma"[half], CLASS % edge if edge else NOTHING, "ma"[half], half.label))
    return NOTHING.join(top), NOTHING.join(under)


def foot(board: Board, columns: tuple[int, ...], typed: Mapping[UUID, Mapping[int, str]]) -> Markup:
    """How many were there at each half-day, late or not."""
    there, said = [], []
    for key, one in board.lines.items():
        partial = rules.bits_of(rank for rank, mark in one.marks.items() if mark.partial)
        present, known = one.complete | partial, one.complete | rules.bits_of(one.marks)
        for rank, letter in typed.get(key, {}).items():
            bit = 1 << rank
            present = present | bit if letter in (rules.PRESENT, "R", "E") else present & ~bit
            known |= bit
        there.append(present & rules.planned(one.plan))
        said.append(known & rules.planned(one.plan))
    return _counts(board.sheet.month, columns, tuple(there), tuple(said))


@lru_cache(maxsize=64)
def _counts(month: date, columns: tuple[int, ...], there: tuple[int, ...], said: tuple[int, ...]) -> Markup:
    """there, said: of each person, the half-days as bits."""
    cells = []
    for rank, edge in zip(columns, edges(month, columns), strict=True):
        count = sum(bits >> rank & 1 for bits in there)
        held = any(bits >> rank & 1 for bits in said)
        cells.append(_foot(edge, count if held else None))
    return NOTHING.join(cells)


@lru_cache(maxsize=512)
def _foot(edge: str, count: int | None) -> Markup:
    return FOOT % (CLASS % edge if edge else NOTHING, "–" if count is None else count)


def total_of(board: Board) -> Totals:
    each = [one.totals for one in board.lines.values()]
    return Totals(*(sum(getattr(one, name) for one in each) for name in Totals.__dataclass_fields__))
