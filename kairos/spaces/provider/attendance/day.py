"""« Aujourd’hui », on a telephone: who is here, late, missing; whoever is missing is called. It feeds the month."""

from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import permissions
from kairos.foundation.guards import Refused
from kairos.path.attendance import board as boards
from kairos.path.attendance import rules, saving, wording
from kairos.path.attendance.board import Board, Cell, Line
from kairos.path.attendance.changes import Change
from kairos.path.attendance.models import AttendanceSheet
from kairos.path.attendance.settings import AFTERNOON
from kairos.people.access import reading
from kairos.people.jobseekers import queries as files
from kairos.spaces.forms import whole_number
from kairos.spaces.provider.attendance.grid import HOME, MARKS
from kairos.spaces.provider.attendance.typed import half_day
from kairos.spaces.provider.kairos import chrome

ONE_DAY = timedelta(days=1)
CHOICES = (("P", "Présent"), ("R", "En retard"), ("A", "Absent"), ("J", "Absent, justifié"), ("E", "Parti plus tôt"))
GROUPS = (
    ("ok", "présent", "présents", "PE"),
    ("warn", "en retard", "en retard", "R"),
    ("bad", "absent", "absents", "AJ"),
    ("idle", "à dire", "à dire", " "),
)


@dataclass(frozen=True, slots=True)
class Half:
    """A half-day of one person: what is written, what is chosen."""

    rank: int
    label: str
    shown: Cell
    letter: str
    minutes: str
    writes: bool

    @property
    def badge(self) -> tuple[str, str]:
        return MARKS[self.shown.letter]

    @property
    def value(self) -> str:
        return f"{self.rank}.{self.shown.letter.replace(' ', '-')}.{self.shown.minutes or ''}.{self.shown.motive}"


@dataclass(frozen=True, slots=True)
class Someone:
    line: Line
    halves: list[Half]

    @property
    def key(self) -> str:
        return self.line.stay.enrolment.hex

    @property
    def missing(self) -> bool:
        return any(half.shown.letter in "AR " for half in self.halves)


def page(request: HttpRequest, subject: AttendanceSheet) -> HttpResponse:
    if request.method == "GET":
        return _show(request, subject)
    permissions.require(request.actor, "attendance.enter", subject)
    changes = _read(request, subject)
    if called := request.POST.get("appeler", ""):
        return _show(request, subject, changes, phone=_phone(request, subject, called))
    try:
        saving.write(subject, request.actor, changes)
    except Refused as refused:
        boards.forget(subject)
        return _show(request, subject, changes, refused)
    return HttpResponseRedirect(f"{request.path}?enregistre={len(changes)}")


def _read(request: HttpRequest, subject: AttendanceSheet) -> list[Change]:
    """« vu » = person, half-day, what the page showed. Without a choice nothing changes."""
    found = []
    for text in request.POST.getlist("vu"):
        try:
            hexed, rank_, letter, minutes, motive = text.split(".", 4)
            key, rank = UUID(hex=hexed), half_day(rank_)
            shown = Cell(letter.replace("-", " "), whole_number(minutes), motive)
        except ValueError:
            continue
        name = f"{hexed}.{rank}"
        filled = _fills(request, shown) and not _waits(subject, rank)
        letter = request.POST.get(name, "")[:1] or (rules.PRESENT if filled else "")
        wanted = _wanted(letter, request.POST.get(f"{name}.m", "").strip(), shown)
        if letter and wanted != shown:
            found.append(Change(key, rank, wanted, shown))
    return found


def _fills(request: HttpRequest, shown: Cell) -> bool:
    return "presents" in request.POST and shown.letter == rules.UNSAID


def _waits(subject: AttendanceSheet, rank: int) -> bool:
    """Nobody says in the morning who will be there in the afternoon; an absence that is known may be said."""
    return boards.is_to_come(subject.session, rules.day_of(subject.month, rank), rules.half_of(rank))


def _wanted(letter: str, minutes: str, shown: Cell) -> Cell:
    if letter not in "RE" or not letter:
        return shown if letter == shown.letter else Cell(letter)
    typed = (whole_number(minutes) or 0) if minutes else None
    return Cell(letter, typed, shown.motive if letter == shown.letter else "")


def _phone(request: HttpRequest, subject: AttendanceSheet, called: str) -> tuple[str, str]:
    """(person in the page, number) of somebody of this group, as far as the organisation reads them; journaled."""
    line = next((one for key, one in boards.of(subject).lines.items() if key.hex == called), None)
    if line is None:
        return "", ""
    reading.shown(request.actor, "people.revealed", [line.stay.person], summary="téléphone")
    number = files.visible_to(request.actor).filter(pk=line.stay.person).values_list("phone", flat=True).first()
    return called, number or ""


def _show(
    request: HttpRequest,
    subject: AttendanceSheet,
    typed: list[Change] | None = None,
    refused: Refused | None = None,
    phone: tuple[str, str] = ("", ""),
) -> HttpResponse:
    board, day = boards.of(subject), subject.__dict__["day"]
    fills = permissions.holds(request.actor, "attendance.enter", subject)
    people = [one for line in board.lines.values() if (one := _someone(board, line, day, fills, typed or [])).halves]
    reading.shown(request.actor, "attendance.day", [one.line.stay.person for one in people], summary=wording.day(day))
    return render(
        request,
        "attendance/day.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        sheet=subject,
        here=HOME,
        title=subject.session.delivery.course.title,
        people=people,
        choices=CHOICES,
        counts=_counts(people),
        day=day,
        today=board.today,
        future=day > board.today,
        fills=fills and any(half.writes for one in people for half in one.halves),
        waits=day == board.today and any(_waits(subject, half.rank) for one in people for half in one.halves),
        afternoon=AFTERNOON.value(),
        phone=phone,
        wrong=[(reason.message, None) for reason in refused.reasons] if refused else [],
        saved=request.GET.get("enregistre", ""),
        before=_at(subject, day - ONE_DAY),
        after=_at(subject, day + ONE_DAY),
        month=reverse("attendance:month", kwargs={"key": subject.session_id, "month": subject.month}),
    )


def _at(subject: AttendanceSheet, day: date) -> str:
    return reverse("attendance:day", kwargs={"key": subject.session_id, "day": day})


def _someone(board: Board, line: Line, day: date, fills: bool, typed: list[Change]) -> Someone:
    wanted = {change.rank: change.wanted for change in typed if change.enrolment == line.stay.enrolment}
    halves = []
    for half in (0, 1):
        rank = rules.rank_of(day, half)
        if line.plan[rank]:
            shown = line.cell(rank)
            chosen = wanted.get(rank, shown)
            minutes = "" if chosen.minutes is None else str(chosen.minutes)
            writes = fills and line.open and not board.is_future(rank)
            halves.append(Half(rank, rules.half_of(rank).label, shown, chosen.letter, minutes, writes))
    return Someone(line, halves)


def _counts(people: list[Someone]) -> list[tuple[str, str, str, int]]:
    """(state, word, words, how many) of the last half-day of which something is said, else of the first."""
    ranks = [half.rank for one in people for half in one.halves if half.shown.letter != rules.UNSAID]
    at = max(ranks, default=min((half.rank for one in people for half in one.halves), default=0))
    letters = [half.shown.letter for one in people for half in one.halves if half.rank == at]
    return [
        (state, word, several, sum(letter in which for letter in letters)) for state, word, several, which in GROUPS
    ]
