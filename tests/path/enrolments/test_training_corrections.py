"""What was declared is corrected, or taken back: with a reason, within what happened, unless something counts on it."""

from datetime import timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.guards import Reason, Refused
from kairos.offer.catalogue.lifecycle import Session
from kairos.path.enrolments import guards
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment, Interruption, Movement
from tests.support import path
from tests.support.agencies import seen_by
from tests.support.team import run

State, Kind = Enrolment.State, Movement.Kind


@pytest.fixture
def session(who):
    return path.begun(who)


def test_a_wrong_date_is_corrected_with_a_reason_and_replaces_the_paper(people, who, session):
    row = path.in_training(people, who, session)
    with pytest.raises(Refused, match="Dites pourquoi"):
        run(who, Enrolling.correct_entry, row.pk, on=clock.today() - timedelta(days=25), reason="")
    fixed = run(who, Enrolling.correct_entry, row.pk, on=clock.today() - timedelta(days=25), reason="Faute de frappe")
    assert fixed.entered_on == clock.today() - timedelta(days=25)
    first, second = path.movements(row, Kind.ENTRY)
    assert (first.voided_at is None, second.voided_at is None, second.reason) == (False, True, "Faute de frappe")
    undone = run(who, Enrolling.undo_entry, row.pk, reason="Jamais venu en fait")
    assert (undone.entered_on, undone.due_from) == (None, session.starts_on)


def test_an_interruption_is_corrected_within_what_is_declared(people, who, session):
    row = path.in_training(people, who, session)
    run(who, Enrolling.interrupt, row.pk, **path.ago(20), reason="Hospitalisation")
    run(who, Enrolling.resume, row.pk, on=clock.today() - timedelta(days=13))
    one = Interruption.objects.using("owner").get(enrolment=row.pk)
    day = {n: clock.today() - timedelta(days=n) for n in (40, 19, 15)}
    for on, until in ((day[40], day[15]), (day[15], day[19]), (day[19], None)):
        with pytest.raises(Refused):
            run(who, Enrolling.correct_interruption, row.pk, interruption=one.pk, on=on, until=until, reason="Erreur")
    run(who, Enrolling.correct_interruption, row.pk, interruption=one.pk, on=day[19], until=day[15], reason="Erreur")
    live = {(one.kind, one.on) for one in path.movements(row, "interruption", "resumption") if one.voided_at is None}
    assert live == {("interruption", day[19]), ("resumption", day[15] + timedelta(days=1))}


def _ago(row, days):
    """Of a session that began thirty days ago: the day of the test, told once."""
    return row.plan_starts_on + timedelta(days=30 - days)


def _interrupted(who, row, since, back=None):
    run(who, Enrolling.interrupt, row.pk, on=_ago(row, since), late_reason="Oubli.", reason="Hospitalisation")
    if back is not None:
        run(who, Enrolling.resume, row.pk, on=_ago(row, back))
    return Interruption.objects.using("owner").filter(enrolment=row.pk).latest("starts_on")


def test_a_plan_holds_every_interruption_and_the_day_of_the_return(people, who, session):
    """Else no exit would be possible any more, and the session could not be cancelled."""
    row = path.in_training(people, who, session)
    _interrupted(who, row, 25, 22)
    _interrupted(who, row, 10)
    for back, last in ((None, 19), (5, 24)):
        if back:
            run(who, Enrolling.resume, row.pk, on=_ago(row, back))
        with pytest.raises(Refused, match="serait hors de ce plan"):
            run(who, Enrolling.correct_plan, row.pk, **path.plan(session, 0, last), reason="Erreur")
        run(who, Enrolling.correct_plan, row.pk, **path.plan(session, 0, 25), reason="Erreur")
    assert run(who, Enrolling.complete, row.pk, on=_ago(row, 5), late_reason="Oubli.").state == State.COMPLETED


def test_a_session_is_cancelled_even_when_a_plan_was_cut_below_an_interruption(people, who, session):
    row = path.in_training(people, who, session)
    _interrupted(who, row, 10)
    cut = clock.today() - timedelta(days=15)
    Enrolment.objects.using("owner").filter(pk=row.pk).update(plan_ends_on=cut)
    run(who, Session.cancel, session.pk, reason="Incendie.")
    assert path.again(row).state == State.CANCELLED


