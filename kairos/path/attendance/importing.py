"""Absences and presences by file: one line an absence (a day, a half-day, several days), or one line a half-day."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from uuid import UUID, uuid5

from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.imports import parsing
from kairos.foundation.imports.checking import batched
from kairos.foundation.imports.columns import Column
from kairos.foundation.imports.kinds import Context, ImportKind, Line, Verdict, declare
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.attendance import board as boards
from kairos.path.attendance import changes as said
from kairos.path.attendance import rules, settings, wording
from kairos.path.attendance.board import Board, Cell
from kairos.path.attendance.board import Line as BoardLine
from kairos.path.attendance.changes import Change
from kairos.path.attendance.models import AttendanceSheet
from kairos.path.attendance.rules import Motive
from kairos.path.enrolments.models import Enrolment
from kairos.people.jobseekers import rules as people

ONE_DAY = timedelta(days=1)
AT_A_TIME = 200_000
"""Lines judged and taken together: a sheet is read, and saved, once, wherever its lines stand in the file."""
PEOPLE = 1000
LONGEST = 31
"""Days of one line."""
WHOLE_DAY = "j"
HALVES = {"matin": "m", "m": "m", "am": "m", "après-midi": "a", "a": "a", "pm": "a", "journée": WHOLE_DAY,
          "j": WHOLE_DAY}  # fmt: skip
MARKS = {"A": "A", "absence": "A", "absent": "A", "J": "J", "absence justifiée": "J", "justifiée": "J", "R": "R",
         "retard": "R", "E": "E", "départ": "E", "parti plus tôt": "E", "F": "F", "fermeture": "F", "P": "P",
         "présent": "P", "présence": "P"}  # fmt: skip
FOUND = "_changes"
COLUMNS = (
    Column("session", "Numéro de session", parsing.text(25), required=True, synonyms=("Session", "N° de session"),
           example="SE_1042", reads="celui du catalogue"),
    Column("person", "Identifiant", people.identifier, required=True, synonyms=("Identifiant du stagiaire",),
           example="1234567A", reads="7 chiffres puis une lettre ou un chiffre, ou 11 chiffres"),
    Column("day", "Date", parsing.day, required=True, synonyms=("Jour", "Du", "Date de début"), example="03/09/2026",
           reads="jour/mois/année"),
    Column("until", "Jusqu’au", parsing.day, synonyms=("Au", "Date de fin"), example="04/09/2026",
           reads="jour/mois/année ; vide pour un seul jour"),
    Column("half", "Demi-journée", parsing.choice(HALVES), synonyms=("Demi journée", "Matin ou après-midi"),
           example="matin", reads="matin, après-midi ; vide ou journée : les deux"),
    Column("mark", "Marque", parsing.choice(MARKS), required=True, synonyms=("Présence", "Type"), example="J",
           reads="A absence, J justifiée, R retard, E parti plus tôt, F fermeture, P présent ; ou le mot"),
    Column("hours", "Heures manquées", parsing.decimal(2, Decimal("0.01"), Decimal(24)), synonyms=("Heures", "Durée"),
           example="0,5", reads="nombre d’heures, virgule décimale ; pour un retard ou un départ"),
    Column("motive", "Motif", parsing.text(100), example="Maladie, certificat", reads="un motif de la liste"),
)  # fmt: skip


Ranks = tuple[tuple[date, tuple[int, ...]], ...]


@dataclass(slots=True)
class Group:
    """A sheet of the file, as it stands. lines: by the identifier of the person, those in training that month."""

    board: Board
    lines: dict[str, BoardLine]
    motives: dict[str, Motive]


@dataclass(slots=True)
class Found:
    """A half-day that a line speaks of."""

    group: Group
    there: BoardLine
    change: Change


class Reading:
    """The sheets that a batch of lines speaks of."""

    def __init__(self, lines: Iterable[Line], organisation: UUID | None):
        self.organisation = organisation
        self.sessions = self._sessions({line.values["session"] for line in lines})
        keys = [row.pk for row in self.sessions.values()]
        self.enrolments = self._enrolments({line.values["person"] for line in lines})
        self.sheets = {(row.session_id, row.month): row for row in AttendanceSheet.objects.filter(session__in=keys)}
        self.groups: dict[tuple[str, date], Group] = {}
        self.people = lru_cache(maxsize=None)(partial(boards.people_in, keys))
        self.ranks = lru_cache(maxsize=None)(_ranks)

    def _sessions(self, numbers: set[str]) -> dict[str, TrainingSession]:
        rows = TrainingSession.objects.filter(organisation=self.organisation, number__in=numbers)
        return {row.number: row for row in boards.with_its_days(rows)}

    def _enrolments(self, identifiers: set[str]) -> dict[str, dict[str, UUID]]:
        """Number of a session → identifier → enrolment."""
        found: dict[str, dict[str, UUID]] = {number: {} for number in self.sessions}
        numbers = {row.pk: number for number, row in self.sessions.items()}
        for some in batched(identifiers, PEOPLE):
            rows = Enrolment.objects.filter(session__in=numbers, person__identifier__in=some)
            for session, identifier, key in rows.values_list("session", "person__identifier", "id"):
                found[numbers[session]][identifier] = key
        return found

    def group(self, number: str, month: date) -> Group:
        found = self.groups.get((number, month))
        if found is None:
            session = self.sessions[number]
            sheet = self.sheets.get((session.pk, month)) or self._new(session, month)
            sheet.session = session
            board = boards.of(sheet, self.people(month)[session.pk])
            lines = {one: board.lines[key] for one, key in self.enrolments[number].items() if key in board.lines}
            found = self.groups[number, month] = Group(board, lines, settings.motives(month))
        return found

    def _new(self, session: TrainingSession, month: date) -> AttendanceSheet:
        return AttendanceSheet(
            pk=uuid5(session.pk, f"{month:%Y-%m}"),
            organisation_id=session.organisation_id,
            establishment_id=session.establishment_id,
            session_id=session.pk,
            month=month,
        )


def judge(lines: Sequence[Line], context: Context) -> None:
    """Each line against the half-days that were planned; a line that says what is said already changes nothing."""
    known = Reading(lines, context.organisation)
    for line in lines:
        _judge(line, known)


def _judge(line: Line, known: Reading) -> None:
    values = line.values
    number = values["session"]
    if number not in known.sessions:
        line.refuse("Aucune session de votre catalogue ne porte ce numéro.", "session")
        return
    if values["person"] not in known.enrolments[number]:
        line.refuse("Cette personne n’est pas inscrite à cette session.", "person")
        return
    if values["until"] and (fault := _days_wrong(line)):
        line.refuse(*fault)
        return
    found: list[Found] = []
    for month, ranks in known.ranks(values["day"], values["until"], values["half"]):
        found += _changes(line, known.group(number, month), ranks)
    if not found and not line.errors:
        line.refuse("Aucun cours n’était prévu pour elle à cette date : vérifiez la date et la session.", "day")
    values[FOUND] = found
    _weigh(line, found)


def _days_wrong(line: Line) -> tuple[str, str] | None:
    first, last = line.values["day"], line.values["until"]
    if last < first:
        return "La dernière date vient avant la première.", "until"
    if (last - first).days >= LONGEST:
        return f"Une ligne couvre {LONGEST} jours au plus : écrivez-en plusieurs.", "until"
    return None


def _ranks(day: date, until: date | None, half: str | None) -> Ranks:
    """Half-days, month by month."""
    halves = {"m": (0,), "a": (1,)}.get(half or WHOLE_DAY, (0, 1))
    found: dict[date, list[int]] = {}
    while day <= (until or day):
        found.setdefault(day.replace(day=1), []).extend(rules.rank_of(day, half) for half in halves)
        if until is None:
            break
        day += ONE_DAY
    return tuple((month, tuple(ranks)) for month, ranks in found.items())


def _changes(line: Line, group: Group, ranks: Iterable[int]) -> Iterator[Found]:
    """Those of the half-days that were planned, and what is wrong. A half-day that is named must be planned."""
    there = group.lines.get(line.values["person"])
    if there is None:
        line.refuse("Cette personne n’est pas en formation à cette date.", "day")
        return
    named = line.values["half"] in ("m", "a") and not line.values["until"]
    for rank in ranks:
        minutes = there.plan[rank]
        if minutes or named:
            yield Found(group, there, Change(there.stay.enrolment, rank, _cell(line, minutes)))


def _cell(line: Line, minutes: int) -> Cell:
    letter, hours = line.values["mark"], line.values["hours"]
    if hours is None and letter not in ("R", "E"):
        return Cell(letter, None, line.values["motive"] or "")
    missed = round(hours * 60) if hours is not None else None
    if letter in ("A", "J") and missed is not None and minutes and missed != minutes:
        line.refuse(
            f"L’absence est de la demi-journée entière, {wording.hours(minutes)} h. Pour une partie, écrivez R "
            "(retard) ou E (parti plus tôt).",
            "hours",
        )
    return Cell(letter, missed if letter in ("R", "E") else None, line.values["motive"] or "")


def _weigh(line: Line, found: list[Found]) -> None:
    """What taking it would do, and why it cannot be taken."""
    line.verdict = Verdict.UNCHANGED
    for one in found:
        change, board = one.change, one.group.board
        now = one.there.cell(change.rank)
        if now == change.wanted:
            continue
        if change.wanted.letter in ("R", "E") and change.wanted.minutes is None:
            line.refuse("Écrivez combien d’heures manquent, par exemple 0,5.", "hours")
        if now != boards.BLANK:
            line.verdict = Verdict.CHANGED
        elif line.verdict == Verdict.UNCHANGED:
            line.verdict = Verdict.NEW
        for message in said.wrong(board, one.there, change, one.group.motives):
            line.refuse(f"{wording.half_day(board.sheet.month, change.rank).capitalize()} : {message}", "day")


def take(lines: Sequence[Line], run: Run, context: Context) -> None:
    """A sheet after the other, each in one act; what was right at the check and is wrong now refuses the file."""
    for sheet, changes in _by_sheet(lines):
        if sheet._state.adding:
            run.perform(act_named("attendance_sheet.open"), sheet)
        run.perform(act_named("attendance_sheet.save"), sheet.pk, changes=changes)


def _by_sheet(lines: Sequence[Line]) -> Iterable[tuple[AttendanceSheet, list[Change]]]:
    """As they were just judged."""
    found: dict[UUID, tuple[AttendanceSheet, list[Change]]] = {}
    for line in lines:
        for one in line.values[FOUND]:
            sheet = one.group.board.sheet
            found.setdefault(sheet.pk, (sheet, []))[1].append(one.change)
    return found.values()


KIND = declare(
    ImportKind(
        name="attendance",
        title="Absences et présences",
        permission="attendance.import",
        columns=COLUMNS,
        judge=judge,
        take=take,
        identity=("session", "person", "day", "half"),
        whole=True,
        at_a_time=AT_A_TIME,
        explanation="Une ligne par absence (un jour, une demi-journée, ou plusieurs jours de suite), ou une ligne par "
        "demi-journée. Tout est pris, ou rien : une ligne fausse refuse le fichier, avec sa raison.",
    )
)
