"""Any order of decisions, changes and days: accesses change at the end alone, and somebody always manages."""

from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kairos.foundation import clock, engine
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import enter
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.models import AccessGrant, AccessReview, Affiliation, ReviewLine
from kairos.identity.habilitations.queries import MANAGE
from kairos.identity.habilitations.reviews import printing, queries
from kairos.identity.habilitations.reviews.lifecycle import Review
from kairos.identity.habilitations.reviews.rules import Choice
from kairos.identity.habilitations.rules import Wanted
from tests.support.reviews import SENTENCE, add_manager
from tests.support.team import add_colleague

RIGHTS = ("sessions.consult", "attendance.enter", "quotes.enter")
WHO, WHOM, DAYS = st.integers(0, 1), st.integers(0, 3), st.sampled_from([1, 8, 31])


class Reviews(RuleBasedStateMachine):
    """One organisation, two account managers and two colleagues; each story in a transaction that is undone."""

    people = None

    def __init__(self):
        super().__init__()
        self.story = transaction.atomic()
        self.story.__enter__()
        self.now = clock.now()

    def teardown(self):
        transaction.set_rollback(True)
        self.story.__exit__(None, None, None)

    def do(self, actor, act, subject, **details):
        """The row as it became; None when it was refused, and then nothing changed."""
        before = self.accesses(), self.drafts()
        enter(actor)
        with clock.fixed(self.now):
            try:
                with transaction.atomic():
                    return engine.run(act, subject, actor, **details)
            except Refused:
                assert (self.accesses(), self.drafts()) == before
                return None

    def see(self):
        enter(self.people.manager.actor)

    def accesses(self):
        self.see()
        places = list(Affiliation.objects.order_by("pk").values("pk", "state", "rights", "rights_version"))
        return places, list(AccessGrant.objects.order_by("pk").values("pk", "state", "ends_on"))

    def drafts(self):
        self.see()
        return list(ReviewLine.objects.order_by("pk").values())

    @property
    def running(self):
        self.see()
        return AccessReview.objects.filter(state="open").first()

    def manager(self, number):
        """Who is suspended or removed asks no more: the frame sees it."""
        here = [one.actor for one, place in zip((self.people.manager, self.other), (0, 1), strict=True)
                if self.place(place) and self.place(place).state == "active"]  # fmt: skip
        return here[number % len(here)]

    def place(self, number):
        self.see()
        users = (self.people.manager.user, self.other.user, self.first.user, self.second.user)
        return Affiliation.objects.filter(user_id=users[number].pk).first()

    @rule(who=WHO)
    def open(self, who):
        review = AccessReview(id=new_id(), organisation_id=self.people.organisation_m.pk)
        self.do(self.manager(who), Review.open, review)

    @precondition(lambda self: self.running)
    @rule(
        who=WHO,
        whom=WHOM,
        decision=st.sampled_from(["", "keep", "reduce", "remove"]),
        took=st.sets(st.sampled_from(RIGHTS)),
    )
    def decide(self, who, whom, decision, took):
        review, before = self.running, self.accesses()
        line = ReviewLine.objects.filter(review=review, affiliation=self.place(whom)).first()
        if line is None:
            return
        self.do(self.manager(who), Review.decide, review, choices={line.pk: Choice(decision, frozenset(took))})
        assert self.accesses() == before
        self.see()
        line.refresh_from_db()

    @precondition(lambda self: self.running)
    @rule(who=WHO)
    def keep_rest(self, who):
        before = self.accesses()
        self.do(self.manager(who), Review.keep_rest, self.running)
        assert self.accesses() == before

    @precondition(lambda self: self.running)
    @rule(who=WHO)
    def sign(self, who):
        review = self.running
        if self.do(self.manager(who), Review.sign, review, statement=SENTENCE):
            self.is_done(review, {"suspended", "spared"})

    @precondition(lambda self: self.running)
    @rule(days=DAYS)
    def wait(self, days):
        self.now += timedelta(days=days)
        review = self.running
        if self.do(system("tests"), Review.close, review):
            self.is_done(review, set())

    @rule(who=WHO, whom=WHOM, held=st.sets(st.sampled_from(RIGHTS)))
    def give(self, who, whom, held):
        self.do(self.manager(who), TeamMember.set_rights, self.place(whom), wanted=[Wanted(right) for right in held])

    @rule(who=WHO, whom=WHOM, act=st.sampled_from([TeamMember.suspend, TeamMember.resume]))
    def suspend(self, who, whom, act):
        self.do(self.manager(who), act, self.place(whom), **({"reason": "x"} if act is TeamMember.suspend else {}))

    def is_done(self, review, never):
        """Each access became what the line says; the hash is that of what it says."""
        self.see()
        review.refresh_from_db()
        assert review.sha256 == printing.sha256(review)
        for line in ReviewLine.objects.filter(review=review).select_related("affiliation"):
            held = set(
                AccessGrant.objects.filter(affiliation=line.affiliation, state="live").values_list("right", flat=True)
            )
            assert line.outcome not in never | {""}
            assert line.affiliation.state == {"removed": "ended", "suspended": "suspended"}.get(
                line.outcome, line.affiliation.state if line.outcome == "left" else "active"
            )
            if review.state == "signed" and line.affiliation.user_id == line.decided_by and line.outcome != "left":
                assert not queries.other_managers(review.organisation_id, line.decided_by)
            if line.outcome == "reduced":
                assert not held & set(line.withdrawn)
            assert line.outcome != "removed" or not held

    @invariant()
    def somebody_manages(self):
        self.see()
        assert Affiliation.objects.filter(state="active", rights__contains=[MANAGE]).exists()

    @invariant()
    def one_review_at_a_time(self):
        self.see()
        assert AccessReview.objects.filter(state="open").count() <= 1


def test_any_order(people):
    Reviews.people = people
    Reviews.other = add_manager(people)
    Reviews.first, Reviews.second = add_colleague(people, *RIGHTS), add_colleague(people, RIGHTS[0])
    run_state_machine_as_test(
        Reviews,
        settings=settings(
            max_examples=6,
            stateful_step_count=20,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
