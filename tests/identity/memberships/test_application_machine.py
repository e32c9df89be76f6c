"""Whatever people do in whatever order, a request stays one that the table of acts explains."""

from itertools import count
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from stdnum import luhn

from kairos.foundation import engine
from kairos.foundation.actor import Actor, system
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.memberships import applications, jobs, queries
from kairos.identity.memberships.lifecycle import Application
from kairos.identity.memberships.models import ApplicationVersion, Membership, MembershipApplication, StampedTerms
from kairos.identity.memberships.terms import publishing
from tests.support import applications as stories
from tests.support import people as crowd
from tests.support.people import People

State = MembershipApplication.State
ACTS = [act for act in Application.acts() if not act.creates]
FROZEN = (*queries.OPEN, State.ACCEPTED)


class Journey(RuleBasedStateMachine):
    """Each run is a new organisation in the same database; `state` and `version` are what the table says."""

    people: ClassVar[People]
    numbers = count()

    @initialize()
    def begin(self):
        number = next(self.numbers)
        organisation, user = crowd.open_file(f"Organisme {number}", _siret(number), "Ada", f"Numéro {number}")
        self.provider = crowd._member("provider", user, organisation, {"file.fill"})
        self.row = stories.saved(self.provider)
        self.state, self.version = State.DRAFT, 0

    @rule(act=st.sampled_from(ACTS), colleague=st.booleans(), ticked=st.booleans())
    def press(self, act, colleague, ticked):
        """Any button, by anyone who has it: done only when the table allows it, refused otherwise."""
        refusal = self._refusal(act, self._who(act, colleague), ticked)
        if not act.starts_from(self.state):
            assert "n’est plus possible" in refusal
        elif not refusal:
            self.state = act.target or self.state
            self.version += act in (Application.submit, Application.resubmit)

    @precondition(lambda self: self.state in (State.ABANDONED, State.REFUSED))
    @rule()
    def start_anew(self):
        with scope(self.provider.actor) as who:
            self.row = applications.save(new_id(), who)
        self.state, self.version = State.DRAFT, 0

    @rule()
    def edit_the_file(self):
        """Refused exactly while the operator decides, and after acceptance."""
        try:
            stories.edit_file(self.provider, director__title=f"Titre {new_id()}")
            done = True
        except Refused:
            done = False
        assert done == (self.state not in FROZEN)

    @invariant()
    def it_is_what_it_says(self):
        with scope(system("tests")):
            row = MembershipApplication.objects.get(pk=self.row.pk)
            assert (row.state, row.version) == (self.state, self.version)
            assert ApplicationVersion.objects.filter(application=row).count() == row.version
            assert StampedTerms.objects.filter(application=row).count() == row.version
            assert Membership.objects.filter(application=row).exists() == (row.state == State.ACCEPTED)
            assert (row.organisation.member_since is not None) == (row.state == State.ACCEPTED)
            live = MembershipApplication.objects.filter(organisation=row.organisation, state__in=queries.LIVE)
            assert live.count() <= 1

    def _who(self, act: engine.Act, colleague: bool) -> Actor:
        if act.permission in ("memberships.apply", "memberships.discuss"):
            return self.provider.actor
        if act.permission in ("memberships.check", "memberships.remind"):
            return system("tests")
        return (self.people.supervisor if colleague else self.people.instructor).actor

    def _refusal(self, act: engine.Act, who: Actor, ticked: bool) -> str:
        """What was said, nothing when it was done."""
        try:
            with scope(who):
                engine.run(act, self.row, who, **self._details(act, ticked))
        except Refused as refused:
            return str(refused)
        if act in (Application.submit, Application.resubmit):
            jobs.check(key=str(self.row.pk), version=self.version + 1)
        return ""

    def _details(self, act: engine.Act, ticked: bool) -> dict:
        submission = {"terms": publishing.current().version, "token": new_id(), "accepted": ticked}
        details = {
            "submit": submission,
            "resubmit": submission,
            "note_checks": {"findings": [{"state": "ok"}], "version": self.version},
            "hand_over": {"officer": self.people.instructor.user.pk},
            "accept": {"reason": "Vu."},
            "ask_complement": {"reason": "Précisez." if ticked else ""},
            "refuse": {"motive": "", "reason": "Non." if ticked else ""},
            "write": {"text": "Bonjour", "token": new_id()},
        }
        return details.get(act.short_name, {})


def _siret(number: int) -> str:
    """Invented, with a right key."""
    siren = f"998{number:05}"
    siren += luhn.calc_check_digit(siren)
    return f"{siren}0001" + luhn.calc_check_digit(f"{siren}0001")


def test_every_order_of_acts_is_explained_by_the_table(people):
    machine = type("Journey", (Journey,), {"people": people})
    effort = settings(
        max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    run_state_machine_as_test(machine, settings=effort)
