"""The figures of an agency: what the database counts for its head is what its rows say, and nobody else is told."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation import clock
from kairos.foundation.isolation import scope
from kairos.path.attendance.models import AttendanceContest, AttendanceMonth
from kairos.path.completion.models import FinalReview, IssuedCertificate
from kairos.path.completion.settings import REVIEW_DAYS
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment, Interruption, Movement
from kairos.path.following import figures
from kairos.path.following.figures import Figure
from kairos.people.jobseekers.models import JobSeeker
from tests.support import agencies, attendance, path
from tests.support.team import run


@pytest.fixture
def who(people):
    return attendance.clerk(people)


@pytest.fixture
def head(people):
    return agencies.head(agencies.row_of(people.adviser).agency)


def counted(someone, month=None):
    with scope(someone.actor):
        return figures.of_month(month or clock.today().replace(day=1))[0]


def put(row, **values):
    type(row).objects.using("owner").filter(pk=row.pk).update(**values)


def rows(model, **which):
    return list(model.objects.using("owner").filter(**which))


def recounted(agency, month):
    """The same figures, from the rows as the owner reads them, one by one."""
    end, today = figures.after(month), clock.today()
    people = {one.pk: one for one in rows(JobSeeker, agency=agency)}
    within = lambda day: bool(day) and month <= day < end and day <= today  # noqa: E731
    on = lambda instant: instant.astimezone(clock.PARIS).date()  # noqa: E731
    found = Counter()
    last = min(end - timedelta(days=1), today)
    found[Figure.FOLLOWED] = sum(on(one.loaded_at) <= last and one.left_at is None for one in people.values())
    for one in rows(Enrolment, person__in=people):
        moves = sorted(rows(Movement, enrolment=one.pk), key=lambda move: move.declared_at)
        papers = [move for move in moves if move.kind == "registration"]
        entry = [move for move in moves if move.kind == "entry"]
        found[Figure.REGISTERED] += bool(papers) and within(on(papers[0].declared_at))
        found[Figure.THERE] += bool(one.entered_on) and one.entered_on <= last and (one.left_on or end) >= month
        found[Figure.ENTRIES] += within(one.entered_on)
        late = [move for move in entry if move.due_on and on(move.declared_at) > move.due_on]
        found[Figure.LATE_ENTRIES] += within(one.entered_on) and bool(late)
        found[Figure.NO_SHOWS] += sum(move.kind == "no_show" and within(on(move.declared_at)) for move in moves)
        found[Figure.INTERRUPTIONS] += sum(within(out.starts_on) for out in rows(Interruption, enrolment=one.pk))
        found[Figure.EXITS] += within(one.left_on)
        found[Figure.EARLY_EXITS] += within(one.left_on) and one.state != "completed"
        months = [m for m in rows(AttendanceMonth, enrolment=one.pk, month=month) if m.submitted_at]
        found[Figure.CONTESTED] += sum(bool(rows(AttendanceContest, statement=m.pk)) for m in months)
        found["planned"] += sum(m.planned for m in months)
        found["present"] += sum(m.present for m in months)
        issued = sorted(on(paper.issued_at) for paper in rows(IssuedCertificate, enrolment=one.pk))
        found[Figure.CERTIFICATES] += bool(issued) and within(issued[0])
        if one.state in ("completed", "left"):
            by = one.state_since + timedelta(days=REVIEW_DAYS.first)
            shared = [r for r in rows(FinalReview, enrolment=one.pk) if r.shared_at and r.shared_at < by]
            found[Figure.LATE_REVIEWS] += within(on(by)) and by < clock.now() and not shared
    return found


@pytest.fixture
def agency(people, who):
    """Two advisers; in training, interrupted, out for two reasons, never come, registered, contested, certified."""
    place = agencies.row_of(people.adviser).agency
    other = replace(people, adviser=agencies.adviser(place, "colleague"))
    session = path.begun(who, 20)
    rows = [path.in_training(one, who, session) for one in (people, people, people, people, other, other)]
    run(who, Enrolling.interrupt, rows[0].pk, reason="Santé", **path.ago(4))
    run(who, Enrolling.leave, rows[1].pk, reason="Emploi trouvé", **path.ago(2))
    run(who, Enrolling.complete, rows[2].pk, **path.ago(1))
    run(who, Enrolling.leave, rows[4].pk, reason="Abandon", **path.ago(3))
    for row in (rows[1], rows[4]):
        put(row, state_since=clock.now() - timedelta(days=REVIEW_DAYS.first, minutes=5))
        moves = Movement.objects.using("owner").filter(enrolment=row.pk)
        moves.update(declared_at=F("declared_at") - timedelta(days=REVIEW_DAYS.first + 1))
    path.shared_review(who, rows[1])
    FinalReview.objects.using("owner").update(shared_at=clock.now() - timedelta(days=9))
    run(who, Enrolling.no_show, path.registered(people, who, session).pk)
    path.registered(other, who, session)
    attendance.contested(people, who)
    attendance.certified(people, who)
    agencies.followed(agency=place)
    return place


def test_every_figure_is_what_the_rows_say(people, agency, head):
    this = clock.today().replace(day=1)
    seen = Counter()
    for month in (this, figures.before(this), figures.before(figures.before(this))):
        told, again = counted(head, month), recounted(agency.pk, month)
        for figure in (*Figure, "planned", "present"):
            assert told.total(figure) == again[figure], (month, figure)
            seen[figure] += again[figure]
        assert sum(told.reasons.values()) == told.total(Figure.EXITS)
    assert [figure for figure in (*Figure, "planned", "present") if not seen[figure]] == []


def test_each_adviser_has_those_they_follow_and_nobody_the_others(people, agency, head):
    mine = agencies.row_of(people.adviser).pk
    followed = counted(head).of(Figure.FOLLOWED)
    assert followed[mine] == len(rows(JobSeeker, adviser=mine))
    assert followed[None] == len(rows(JobSeeker, agency=agency.pk, adviser=None)) == 1
    assert sum(followed.values()) == len(rows(JobSeeker, agency=agency.pk))


def test_only_who_heads_the_agency_is_told_anything(people, agency, head, who):
    elsewhere = agencies.head(agencies.open_agency("Agence de Brest", "public"))
    assert counted(head).total(Figure.FOLLOWED) > 0
    for someone in (people.adviser, elsewhere, people.manager, people.job_seeker, people.instructor):
        assert counted(someone).is_empty
    put(agencies.row_of(head), rights=["agency.follow"])
    assert counted(head).is_empty


def test_a_month_that_has_not_begun_for_the_agency_is_empty(people, agency, head):
    assert counted(head, clock.today().replace(year=2021, month=3, day=1)).is_empty


numbers = st.dictionaries(st.uuids(), st.integers(0, 12), max_size=7)


@given(numbers, st.integers(1, 6))
def test_no_small_number_is_said_nor_found_again_from_the_total(values, least):
    hidden = figures.withheld(values, least)
    said = [value for who, value in values.items() if who not in hidden]
    if len(values) < 2 or not sum(values.values()):
        assert not hidden
    else:
        assert all(value >= least for value in said)
        assert len(hidden) != 1
    if least == 1 and values and min(values.values()) > 0:
        assert not hidden


@given(st.dictionaries(st.text(min_size=1, max_size=8), st.integers(1, 12), max_size=7), st.integers(1, 6))
def test_reasons_given_rarely_are_counted_under_no_name(reasons, least):
    said = list(figures.grouped(reasons, least))
    assert sum(count for _, count in said) == sum(reasons.values())
    named = [count for label, count in said if label]
    assert named == sorted((count for count in reasons.values() if count >= least), reverse=True)
    assert all(count >= least for count in named)