def test_two_interruptions_never_share_a_day(people, who, session):
    row = path.in_training(people, who, session)
    first = _interrupted(who, row, 20, 13)
    listed = dict(path.ago(14), reason=path.LEFT)
    for act, details in ((Enrolling.interrupt, listed), (Enrolling.leave, listed), (Enrolling.complete, path.ago(14))):
        with pytest.raises(Refused, match="Choisissez un jour"):
            run(who, act, row.pk, **details)
    _interrupted(who, row, 5)
    until = clock.today() - timedelta(days=3)
    with pytest.raises(Refused, match="Une autre interruption"):
        run(who, Enrolling.correct_interruption, row.pk, interruption=first.pk, on=first.starts_on, until=until,
            reason="Erreur")  # fmt: skip


def test_the_day_of_a_return_stays_in_training(people, who, session):
    row = path.in_training(people, who, session)
    first = _interrupted(who, row, 20, 13)
    run(who, Enrolling.complete, row.pk, **path.ago(2))
    for days in (2, 1, 0):
        until = clock.today() - timedelta(days=days)
        with pytest.raises(Refused, match="Choisissez des jours passés"):
            run(who, Enrolling.correct_interruption, row.pk, interruption=first.pk, on=first.starts_on, until=until,
                reason="Erreur")  # fmt: skip


def test_an_exit_that_is_corrected_stretches_only_the_interruption_that_it_closed(people, who, session):
    ended, away = path.in_training(people, who, session), path.in_training(people, who, session)
    over, open_ = _interrupted(who, ended, 20, 13), _interrupted(who, away, 20)
    run(who, Enrolling.complete, ended.pk, **path.ago(2))
    Enrolment.objects.using("owner").filter(pk=ended.pk).update(left_on=over.ends_on)
    run(who, Enrolling.leave, away.pk, **path.ago(2), reason=path.LEFT)
    yesterday = clock.today() - timedelta(days=1)
    for row in (ended, away):
        run(who, Enrolling.correct_exit, row.pk, on=yesterday, reason="Faute de frappe")
    assert [path.again(one).ends_on for one in (over, open_)] == [over.ends_on, yesterday]


def test_who_was_out_while_interrupted_is_interrupted_again(people, who, session):
    there, away = path.in_training(people, who, session), path.in_training(people, who, session)
    one = _interrupted(who, away, 20)
    for row in (there, away):
        run(who, Enrolling.leave, row.pk, **path.ago(2), reason=path.LEFT)
    with pytest.raises(Refused, match="était interrompue à sa sortie"):
        run(who, Enrolling.restore_training, away.pk, reason="Erreur")
    with pytest.raises(Refused, match="n’était pas interrompue"):
        run(who, Enrolling.restore_interruption, there.pk, reason="Erreur")
    assert run(who, Enrolling.restore_interruption, away.pk, reason="Erreur").state == State.INTERRUPTED
    assert path.again(one).ends_on is None
    assert run(who, Enrolling.restore_training, there.pk, reason="Erreur").state == State.IN_TRAINING
    assert seen_by(who.actor) == {there.person_id, away.person_id}


def test_what_counts_on_days_may_refuse_their_correction(people, who, session, monkeypatch):
    row = path.in_training(people, who, session)
    monkeypatch.setattr(guards.before_correction, "_answers", [lambda *asked: [Reason("Ces jours sont facturés.")]])
    with pytest.raises(Refused, match="facturés"):
        run(who, Enrolling.correct_entry, row.pk, on=clock.today() - timedelta(days=2), reason="Erreur")


def test_what_counts_on_days_may_refuse_an_exit_an_interruption_and_a_return(people, who, session, monkeypatch):
    there, away = path.in_training(people, who, session), path.in_training(people, who, session)
    run(who, Enrolling.interrupt, away.pk, **path.ago(10), reason="Hospitalisation")
    listed = dict(path.ago(1), reason="Abandon")
    for name, acts in (
        ("before_exit", ((Enrolling.complete, there, path.ago(1)), (Enrolling.leave, away, listed))),
        (
            "before_pause",
            (
                (Enrolling.interrupt, there, dict(path.ago(1), reason="Hospitalisation")),
                (Enrolling.resume, away, {"on": clock.today()}),
            ),
        ),
    ):
        with monkeypatch.context() as asked:
            asked.setattr(getattr(guards, name), "_answers", [lambda *asked: [Reason("Ces jours sont transmis.")]])
            for act, row, details in acts:
                with pytest.raises(Refused) as refused:
                    run(who, act, row.pk, **details)
                assert [reason.message for reason in refused.value.reasons] == ["Ces jours sont transmis."]
