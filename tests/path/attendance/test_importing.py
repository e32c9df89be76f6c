"""Absences by file, as French spreadsheets write them: checked, shown, taken whole or not at all."""

from datetime import timedelta

import pytest

from kairos.foundation.imports import runs
from kairos.foundation.imports.models import ImportRun
from kairos.foundation.isolation import scope
from kairos.path.attendance.board import BLANK, Cell
from tests.support import attendance, path
from tests.support.attendance import planned
from tests.support.statements import counted

State = ImportRun.State


@pytest.fixture
def who(people):
    return attendance.clerk(people)


@pytest.fixture
def session(people, who):
    return attendance.group(people, who)


@pytest.fixture
def people_there(session):
    return attendance.enrolments(session)


def _take(who, row):
    with scope(who.actor):
        return runs.take(row, who.actor)


def _days(who, session, key):
    """(first half-day, the next day that has two of them) as ranks."""
    ranks = planned(attendance.board(who, session).lines[key])
    whole = next(rank for rank in ranks if rank % 2 == 0 and rank > ranks[1] and rank + 1 in ranks)
    return ranks[0], whole


def test_a_file_of_absences_and_delays_becomes_the_month(who, session, people_there):
    one, two = people_there
    first, whole = _days(who, session, one.pk)
    month = attendance.last_month()
    day = [f"{month + timedelta(days=rank // 2):%d/%m/%Y}" for rank in (first, whole)]
    half = ("matin", "après-midi")[first % 2]
    row = attendance.send(
        who,
        f"{session.number};{one.person.identifier};{day[0]};;{half};Retard;0,5;",
        f"{session.number};{one.person.identifier};{day[1]};;;Justifiée;;Entretien d’embauche",
        f"{session.number};{two.person.identifier};{day[1]};{day[1]};journée;absence;3,5;",
    )
    assert (row.state, row.report["counts"]["new"]) == (State.CHECKED, 3), row.report
    _take(who, row)
    board = attendance.board(who, session)
    assert board.lines[one.pk].cell(first) == Cell("R", 30)
    assert [board.lines[one.pk].cell(rank).motive for rank in (whole, whole + 1)] == ["Entretien d’embauche"] * 2
    assert [board.lines[two.pk].cell(rank) for rank in (whole, whole + 1)] == [Cell("A")] * 2
    again = attendance.send(who, f"{session.number};{two.person.identifier};{day[1]};;;A;;")
    assert again.report["counts"]["unchanged"] == 1


def test_what_says_what_is_said_already_is_no_fault_even_unfinished(who, session, people_there):
    """The export of a month under way can be sent back: a delay whose minutes nobody knows yet."""
    one, _ = people_there
    first, _ = _days(who, session, one.pk)
    attendance.write(who, session, {(one.pk, first): "R"})
    day, half = attendance.last_month() + timedelta(days=first // 2), ("matin", "après-midi")[first % 2]
    again = attendance.send(who, f"{session.number};{one.person.identifier};{day:%d/%m/%Y};;{half};R;;")
    assert (again.state, again.report["counts"]["unchanged"]) == (State.CHECKED, 1), again.report


WRONG = {
    "{number};{person};{day};;{half};A;1;": "demi-journée entière",
    "{number};{other};{day};;{half};R;;": "combien d’heures",
    "{number};{person};{day};;j;R;9;": "210 minutes",
    "{number};{other};{day};;j;J;;Grasse matinée": "n’est plus",
    "{number};{person};{day};01/01/2020;;A;;": "avant la première",
    "{number};{person};01/01/2020;;;A;;": "pas en formation",
    "{number};{person};{sunday};;matin;A;;": "Aucun cours",
    "{number};{person};{sunday};;;A;;": "Aucun cours",
    "{number};0000000Z;{day};;;A;;": "pas inscrite",
    "XX_1;{person};{day};;;A;;": "ne porte ce numéro",
    "{number};{other};{sunday};;;Z;;": "l’un de ces mots",
}


def test_wrong_lines_refuse_the_file_each_with_its_reason(who, session, people_there):
    one, two = people_there
    first, whole = _days(who, session, one.pk)
    month = attendance.last_month()
    sunday = next(day for day in (month + timedelta(days=n) for n in range(7)) if day.weekday() == 6)
    values = {
        "number": session.number,
        "person": one.person.identifier,
        "other": two.person.identifier,
        "day": f"{month + timedelta(days=first // 2):%d/%m/%Y}",
        "half": ("matin", "après-midi")[first % 2],
        "sunday": f"{sunday:%d/%m/%Y}",
    }
    good = f"{session.number};{two.person.identifier};{month + timedelta(days=whole // 2):%d/%m/%Y};;matin;A;;"
    row = attendance.send(who, good, *(line.format(**values) for line in WRONG))
    assert row.state == State.REFUSED
    told = {error["line"]: error["message"].lower() for error in row.report["errors"]}
    assert [at for at in told if at < 3] == []
    assert [word for at, word in enumerate(WRONG.values(), start=3) if word.lower() not in told.get(at, "")] == []
    assert attendance.board(who, session).lines[two.pk].cell(whole) == BLANK


def test_a_line_a_half_day_is_taken_in_bulk_and_a_submitted_month_refuses_it(who, session, people_there):
    lines = [
        f"{session.number};{row.person.identifier};{attendance.last_month() + timedelta(days=rank // 2):%d/%m/%Y};;"
        f"{('matin', 'après-midi')[rank % 2]};P;;"
        for row in people_there
        for rank in planned(attendance.board(who, session).lines[row.pk])
    ]
    row = attendance.send(who, *lines, encoding="utf-8-sig")
    assert row.report["counts"]["new"] == len(lines)
    _take(who, row)
    attendance.submit(who, session)
    refused = attendance.send(who, *lines[:-1], lines[-1].replace(";P;", ";A;"))
    assert refused.state == State.REFUSED
    assert "ne se saisit plus" in str(refused.report)


def test_a_sheet_is_read_and_saved_once_wherever_its_lines_stand(who, session, people_there):
    """Statements do not grow with the lines of a sheet."""
    month = attendance.last_month()
    ranks = planned(attendance.board(who, session).lines[people_there[0].pk])
    lines = [
        f"{session.number};{path.identifier(row)};{month + timedelta(days=rank // 2):%d/%m/%Y};;"
        f"{('matin', 'après-midi')[rank % 2]};{'A' if rank == ranks[0] else 'P'};;"
        for rank in ranks
        for row in people_there
    ]
    counts = [_statements_of_taking(who, lines[:4]), _statements_of_taking(who, lines[4:])]
    assert counts[1] <= counts[0], counts
    board = attendance.board(who, session)
    assert all(board.lines[row.pk].complete.bit_count() == len(ranks) - 1 for row in people_there)


def _statements_of_taking(who, lines) -> int:
    row = attendance.send(who, *lines)
    assert row.report["counts"]["new"] == len(lines), row.report
    with counted() as found:
        _take(who, row)
    return len(found())
