"""Whatever people do in whatever order, and however time passes, a membership stays one that its table explains."""

from datetime import timedelta
from itertools import count
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.journal.reading import history
from kairos.identity.memberships.life import jobs
from kairos.identity.memberships.life.lifecycle import MembershipLife
from kairos.identity.memberships.models import Membership, MembershipTerm, Procedure, StampedTerms
from kairos.identity.memberships.procedures import jobs as procedure_jobs
from kairos.identity.memberships.procedures.lifecycle import AccessProcedure
from tests.identity.memberships.test_application_machine import _siret
from tests.support import memberships as stories
from tests.support import people as crowd
from tests.support.people import People

State = Membership.State
PRESSED = [act for act in MembershipLife.acts() if not act.creates and act.permission != "memberships.watch"]
PROCEDURE = [act for act in AccessProcedure.acts() if act.permission != "memberships.watch"]
SWEEPS = (jobs.end, jobs.remind_renewals, jobs.remind_terms, procedure_jobs.watch)
CLOSED = {
    State.ACTIVE: "", State.SUSPENDED: "suspended", State.EXPIRED: "expired", State.LEFT: "left",
    State.WITHDRAWN: "withdrawn", State.ENDED: "expired",
}  # fmt: skip


class Life(RuleBasedStateMachine):
    """Each run is a new member in the same database; `state` is what the table says after what was done."""

    people: ClassVar[People]
    numbers = count(50_000)

    @initialize()
    def begin(self):
        number = next(self.numbers)
        organisation, user = crowd.open_file(f"Membre {number}", _siret(number), "Ada", f"Membre {number}")
        self.provider = crowd._member("provider", user, organisation, {"file.fill"})
        self.now = clock.now()
        membership = stories.begun(self.people, self.provider)
        self.key, self.state = membership.pk, membership.state
        self.first_end, self.terms = membership.ends_on, 1

    @rule(days=st.sampled_from([1, 5, 30, 200, 1000]))
    def time_passes(self, days):
        """The sweeps alone move it then, and never out of what people decided."""
        self.now += timedelta(days=days)
        with clock.fixed(self.now):
            for sweep in SWEEPS:
                with scope(stories.WATCH) as who:
                    sweep(who, clock.now())
        state = self.row().state
        assert state == self.state or act_between(self.state, state), (self.state, state)
        self.state = state

    @rule(act=st.sampled_from(PRESSED), said=st.booleans(), days=st.integers(-2, 400))
    def press(self, act, said, days):
        refusal = self.refusal(act, self.row(), said, days)
        if not act.starts_from(self.state):
            assert "n’est plus possible" in refusal
        elif not refusal:
            self.state = act.target or self.state
            self.terms += act in (MembershipLife.ask_renewal, MembershipLife.accept_terms)

    @rule(act=st.sampled_from(PROCEDURE), said=st.booleans(), urgent=st.booleans())
    def proceed(self, act, said, urgent):
        """Through a procedure, in the order its own table allows."""
        with scope(stories.WATCH):
            running = Procedure.objects.filter(membership=self.key, decided_at__isnull=True).first()
        if act.creates:
            running = Procedure(id=new_id(), membership=self.row(), organisation_id=self.row().organisation_id)
        if running:
            before = self.state
            refusal = self.refusal(act, running, said, 0, urgent)
            self.state = self.row().state
            assert not refusal or self.state == before

    @invariant()
    def it_is_what_it_says(self):
        row = self.row()
        assert row.state == self.state
        assert row.organisation.portal_closed_why == CLOSED[row.state]
        assert (row.organisation.member_since is None) == (row.state in (State.LEFT, State.ENDED)) or (
            row.state == State.WITHDRAWN
        )
        with scope(stories.WATCH):
            terms = list(MembershipTerm.objects.filter(membership=row))
            assert StampedTerms.objects.filter(application=row.application_id).count() == self.terms
            running = Procedure.objects.filter(membership=row, decided_at__isnull=True)
            assert running.count() <= 1
            assert history(row, 1), "every step is in the journal"
        assert len({term.starts_on for term in terms}) == len(terms)
        assert row.state != State.WITHDRAWN or row.state_reason

    def row(self) -> Membership:
        with scope(stories.WATCH):
            return Membership.objects.select_related("organisation").get(pk=self.key)

    def refusal(self, act, row, said, days, urgent=False) -> str:
        who = self.who(act)
        details = self.details(act, said, days, urgent)
        try:
            with clock.fixed(self.now), scope(who):
                engine.run(act, row, who, **details)
        except Refused as refused:
            return str(refused)
        return ""

    def who(self, act) -> Actor:
        by_provider = act.permission in ("memberships.belong", "memberships.discuss")
        return (self.provider if by_provider else self.people.instructor).actor

    def details(self, act, said, days, urgent) -> dict:
        why = "Parce que." if said else ""
        accepting = stories.accepting() | {"accepted": said}
        details = {
            "ask_renewal": accepting,
            "accept_terms": accepting,
            "ask_to_leave": {"on": (self.now + timedelta(days=days)).date(), "reason": why},
            "correct_end": {"on": (self.now + timedelta(days=days)).date(), "reason": why},
            "stay": {},
            "renew": {},
            "write": {"text": why, "token": new_id()},
            "answer": {"text": why},
            "open": {"clause": stories.CLAUSE, "reason": why, "urgent": urgent, "urgent_reason": why},
        }
        return details.get(act.short_name, {"reason": why})


def act_between(one: str, other: str) -> bool:
    """Whether acts of the sweeps lead from one state to the other, in one or several steps."""
    watched = [act for act in MembershipLife.acts() if act.permission == "memberships.watch" and act.target]
    reached = {one}
    for _ in watched:
        reached |= {act.target for act in watched if any(act.starts_from(state) for state in reached)}
    return other in reached


def test_every_order_of_acts_and_of_days_is_explained_by_the_table(people):
    machine = type("Life", (Life,), {"people": people})
    effort = settings(
        max_examples=10, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    run_state_machine_as_test(machine, settings=effort)
