"""« Présences du mois »: a group × the half-days of a month, seen and filled together, saved as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from http import HTTPStatus
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from markupsafe import Markup

from kairos.design.page import render
from kairos.foundation import permissions
from kairos.foundation.guards import Refused
from kairos.path.attendance import board as boards
from kairos.path.attendance import changes as said
from kairos.path.attendance import rules, saving, settings, wording
from kairos.path.attendance.board import Board, Cell, Line
from kairos.path.attendance.changes import Change, Conflict
from kairos.path.attendance.models import AttendanceSheet
from kairos.people.access import reading
from kairos.spaces.provider.attendance import cells, months, typed
from kairos.spaces.provider.attendance.cells import HOME
from kairos.spaces.provider.attendance.typed import Typed
from kairos.spaces.provider.kairos import chrome

MARKS = {"A": ("bad", "Absence"), "J": ("info", "Justifiée"), "R": ("warn", "Retard"), "E": ("warn", "Parti plus tôt"),
         "F": ("idle", "Fermeture"), "P": ("ok", "Présent"), rules.UNSAID: ("idle", "À compléter")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Precision:
    """Exceptions that follow each other and lack the same: asked once. value: as the form sends it back."""

    number: int
    line: Line
    ranks: list[int]
    cell: Cell
    when: str
    hours: str
    value: str
    minutes: str
    motive: str
    proof: str
    href: str

    @property
    def mark(self) -> tuple[str, str]:
        return MARKS[self.cell.letter]


@dataclass(slots=True)
class Shown:
    """What the page says besides what is written: what was typed and is not saved, and why."""

    typed: Typed = field(default_factory=Typed)
    wrong: list[tuple[str, str | None]] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def page(request: HttpRequest, subject: AttendanceSheet) -> HttpResponse:
    if request.method == "GET":
        return _show(request, subject, Shown())
    permissions.require(request.actor, "attendance.enter", subject)
    sent = typed.read(request.POST)
    if sent.unchosen:
        return _refuse(request, subject, sent, [], list(sent.unchosen))
    changes = typed.changes(sent)
    if "presents" in request.POST:
        changes = said.everyone_present(boards.of(subject), changes)
    try:
        saving.write(subject, request.actor, changes)
    except Refused as refused:
        return _refuse(request, subject, sent, refused.reasons, [])
    if "rendre" in request.POST:
        return HttpResponseRedirect(at("attendance:submit", subject))
    return HttpResponseRedirect(f"{request.path}?enregistre={len(changes)}")


def _refuse(request: HttpRequest, subject: AttendanceSheet, sent: Typed, reasons: Any, unchosen: Any) -> HttpResponse:
    """Nothing was saved, nothing of what was typed is lost."""
    boards.forget(subject)
    board = boards.of(subject)
    conflicts = said.conflicts(board, typed.changes(sent))
    asked = [Change(*at, Cell(sent.cells[at][1]), Cell(sent.cells[at][0])) for at in unchosen]
    conflicts += [Conflict(one, board.lines[one.enrolment].cell(one.rank)) for one in asked
                  if one.enrolment in board.lines and one not in [other.change for other in conflicts]]  # fmt: skip
    lines = {key: number for number, key in enumerate(board.lines)}
    wrong = [(reason.message, _field(reason.field, lines, sent)) for reason in reasons]
    if unchosen:
        wrong.append(
            ("Choisissez ce qui compte pour chaque demi-journée que quelqu’un d’autre a changée.", "entre-temps")
        )
    return _show(request, subject, Shown(sent, wrong, conflicts))


def _field(place: str, lines: Mapping[UUID, int], sent: Typed) -> str | None:
    """The cell that was typed, or the person, that a reason speaks of."""
    text, _, rank = place.partition(".")
    try:
        key = UUID(text)
        number = lines[key]
    except (ValueError, KeyError):
        return None
    return f"c{number}.{rank}" if rank and (key, int(rank)) in sent.cells else f"p{number}"


def _show(request: HttpRequest, subject: AttendanceSheet, shown: Shown) -> HttpResponse:
    board = boards.of(subject)
    people = [line.stay.person for line in board.lines.values()]
    reading.shown(request.actor, "attendance.month", people, summary=wording.month(subject.month))
    fills = permissions.holds(request.actor, "attendance.enter", subject)
    letters, columns = _typed(board, shown), tuple(board.columns)
    boards.forget(subject)
    return render(
        request,
        "attendance/month.html",
        chrome.of(request, "rail"),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if shown.wrong or shown.conflicts else HTTPStatus.OK,
        apart={"lines": _lines(board, columns, letters, fills)},
        board=board,
        sheet=subject,
        said=wording.of_month(subject.month),
        title=subject.session.delivery.course.title,
        fills=fills,
        gives=permissions.holds(request.actor, "attendance.submit", subject),
        grid=_grid(board, columns, letters),
        totals=cells.total_of(board),
        open=[line for line in board.lines.values() if line.open and any(line.plan)],
        left=sum(len(board.unsaid(line)) for line in board.lines.values() if line.open),
        precisions=precisions(board, shown.typed) if fills else [],
        motives=settings.motives(subject.month),
        due=months.due_of(board),
        conflicts=[_conflict(board, one) for one in shown.conflicts],
        typed=sum(map(len, letters.values())),
        wrong=shown.wrong,
        saved=request.GET.get("enregistre", ""),
        before=at("attendance:month", subject, month=months.before(subject.month)),
        after=at("attendance:month", subject, month=months.after(subject.month)),
        at=lambda name: at(f"attendance:{name}", subject),
        day=_at_day(subject.session_id, _day(board)),
        here=HOME,
        hours=wording.hours,
    )


def _typed(board: Board, shown: Shown) -> dict[UUID, dict[int, str]]:
    """What differs from what is written by now."""
    return {
        key: {rank: letter for rank, letter in own.items() if board.lines[key].cell(rank).letter != letter}
        for key, own in shown.typed.letters().items()
        if key in board.lines
    }


def at(name: str, sheet: AttendanceSheet, month: date | None = None) -> str:
    return _at(name, sheet.session_id, month or sheet.month)


@lru_cache(maxsize=1024)
def _at(name: str, session: UUID, month: date) -> str:
    return reverse(name, kwargs={"key": session, "month": month})


def _day(board: Board) -> date:
    """Today, or the last day of courses before it in this month."""
    past = [board.day(rank) for rank in board.columns if not board.is_future(rank)]
    return past[-1] if past else board.sheet.month


@lru_cache(maxsize=1024)
def _at_day(session: UUID, day: date) -> str:
    return reverse("attendance:day", kwargs={"key": session, "day": day})


@dataclass(frozen=True, slots=True)
class Grid:
    """What stands around the lines."""

    days: Markup
    halves: Markup
    foot: Markup
    count: int


def _grid(board: Board, columns: tuple[int, ...], letters: Mapping[UUID, Mapping[int, str]]) -> Grid:
    days, halves = cells.heads(board.sheet.month, columns)
    return Grid(days, halves, cells.foot(board, columns, letters), len(columns))


def _lines(
    board: Board, columns: tuple[int, ...], letters: Mapping[UUID, Mapping[int, str]], fills: bool
) -> list[Markup]:
    return [
        cells.line(number, board, line, columns, letters.get(key, {}), fills)
        for number, (key, line) in enumerate(board.lines.items())
    ]


# What is asked beside


def precisions(board: Board, sent: Typed) -> list[Precision]:
    """What marks still lack, those that follow each other together."""
    known = settings.motives(board.sheet.month)
    found: list[Precision] = []
    for line in board.lines.values():
        if line.open and line.marks:
            lacking = [rank for rank, mark in sorted(line.marks.items())
                       if line.plan[rank] and any(rules.unfinished(mark, line.plan[rank], known))]  # fmt: skip
            for ranks in _runs(line, lacking) if lacking else ():
                found.append(_precision(len(found), board, line, ranks, sent))
    return found


def _runs(line: Line, lacking: list[int]) -> list[list[int]]:
    """Half-days of the plan that follow each other and say the same; who came late is asked one by one."""
    order = {rank: place for place, rank in enumerate(rules.ranks(rules.planned(line.plan)))}

    def same(pair: tuple[int, int]) -> Any:
        place, rank = pair
        mark = line.marks[rank]
        return mark, rank if mark.partial else order[rank] - place

    return [[rank for _, rank in group] for _, group in groupby(enumerate(lacking), same)]


def _precision(number: int, board: Board, line: Line, ranks: list[int], sent: Typed) -> Precision:
    first = ranks[0]
    cell, sheet = line.cell(first), board.sheet
    _, wanted = sent.details.get((line.stay.enrolment, first), (cell, cell))
    minutes = sum(line.plan[rank] for rank in ranks)
    places = "_".join(map(str, ranks))
    when = wording.half_day(sheet.month, first)
    last = f" au {wording.half_day(sheet.month, ranks[-1])}" if ranks[1:] else ""
    key = line.stay.enrolment.hex
    return Precision(
        number,
        line,
        ranks,
        cell,
        f"{'du ' if last else ''}{when}{last}",
        wording.hours(minutes),
        f"{number}.{key}.{places}.{cell.letter}.{cell.minutes or ''}.{cell.motive}",
        str(wanted.minutes if wanted.minutes is not None else ""),
        wanted.motive,
        _proof(line, ranks),
        reverse("attendance:mark", args=[line.notes[first].id]),
    )


def _proof(line: Line, ranks: list[int]) -> str:
    return "joint" if all(line.marks[rank].proof for rank in ranks) else ""


def _conflict(board: Board, one: Conflict) -> dict[str, Any]:
    change = one.change
    line = board.lines[change.enrolment]
    number = list(board.lines).index(change.enrolment)
    return {
        "name": f"{number}.{change.rank}",
        "who": line.stay.name,
        "when": wording.half_day(board.sheet.month, change.rank),
        "theirs": MARKS.get(one.now.letter, ("idle", one.now.letter)),
        "theirs_motive": one.now.motive,
        "mine": MARKS.get(change.wanted.letter, ("idle", change.wanted.letter)),
    }
