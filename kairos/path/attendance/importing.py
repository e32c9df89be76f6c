"""Absences and presences by file: one line an absence (a day, a half-day, several days), or one line a half-day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.imports import parsing
from kairos.foundation.imports.columns import Column
from kairos.foundation.imports.kinds import Context, ImportKind, Line, Verdict, declare
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.attendance import board as boards
from kairos.path.attendance import changes as said
from kairos.path.attendance import rules, settings, wording
from kairos.path.attendance.board import Board, Cell
from kairos.path.attendance.changes import Change
from kairos.path.attendance.models import AttendanceSheet
from kairos.path.attendance.rules import Motive
from kairos.path.enrolments.models import Enrolment
from kairos.people.jobseekers import rules as people

ONE_DAY = timedelta(days=1)
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


@dataclass(slots=True)
class Group:
    """A sheet of the file, as it stands."""

    board: Board
    enrolments: dict[str, UUID]
    motives: dict[str, Motive]


class Reading:
    """The sheets that a batch of lines speaks of."""

    def __init__(self, lines: Iterable[Line], organisation: UUID | None):
        self.organisation = organisation
        self.sessions = self._sessions({line.values["session"] for line in lines})
        keys = [row.pk for row in self.sessions.values()]
        self.enrolments = self._enrolments(keys, {line.values["person"] for line in lines})
        self.sheets = {(row.session_id, row.month): row for row in AttendanceSheet.objects.filter(session__in=keys)}
        self.groups: dict[tuple[UUID, date], Group] = {}

    def _sessions(self, numbers: set[str]) -> dict[str, TrainingSession]:
        rows = TrainingSession.objects.filter(organisation=self.organisation, number__in=numbers)
        return {row.number: row for row in rows.only("id", "number", "organisation_id", "establishment_id")}

    def _enrolments(self, sessions: list[UUID], identifiers: set[str]) -> dict[UUID, dict[str, UUID]]:
        rows = Enrolment.objects.filter(session__in=sessions, person__identifier__in=identifiers)
        found: dict[UUID, dict[str, UUID]] = defaultdict(dict)
        for session, identifier, key in rows.values_list("session", "person__identifier", "id"):
            found[session][identifier] = key
        return found

    def group(self, session: TrainingSession, month: date) -> Group:
        found = self.groups.get((session.pk, month))
        if found is None:
            sheet = self.sheets.get((session.pk, month)) or self._new(session, month)
            found = Group(boards.of(sheet), self.enrolments[session.pk], settings.motives(month))
            self.groups[session.pk, month] = found
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
    session = known.sessions.get(line.values["session"])
    if session is None:
        line.refuse("Aucune session de votre catalogue ne porte ce numéro.", "session")
        return
    if line.values["person"] not in known.enrolments[session.pk]:
        line.refuse("Cette personne n’est pas inscrite à cette session.", "person")
        return
    if fault := _days_wrong(line):
        line.refuse(*fault)
        return
    found = []
    for month, ranks in _ranks(line):
        group = known.group(session, month)
        found += [(group, change) for change in _changes(line, group, ranks)]
    if not found and not line.errors:
        line.refuse("Aucun cours n’était prévu pour elle à cette date : vérifiez la date et la session.", "day")
    line.values[FOUND] = [change for _, change in found]
    _weigh(line, found)


def _days_wrong(line: Line) -> tuple[str, str] | None:
    first, last = line.values["day"], line.values["until"]
    if last and last < first:
        return "La dernière date vient avant la première.", "until"
    if last and (last - first).days >= LONGEST:
        return f"Une ligne couvre {LONGEST} jours au plus : écrivez-en plusieurs.", "until"
    return None


def _ranks(line: Line) -> Iterator[tuple[date, list[int]]]:
    """Half-days, month by month."""
    day, last = line.values["day"], line.values["until"] or line.values["day"]
    halves = {"m": (0,), "a": (1,)}.get(line.values["half"] or WHOLE_DAY, (0, 1))
    found: dict[date, list[int]] = {}
    while day <= last:
        found.setdefault(day.replace(day=1), []).extend(rules.rank_of(day, half) for half in halves)
        day += ONE_DAY
    yield from found.items()


def _changes(line: Line, group: Group, ranks: list[int]) -> Iterator[Change]:
    """Those of the half-days that were planned, and what is wrong. A half-day that is named must be planned."""
    key = group.enrolments[line.values["person"]]
    there = group.board.lines.get(key)
    if there is None:
        line.refuse("Cette personne n’est pas en formation à cette date.", "day")
        return
    named = line.values["half"] in ("m", "a") and not line.values["until"]
    for rank in ranks:
        if there.plan[rank] or named:
            yield Change(key, rank, _cell(line, there.plan[rank]))


def _cell(line: Line, minutes: int) -> Cell:
    letter, hours = line.values["mark"], line.values["hours"]
    missed = round(hours * 60) if hours is not None else None
    if letter in ("A", "J") and missed is not None and minutes and missed != minutes:
        line.refuse(
            f"L’absence est de la demi-journée entière, {wording.hours(minutes)} h. Pour une partie, écrivez R "
            "(retard) ou E (parti plus tôt).",
            "hours",
        )
    return Cell(letter, missed if letter in ("R", "E") else None, line.values["motive"] or "")


def _weigh(line: Line, found: list[tuple[Group, Change]]) -> None:
    """What taking it would do, and why it cannot be taken."""
    line.verdict = Verdict.UNCHANGED
    for group, change in found:
        now = group.board.lines[change.enrolment].cell(change.rank)
        if now == change.wanted:
            continue
        if change.wanted.letter in ("R", "E") and change.wanted.minutes is None:
            line.refuse("Écrivez combien d’heures manquent, par exemple 0,5.", "hours")
        if now != boards.BLANK:
            line.verdict = Verdict.CHANGED
        elif line.verdict == Verdict.UNCHANGED:
            line.verdict = Verdict.NEW
        for message in said.wrong(group.board, change, group.motives):
            line.refuse(f"{wording.half_day(group.board.sheet.month, change.rank).capitalize()} : {message}", "day")


def take(lines: Sequence[Line], run: Run, context: Context) -> None:
    """A sheet after the other, each in one act; what was right at the check and is wrong now refuses the file."""
    known = Reading(lines, context.organisation)
    for (session, month), changes in _by_sheet(lines, known).items():
        sheet = known.sheets.get((session, month))
        if sheet is None:
            row = next(one for one in known.sessions.values() if one.pk == session)
            sheet: Any = run.perform(act_named("attendance_sheet.open"), known._new(row, month))  # type: ignore[no-redef]
        run.perform(act_named("attendance_sheet.save"), sheet.pk, changes=changes)


def _by_sheet(lines: Sequence[Line], known: Reading) -> dict[tuple[UUID, date], list[Change]]:
    found: dict[tuple[UUID, date], list[Change]] = {}
    for line in lines:
        session = known.sessions[line.values["session"]]
        for month, ranks in _ranks(line):
            group = known.group(session, month)
            found.setdefault((session.pk, month), []).extend(_changes(line, group, ranks))
    return found


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
        explanation="Une ligne par absence (un jour, une demi-journée, ou plusieurs jours de suite), ou une ligne par "
        "demi-journée. Tout est pris, ou rien : une ligne fausse refuse le fichier, avec sa raison.",
    )
)
