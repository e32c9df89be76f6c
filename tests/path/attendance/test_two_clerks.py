"""Two clerks in one grid, on two connections: nobody's half-days are lost without a word."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.path.attendance import saving
from kairos.path.attendance.board import BLANK, Cell
from kairos.path.attendance.changes import Change
from kairos.path.attendance.lifecycle import Month
from kairos.path.attendance.models import AttendanceMark, AttendanceVersion
from tests.support import attendance
from tests.support.at_once import Second, at_once
from tests.support.attendance import planned


@pytest.fixture
def who(people):
    return attendance.clerk(people)


def _together(who, session, *hands):
    """Each saves what it holds, at once, even when nothing was ever said; what each was told."""
    start = Barrier(len(hands))

    def save(changes):
        try:
            start.wait()
            attendance.save(who, session, changes)
        except Refused as refused:
            return [reason.field for reason in refused.reasons]
        finally:
            connections.close_all()
        return []

    with ThreadPoolExecutor(len(hands)) as crowd:
        return list(crowd.map(save, hands))


def test_half_days_that_differ_are_both_kept(people, who):
    session = attendance.group(people, who)
    one, two = attendance.board(who, session).lines
    first, second = planned(attendance.board(who, session).lines[one])[:2]
    told = _together(who, session, [Change(one, first, Cell("A"), BLANK)], [Change(one, second, Cell("R"), BLANK)],
                     [Change(two, first, Cell("P"), BLANK)])  # fmt: skip
    assert told == [[], [], []]
    board = attendance.board(who, session)
    assert [board.lines[one].cell(first), board.lines[one].cell(second)] == [Cell("A"), Cell("R")]
    assert board.lines[two].cell(first) == Cell("P")


def test_of_one_half_day_the_second_is_shown_the_first(people, who):
    session = attendance.group(people, who)
    one, _ = attendance.board(who, session).lines
    first = planned(attendance.board(who, session).lines[one])[0]
    hands = [[Change(one, first, Cell(letter), BLANK)] for letter in "AF"]
    told = _together(who, session, *hands)
    assert sorted(told) == [[], [f"{one}.{first}"]]
    kept = hands[told.index([])][0].wanted
    assert attendance.board(who, session).lines[one].cell(first) == kept


def test_what_is_made_precise_is_in_what_is_submitted(people, who):
    """The version that counts says the minutes of the mark: who submits waits for who was before."""
    month = attendance.begun(people, who)
    session = attendance.session_of(month)
    [mark] = AttendanceMark.objects.using("owner").filter(statement=month.pk)
    attendance.write(who, session, {(month.enrolment_id, mark.rank): Cell("R", 10)})
    sheet = attendance.sheet(who, session)
    second = Second(who.actor, lambda: saving.submit(sheet, who.actor, [month.enrolment_id], True))
    precise = {"ranks": [mark.rank], "minutes": 90, "motive": ""}
    at_once(who.actor, lambda: engine.run(Month.describe, month.pk, who.actor, **precise), second)
    [version] = AttendanceVersion.objects.using("owner").filter(statement=month.pk)
    assert [one["minutes"] for one in version.marks] == [90]
