"""Any order of acts on three enrolments, two of one person at the same half-days: what is written stays true."""

from datetime import timedelta

from django.db import connections, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kairos.foundation import clock, engine
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.offer.catalogue import queries as catalogue
from kairos.path.enrolments import rules, stays
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import ENTERED, Enrolment, Interruption, Movement
from kairos.path.enrolments.queries import HOLD_A_PLACE
from tests.support import agencies, path

WHO, DAYS = st.integers(0, 2), st.integers(-1, 21)
PLANS = st.sampled_from([(0, 60), (0, 60), (0, 40), (5, 15), (16, 60), (-1, 60)])
ACTS = [getattr(Enrolling, name) for name in (
    "register", "enter", "no_show", "interrupt", "resume", "complete", "leave", "correct_plan", "correct_entry",
    "correct_exit", "correct_interruption", "undo_entry", "restore_registration", "restore_training",
    "restore_interruption", "retain",
    "reopen", "not_retain", "withdraw",
)]  # fmt: skip
DATED = ("enter", "interrupt", "resume", "complete", "leave", "correct_entry", "correct_exit", "correct_interruption")
SELDOM = ("not_retain", "withdraw")
TODAY = 20
"""Days since the sessions began."""


class Training(RuleBasedStateMachine):
    """Each story in a transaction that is undone. Sessions: the first has one place, the second any number."""

    rows: tuple = ()
    sessions: tuple = ()
    who = adviser = None

    def __init__(self):
        super().__init__()
        self.story = transaction.atomic()
        self.story.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.story.__exit__(None, None, None)

    def _try(self, actor, act, key, **details):
        try:
            with scope(actor):
                engine.run(act, key, actor, **details)

        except Refused:
            return

    @rule(one=WHO, pick=st.integers(0, 99), days=DAYS, until=st.none() | DAYS, plan=PLANS, late=st.booleans(),
          which=st.integers(0, 3))  # fmt: skip
    def act(self, one, pick, days, until, plan, late, which):
        """One of those that the state allows; what else it asks is left to chance."""
        with scope(system("tests")):
            row = Enrolment.objects.get(pk=self.rows[one].pk)
            outs = list(Interruption.objects.filter(enrolment=row.pk).order_by("-starts_on"))
            out = outs[which % len(outs)] if outs else None
        acts = [act for act in ACTS if act.starts_from(row.state) and (pick < 15 or act.short_name not in SELDOM)]
        if acts:
            act = acts[pick % len(acts)]
            by = self.adviser if act.short_name in ("withdraw", "reopen") else self.who
            self._try(by.actor, act, row.pk, **self._details(act.short_name, one, days, until, plan, late, out))

    def _details(self, name, one, days, until, plan, late, out):
        first = self.sessions[0].starts_on
        details = {"on": first + timedelta(days=days)} if name in DATED else {}
        if name in ("register", "correct_plan"):
            details |= path.plan(self.sessions[one % 2], *plan)
        if name in ("enter", "interrupt", "complete", "leave"):
            details["late_reason"] = "" if late else "Oubli"
        if name not in ("register", "enter", "no_show", "resume", "complete", "retain"):
            details["reason"] = path.LEFT if name == "leave" else path.WHY
        if name == "correct_interruption":
            until = until if until is None else first + timedelta(days=until)
            details |= {"interruption": out.pk if out else new_id(), "until": until}
        return details

    @invariant()
    def everything_is_true(self):
        if not self.rows:
            return
        with scope(system("tests")) as kairos:
            rows = list(Enrolment.objects.filter(pk__in=[row.pk for row in self.rows]))
            said = [(one.enrolment_id, one.kind, one.on) for one in Movement.objects.filter(voided_at=None)]
            live, resumed = {(key, kind): on for key, kind, on in said}, set(said)
            outs = list(Interruption.objects.order_by("starts_on"))
            calendars = {one.pk: stays.calendar_of(catalogue.session(kairos, one.pk)) for one in self.sessions}
            planned = Enrolment.objects.filter(state__in=(*HOLD_A_PLACE, "completed", "left"))
            held = {one.enrolment: one for one in stays.read(planned)}
        assert sum(row.state in HOLD_A_PLACE for row in rows if row.session_id == self.sessions[0].pk) <= 1
        for row in rows:
            self._tells_the_truth(row, live, resumed, [one for one in outs if one.enrolment_id == row.pk])
        self._one_place_at_a_time([row for row in rows if row.pk in held], held, calendars)

    def _tells_the_truth(self, row, live, resumed, outs):
        assert (row.due_from is not None) == (row.state in HOLD_A_PLACE)
        assert ((row.pk, "registration") in live) == (row.state in (*HOLD_A_PLACE, "completed", "left"))
        assert live.get((row.pk, "entry")) == row.entered_on
        assert live.get((row.pk, "exit")) == row.left_on
        assert (row.entered_on is not None) == (row.state in ENTERED)
        assert [one.ends_on for one in outs].count(None) == (row.state == "interrupted")
        between, last = [row.entered_on or row.plan_starts_on], row.left_on or row.plan_ends_on
        for one in outs:
            assert between[-1] <= one.starts_on <= (one.ends_on or one.starts_on) <= last
            between.append((one.ends_on or one.starts_on) + rules.ONE_DAY)
        back = {(row.pk, "resumption", one.ends_on + rules.ONE_DAY) for one in outs if one.ends_on} & resumed
        stays_out = len(outs) - len(back)
        assert stays_out == (row.state == "interrupted") or (stays_out == 1 and outs[-1].ends_on == row.left_on)
        assert all(on <= last for _, _, on in back)

    def _one_place_at_a_time(self, rows, held, calendars):
        half_days = {row.pk: stays.planned_half_days(held[row.pk], calendars[row.session_id]) for row in rows}
        for row in rows:
            assert all(row.plan_starts_on <= one.day <= row.plan_ends_on for one in half_days[row.pk])
            others = [one for one in rows if one.person_id == row.person_id and one.pk != row.pk]
            assert not any(rules.shared(half_days[row.pk], half_days[one.pk]) for one in others)


def test_any_order_of_acts_leaves_enrolments_true(people):
    Training.who, Training.adviser = path.coordinator(people), people.adviser
    today = clock.today()
    Training.sessions = (
        path.begun(Training.who, TODAY, capacity=1),
        path.begun(Training.who, TODAY),
    )
    person, other = agencies.followed(people.adviser), agencies.followed(people.adviser)
    Training.rows = (
        path.in_training(people, Training.who, Training.sessions[0], person),
        path.retained(people, Training.who, Training.sessions[1], person),
        path.retained(people, Training.who, Training.sessions[0], other),
    )
    connections["owner"].close()
    assert today == Training.sessions[0].starts_on + timedelta(days=TODAY)
    run_state_machine_as_test(
        Training,
        settings=settings(max_examples=10, stateful_step_count=18, suppress_health_check=list(HealthCheck)),
    )
