"""Registered, entered, interrupted, out: what is asked, what it makes due, who is told, who reads what."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.guards import Reason, Refused
from kairos.foundation.isolation import scope
from kairos.foundation.messages import outbox
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.offer.catalogue import queries as catalogue
from kairos.offer.catalogue.lifecycle import Session
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.enrolments import guards, jobs, queries, stays
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment, Interruption, Movement, PlanModule
from kairos.people.jobseekers.models import JobSeeker
from tests.support import agencies, path
from tests.support.agencies import followed, seen_by
from tests.support.team import run

State, Kind = Enrolment.State, Movement.Kind
MORNINGS, AFTERNOONS = [180, 0] * 5 + [0] * 4, [0, 180] * 5 + [0] * 4


@pytest.fixture
def session(who):
    return path.begun(who)


def _told(kind):
    with scope(system("tests")):
        rows = OutboxMessage.objects.filter(kind=kind, channel="email").order_by("id")
        return [outbox.content(message).subject for message in rows]


def _at(days, act, *arguments, **details):
    """So many days from today."""
    with clock.fixed(clock.now() + timedelta(days=days)):
        return act(*arguments, **details)


# AIS


def test_who_is_registered_has_a_plan_a_paper_and_a_clock(people, who, session):
    row = path.registered(people, who, session)
    assert (row.planned_hours, row.plan_starts_on, row.postcode) == (300, session.starts_on, "75011")
    assert [(one.kind, len(one.code)) for one in path.movements(row)] == [(Kind.REGISTRATION, 16)]
    assert (row.due_from, row.due_on) == (session.starts_on, session.starts_on + timedelta(days=3))
    assert "declaration_days=3" in row.due_rule
    assert _told("DecidedOf")[-1].endswith("Inscrit (AIS)")


def test_a_plan_outside_its_session_is_refused_with_every_reason(people, who, session):
    row = path.retained(people, who, session)
    with pytest.raises(Refused) as refused:
        run(who, Enrolling.register, row.pk, **path.plan(session, -1, 400, hours=0))
    assert {reason.field for reason in refused.value.reasons} == {"hours", "modules"}


def test_the_last_place_goes_to_one_person_and_a_no_show_frees_it(people, who):
    session = path.begun(who, capacity=1)
    first, second = path.registered(people, who, session), path.retained(people, who, session)
    with pytest.raises(Refused, match="places de la session sont prises"):
        run(who, Enrolling.register, second.pk, **path.plan(session))
    run(who, Enrolling.no_show, first.pk, comment="Injoignable")
    assert run(who, Enrolling.register, second.pk, **path.plan(session)).state == State.REGISTERED
    with pytest.raises(Refused, match="places"):
        run(who, Enrolling.restore_registration, first.pk, reason="Erreur")


def test_a_later_package_may_ask_for_a_quote_first(people, who, session, monkeypatch):
    monkeypatch.setattr(guards.before_ais, "_answers", [lambda *asked: [Reason("Le devis n’est pas accepté.")]])
    with pytest.raises(Refused, match="devis"):
        path.registered(people, who, session)


# Two trainings at once


def test_two_trainings_at_the_same_half_days_are_refused_unless_it_is_meant(people, who, session):
    person, other = followed(people.adviser), path.begun(who, 20)
    path.registered(people, who, session, person)
    row = path.retained(people, who, other, person)
    with pytest.raises(Refused, match=session.number):
        run(who, Enrolling.register, row.pk, **path.plan(other))
    kept = run(who, Enrolling.register, row.pk, **path.plan(other), maintained="Cours du soir, sur accord.")
    assert path.movements(kept)[-1].reason == "Cours du soir, sur accord."


def test_morning_and_afternoon_courses_are_lawful(people, who):
    person = followed(people.adviser)
    mornings, afternoons = path.begun(who, timetable=MORNINGS), path.begun(who, timetable=AFTERNOONS)
    path.registered(people, who, mornings, person)
    assert path.registered(people, who, afternoons, person).state == State.REGISTERED


def test_another_organisation_is_told_when_and_nothing_more(people, who, session):
    person, other = followed(people.adviser), path.begun(who, 20)
    there = path.registered(people, who, session, person)
    row = path.retained(people, who, other, person)
    for model, key in ((TrainingSession, session.pk), (Enrolment, there.pk)):
        model.objects.using("owner").filter(pk=key).update(organisation=people.organisation_b.pk)
    with pytest.raises(Refused, match="une autre formation aux mêmes demi-journées, du ") as refused:
        run(who, Enrolling.register, row.pk, **path.plan(other))
    assert session.number not in str(refused.value)


def test_of_two_registrations_at_the_same_instant_one_is_refused(people, who, session):
    person, other = followed(people.adviser), path.begun(who, 20)
    rows = [(path.retained(people, who, on, person), on) for on in (session, other)]
    said, ready = [], threading.Barrier(2)

    def register(row, on):
        ready.wait()
        try:
            said.append(run(who, Enrolling.register, row.pk, **path.plan(on)).state)
        except Refused:
            said.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=register, args=one) for one in rows]
    [one.start() for one in threads]
    [one.join() for one in threads]
    assert sorted(said) == ["refused", State.REGISTERED]


# Movements


def test_an_entry_is_within_the_plan_and_not_to_come(people, who, session):
    row = path.registered(people, who, session)
    for days, why in ((31, "prévue du"), (-1, "à venir")):
        with pytest.raises(Refused, match=why):
            run(who, Enrolling.enter, row.pk, **path.ago(days))


def test_what_is_declared_late_says_why(people, who, session):
    row = path.registered(people, who, session)
    on_time, late = clock.today() - timedelta(days=3), clock.today() - timedelta(days=4)
    with pytest.raises(Refused, match="au plus tard : dites pourquoi"):
        run(who, Enrolling.enter, row.pk, on=late)
    run(who, Enrolling.enter, row.pk, on=on_time)
    (entry,) = path.movements(row, Kind.ENTRY)
    assert (entry.due_on, entry.late_reason) == (clock.today(), "")
    run(who, Enrolling.interrupt, row.pk, on=late + timedelta(days=1), reason="Santé")
    with pytest.raises(Refused, match="dites pourquoi"):
        _at(5, run, who, Enrolling.leave, row.pk, on=clock.today(), reason=path.LEFT)
    left = _at(5, run, who, Enrolling.leave, row.pk, on=clock.today(), reason=path.LEFT, late_reason="Congés")
    assert path.movements(left, Kind.EXIT)[0].late_reason == "Congés"


def test_an_exit_before_an_entry_or_without_a_reason_of_the_list_is_refused(people, who, session):
    row = path.registered(people, who, session)
    with pytest.raises(Refused, match="n’est plus possible"):
        run(who, Enrolling.leave, row.pk, **path.ago(1), reason=path.LEFT)
    run(who, Enrolling.enter, row.pk, **path.ago(10))
    with pytest.raises(Refused) as refused:
        run(who, Enrolling.leave, row.pk, **path.ago(11), reason="Bof")
    assert {reason.field for reason in refused.value.reasons} == {"on", "reason"}


def test_nobody_is_expected_while_interrupted_nor_after_the_exit(people, who, session):
    row = path.in_training(people, who, session)
    run(who, Enrolling.interrupt, row.pk, **path.ago(20), reason="Hospitalisation")
    run(who, Enrolling.resume, row.pk, on=clock.today() - timedelta(days=13))
    run(who, Enrolling.complete, row.pk, **path.ago(2))
    with scope(who.actor):
        (stay,) = stays.stays_in(session.pk, session.starts_on, clock.today())
        calendar = stays.calendar_of(catalogue.session(who.actor, session.pk))
        days = {one.day for one in stays.planned_half_days(stay, calendar)}
        assert stays.stays_in(session.pk, clock.today(), clock.today()) == []
    today = clock.today()
    assert (min(days) >= session.starts_on, max(days) <= today - timedelta(days=2)) == (True, True)
    assert not days & {today - timedelta(days=n) for n in range(14, 21)}
    assert days & {today - timedelta(days=n) for n in range(7, 14)}


def test_who_is_out_is_read_some_months_more(people, who, session):
    person = followed(people.adviser)
    row = path.in_training(people, who, session, person)
    run(who, Enrolling.leave, row.pk, **path.ago(1), reason=path.LEFT, comment="CDI chez Tissot")
    assert seen_by(who.actor) == {person.pk}
    assert path.again(row).reason == "Emploi trouvé : CDI chez Tissot"


def test_a_session_cancelled_lets_out_those_who_are_there(people, who, session):
    there, registered = path.in_training(people, who, session), path.registered(people, who, session)
    run(who, Session.cancel, session.pk, reason="Incendie.")
    assert (path.again(there).state, path.again(there).left_on) == (State.CANCELLED, clock.today())
    assert path.again(registered).left_on is None
    assert [one.kind for one in path.movements(registered) if one.voided_at is None] == []
    assert seen_by(who.actor) == {there.person_id}


def test_who_withdraws_after_an_ais_has_no_paper_any_more(people, who, session):
    row = path.registered(people, who, session)
    run(path.oneself(JobSeeker(pk=row.person_id)), Enrolling.withdraw, row.pk, reason="Emploi")
    assert path.again(row).due_from is None
    assert [one.voided_at is None for one in path.movements(row)] == [False]


# What is due


def test_what_is_awaited_is_shown_then_reminded_then_told_to_the_rgc(people, who):
    today, session = clock.now(), path.begun(who, -5)
    rows = [path.registered(people, who, session) for _ in range(2)]

    def at(days, act, *arguments, **details):
        """So many days after the test began, in whatever second it is by now."""
        with clock.fixed(today + timedelta(days=days)):
            return act(*arguments, **details)

    def due():
        with scope(who.actor):
            return [row.due_on for row in queries.due_for(who.actor)]

    assert due() == []
    assert at(5, due) == [session.starts_on + timedelta(days=3)] * 2
    soon, late = "MovementsDue", "MovementsLate"
    steps = ((6, soon, 0), (7, soon, 1), (7, soon, 1), (10, late, 0), (11, late, 1), (30, late, 1))
    for days, message, count in steps:
        at(days, path.as_kairos, jobs.remind, today + timedelta(days=days))
        assert len(_told(message)) == count, (days, message)
    assert _told("MovementsLate") == ["En retard : 2 entrées en formation"]
    at(6, run, who, Enrolling.enter, rows[0].pk, on=session.starts_on)
    assert len(at(6, due)) == 1


# Who


@pytest.mark.parametrize(
    ("right", "may"), [("consult", set()), ("enter", {"enter"}), ("approve", {"enter", "register", "undo_entry"})]
)
def test_the_grades_of_the_area_open_their_acts(people, who, session, right, may):
    colleague = path.coordinator(people, f"candidates.{right}")
    for name, row, details in (
        ("register", path.retained(people, who, session), path.plan(session)),
        ("enter", path.registered(people, who, session), path.ago(2)),
        ("undo_entry", path.in_training(people, who, session), {"reason": "Erreur"}),
    ):
        if name in may:
            run(colleague, getattr(Enrolling, name), row.pk, **details)
        else:
            with pytest.raises(Denied):
                run(colleague, getattr(Enrolling, name), row.pk, **details)


def test_plans_and_movements_are_shown_to_those_concerned_alone(people, who, session):
    row = path.in_training(people, who, session)
    run(who, Enrolling.interrupt, row.pk, **path.ago(3), reason="Santé")

    def seen(actor):
        with scope(actor):
            return [model.objects.count() for model in (PlanModule, Interruption, Movement)]

    assert seen(who.actor) == seen(people.adviser.actor) == seen(path.oneself(JobSeeker(pk=row.person_id))) == [1, 1, 3]
    elsewhere = agencies.adviser(agencies.row_of(people.adviser).agency, "elsewhere")
    for stranger in (people.owner_a.actor, elsewhere.actor, path.oneself(followed(people.adviser))):
        assert seen(stranger) == [0, 0, 0]
