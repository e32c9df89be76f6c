"""What an adviser is told to look at, of those in training whom they follow: all of a portfolio in one statement."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation import clock
from kairos.foundation.isolation import scope
from kairos.path.attendance.models import AttendanceMark, AttendanceMonth
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.following import queries, rules
from kairos.path.following.rules import Kind
from tests.support import agencies, attendance, path
from tests.support.team import run


@pytest.fixture
def who(people):
    return attendance.clerk(people)


def seen(someone, **limits):
    """Person → kinds of what is to be looked at."""
    with scope(someone.actor):
        within = replace(queries.limits(), **limits)
        found = queries.trainings(someone.actor, within)
    return {one.person: {alert.kind for alert in rules.alerts(one, within)} for one in found}


def put(row, **values):
    type(row).objects.using("owner").filter(pk=row.pk).update(**values)


def test_who_did_not_start_on_the_planned_day(people, who):
    late = path.registered(people, who)
    waiting = path.registered(people, who, path.session(who))
    assert seen(people.adviser) == {late.person_id: {Kind.ENTRY}, waiting.person_id: set()}
    never = run(who, Enrolling.no_show, late.pk)
    assert seen(people.adviser)[never.person_id] == {Kind.NO_SHOW}
    for days in (7, 40):
        put(never, state_since=clock.now() - timedelta(days=days, minutes=-1))
        assert seen(people.adviser, recent_days=days)[never.person_id] == {Kind.NO_SHOW}
        assert never.person_id not in seen(people.adviser, recent_days=days - 1)


def test_an_exit_that_is_not_declared_then_no_bilan(people, who):
    row = path.in_training(people, who)
    put(row, due_from=clock.today() - timedelta(days=9), due_on=clock.today())
    assert Kind.EXIT not in seen(people.adviser)[row.person_id]
    put(row, due_on=clock.today() - timedelta(days=1))
    assert Kind.EXIT in seen(people.adviser)[row.person_id]
    run(who, Enrolling.leave, row.pk, reason=path.LEFT, **path.ago(3))
    assert Kind.REVIEW not in seen(people.adviser)[row.person_id]
    assert Kind.REVIEW in seen(people.adviser, review_days=0)[row.person_id]
    put(row, state_since=clock.now() - timedelta(days=50))
    assert Kind.REVIEW in seen(people.adviser, looked_at_days=51)[row.person_id]
    assert row.person_id not in seen(people.adviser, looked_at_days=49)
    path.shared_review(who, row)
    assert Kind.REVIEW not in seen(people.adviser, review_days=0)[row.person_id]


def test_an_interruption_that_lasts(people, who):
    row = path.in_training(people, who)
    run(who, Enrolling.interrupt, row.pk, reason="Arrêt de travail", **path.ago(12))
    assert Kind.PAUSE not in seen(people.adviser, pause_days=12)[row.person_id]
    assert Kind.PAUSE in seen(people.adviser, pause_days=11)[row.person_id]
    run(who, Enrolling.resume, row.pk, on=clock.today() - timedelta(days=2))
    assert Kind.PAUSE not in seen(people.adviser, pause_days=1)[row.person_id]


def test_a_month_that_was_to_be_submitted_what_it_says_and_what_is_contested(people, who):
    month = attendance.begun(people, who)
    due = (month.month, attendance.last_month() + timedelta(days=27))
    assert seen(people.adviser, month=due, absences=1) == {month.person_id: {Kind.MONTH}}
    attendance.submit(who, attendance.session_of(month))
    month = path.again(month)
    AttendanceMark.objects.using("owner").update(day=clock.today() - timedelta(days=2))
    assert seen(people.adviser, month=due, absences=1) == {month.person_id: {Kind.ABSENCES}}
    assert seen(people.adviser, month=due, absences=2) == {month.person_id: set()}
    AttendanceMark.objects.using("owner").update(day=clock.today() - timedelta(days=9))
    assert seen(people.adviser, month=due, absences=1, recent_days=10) == {month.person_id: {Kind.ABSENCES}}
    assert seen(people.adviser, month=due, absences=1, recent_days=9) == {month.person_id: set()}
    for more in ({"day": clock.today() - timedelta(days=30)}, {"justified": True, "day": clock.today()}):
        AttendanceMark.objects.using("owner").update(**more)
        assert seen(people.adviser, month=due, absences=1) == {month.person_id: set()}
    put(month, state=AttendanceMonth.State.CONTESTED)
    assert seen(people.adviser, month=due) == {month.person_id: {Kind.CONTESTED}}


def test_nobody_is_expected_before_the_entry_after_the_exit_nor_while_interrupted(people, who):
    row = path.in_training(people, who)
    first, last = (row.entered_on - timedelta(days=40), row.entered_on - timedelta(days=1))
    assert Kind.MONTH not in seen(people.adviser, month=(first, last))[row.person_id]
    assert Kind.MONTH in seen(people.adviser, month=(first, row.entered_on))[row.person_id]
    run(who, Enrolling.interrupt, row.pk, reason="Arrêt de travail", **path.ago(12))
    out = (clock.today() - timedelta(days=12), clock.today())
    assert Kind.MONTH not in seen(people.adviser, month=out)[row.person_id]


def test_only_whom_one_follows_in_one_statement(people, who):
    mine = path.in_training(people, who)
    colleague = agencies.adviser(agencies.row_of(people.adviser).agency, "colleague")
    theirs = path.in_training(replace(people, adviser=colleague), who)
    assert set(seen(people.adviser)) == {mine.person_id}
    assert set(seen(colleague)) == {theirs.person_id}
    assert seen(people.job_seeker) == {}
    with scope(people.adviser.actor), CaptureQueriesContext(connection) as caught:
        queries.trainings(people.adviser.actor, queries.limits())
    assert len(caught) == 1


@given(st.dates(date(2024, 1, 1), date(2031, 1, 1)), st.integers(0, 31))
def test_the_month_that_is_due_is_the_last_one_whose_delay_is_over(today, days):
    first, last = rules.month_due(today, days)
    assert first.day == 1
    assert (last + timedelta(days=1)).day == 1
    assert (last - first).days < 31
    assert last + timedelta(days=days) < today
    following = (last + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    assert following + timedelta(days=days) >= today
