"""What must hold before an act on a sheet or a month."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.foundation.prepared import prepared
from kairos.identity.habilitations.guards import given
from kairos.path.attendance import board as boards
from kairos.path.attendance import changes as said
from kairos.path.attendance import rules, settings, wording
from kairos.path.attendance.board import Board
from kairos.path.attendance.changes import Change
from kairos.path.attendance.models import AttendanceMonth, AttendanceSheet

Details = Mapping[str, Any]
says_why = given("reason", "Dites pourquoi : la personne et son conseiller le liront.")
says_what_happened = given("word", "Dites en quelques mots ce qui s’est passé.")


def _held(sheet: AttendanceSheet, details: Details) -> Board:
    """The group, or the one person something is said of, as it stands until the end of the act: nobody makes an
    exception more precise meanwhile. `session`: its own, of whoever has it in hand."""
    people = None
    if "_board" not in sheet.__dict__:
        _hold(sheet.pk)
        if session := details.get("session"):
            sheet.session = session
        said_of = {change.enrolment for change in details.get("changes", ())}
        people = boards.alone(sheet, said_of.pop()) if len(said_of) == 1 else None
    return boards.of(sheet, people)


@prepared
def _hold(sheet: UUID) -> QuerySet[AttendanceMonth, Any]:
    rows = AttendanceMonth.objects.filter(sheet=sheet).order_by("pk")
    return rows.select_for_update(of=("self",)).values_list("pk")


def nobody_said_otherwise(sheet: AttendanceSheet, actor: Actor, details: Details) -> Iterator[Reason]:
    """Since the page was made. Each half-day is shown with both values, and chosen."""
    board = _held(sheet, details)
    for conflict in said.conflicts(board, details["changes"]):
        change = conflict.change
        name, place = board.lines[change.enrolment].stay.name, wording.half_day(sheet.month, change.rank)
        yield Reason(f"{name}, {place} : quelqu’un a écrit autre chose entre-temps. Choisissez.",
                     field=f"{change.enrolment}.{change.rank}")  # fmt: skip


def half_days_are_sound(sheet: AttendanceSheet, actor: Actor, details: Details) -> Iterator[Reason]:
    board = boards.of(sheet)
    changes: list[Change] = said.effective(board, details["changes"])
    for trouble in said.troubles(board, changes, settings.motives(sheet.month)):
        yield Reason(trouble.message, field=trouble.field)


def declares_it(sheet: AttendanceSheet, actor: Actor, details: Details) -> Iterator[Reason]:
    if not details.get("declared"):
        yield Reason("Cochez la déclaration : la rémunération des stagiaires en dépend.", field="declared")


def months_are_whole(sheet: AttendanceSheet, actor: Actor, details: Details) -> Iterator[Reason]:
    """`people`: the enrolments whose month is submitted."""
    board = _held(sheet, details)
    chosen = [board.lines[key] for key in details["people"] if key in board.lines]
    if not chosen:
        yield Reason("Choisissez au moins une personne de ce groupe.", field="people")
    elif len(chosen) < len(details["people"]):
        yield Reason("Quelqu’un que vous avez choisi n’est plus de ce mois : relisez la page.", field="people")
    for trouble in said.unfinished(board, chosen, settings.motives(sheet.month)):
        yield Reason(trouble.message, field=trouble.field)


def marks_are_sound(month: AttendanceMonth, actor: Actor, details: Details) -> Iterator[Reason]:
    """`ranks`: of half-days where something is noted. A motive changes an absence into a justified one, or back."""
    known = settings.motives(month.month)
    line = boards.of(month.sheet).lines.get(month.enrolment_id)
    marks = {} if line is None else line.marks
    wanted = sorted(set(details["ranks"]))
    if line is None or not wanted or not set(wanted) <= marks.keys():
        yield Reason("Choisissez des demi-journées où quelque chose est noté.", field="ranks")
        return
    motive = known.get(details["motive"])
    if details["motive"] and motive is None:
        yield Reason("Choisissez le motif dans la liste.", field="motive")
    for rank in wanted:
        mark = marks[rank]
        if mark.kind == rules.Kind.CLOSED:
            yield Reason("Une fermeture n’a ni motif ni durée.", field="ranks")
        elif mark.partial:
            said = rules.Mark(mark.kind, bool(motive and motive.justifies), details["minutes"], "")
            for message in rules.wrong_mark(said, line.plan[rank], known):
                yield Reason(f"{wording.half_day(month.month, rank)} : {message}", field="minutes")


def is_in_time(month: AttendanceMonth, actor: Actor, details: Details) -> Iterator[Reason]:
    if month.answer_by is None or clock.now() > month.answer_by:
        yield Reason("Le délai pour répondre est passé : le mois est arrêté. Parlez-en à votre conseiller.")


def was_planned(month: AttendanceMonth, actor: Actor, details: Details) -> Iterator[Reason]:
    """A half-day of the month as it was submitted. `day`, `half`."""
    day: date | None = details.get("day")
    half = details.get("half")
    inside = day is not None and half in (0, 1) and day.replace(day=1) == month.month
    if not inside or not month.plan[rules.rank_of(day, half)]:  # type: ignore[arg-type]
        yield Reason("Choisissez une demi-journée de cours de ce mois.", field="day")


def time_is_over(month: AttendanceMonth, actor: Actor, details: Details) -> Iterator[Reason]:
    if month.answer_by is None or clock.now() <= month.answer_by:
        yield Reason("La personne peut encore répondre.")
