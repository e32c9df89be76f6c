"""Any order of what account managers and the invited do: the team is never without a manager, nobody keeps a right."""

import contextlib

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kairos.foundation import clock, engine
from kairos.foundation.actor import Strength, system
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import enter
from kairos.foundation.permissions import Denied
from kairos.identity.accounts import sessions
from kairos.identity.accounts.models import OneUseToken, User
from kairos.identity.habilitations import frame, inviting, later, queries
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.habilitations.rules import Wanted
from tests.support.people import DEVICE, person

KAIROS = system("tests")
NAMES = ("Karim Benaïssa", "Lucie Vasseur", "Moussa Traoré")
SOMEONE, ANYONE = st.integers(1, len(NAMES)), st.integers(0, len(NAMES))
ACTS = {
    "suspend": {"reason": "Essai."},
    "resume": {},
    "remove": {"reason": "Essai."},
    "cancel": {},
    "withdraw_manager": {"reason": "Essai."},
    "unask_to_manage": {},
    "set_rights": {"wanted": [Wanted("quotes.enter"), Wanted("sessions.consult")]},
}


class TeamStory(RuleBasedStateMachine):
    """One organisation, its account manager (0) and three others; each story in a transaction that is undone."""

    people, others = None, ()

    def __init__(self):
        super().__init__()
        self.story = transaction.atomic()
        self.story.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.story.__exit__(None, None, None)

    @initialize(joined=st.integers(0, len(NAMES)))
    def begin(self, joined):
        """Some of them are there already, so that what several managers do is often reached."""
        self.organisation = self.people.organisation_m.pk
        enter(KAIROS)
        self.users = [User.objects.get(pk=one.pk) for one in (self.people.manager.user, *self.others)]
        self.tokens = [sessions.open_session(user, Strength.SECOND_FACTOR, DEVICE) for user in self.users]
        for who in range(1, joined + 1):
            self.invite(0, who)
            self.answer(who, accepts=True)

    def actor(self, who):
        """As they are now; someone who does not belong here holds nothing."""
        enter(KAIROS)
        found = later.actor_of(self.users[who].pk, self.organisation)
        return found or later._actor(self.users[who], self.people.manager.actor.audience, frozenset())

    def place(self, who):
        enter(KAIROS)
        rows = Affiliation.objects.filter(user=self.users[who].pk, organisation=self.organisation)
        return rows.order_by("-started_at", "-pk").first()

    def attempt(self, actor, act, row, **details):
        if row is None:
            return
        enter(actor)
        with contextlib.suppress(Refused, Denied, Affiliation.DoesNotExist):
            engine.run(act, row.pk, actor, **details)

    @rule(by=ANYONE, who=SOMEONE)
    def invite(self, by, who):
        actor = self.actor(by)
        names = {"first_name": "N’importe", "last_name": "Qui", "civility": ""}
        wanted = [Wanted("quotes.consult")]
        if actor.organisation is None:
            return
        enter(actor)
        with contextlib.suppress(Refused, Denied):
            inviting.invite(new_id(), actor, email=self.users[who].email, title="Formateur", wanted=wanted, **names)

    @rule(who=SOMEONE, accepts=st.booleans())
    def answer(self, who, accepts):
        enter(KAIROS)
        link = OneUseToken.objects.filter(user=self.users[who].pk, kind="invitation").order_by("-id").first()
        proposal = link and inviting.proposal_of(link)
        if proposal is None:
            return
        actor = later._actor(self.users[who], self.people.manager.actor.audience, frozenset())
        enter(actor)
        with contextlib.suppress(Refused):
            (inviting.accept if accepts else inviting.decline)(proposal, link, actor)

    @rule(by=ANYONE, who=ANYONE, act=st.sampled_from(sorted(ACTS)))
    def act_on(self, by, who, act):
        row = self.place(who)
        self.attempt(self.actor(by), getattr(TeamMember, act), row, **ACTS[act])

    @rule(by=ANYONE, who=ANYONE, way=st.sampled_from(Affiliation.AskedAs.values))
    def name(self, by, who, way):
        row = self.place(who)
        self.attempt(self.actor(by), TeamMember.ask_to_manage, row, way=way)

    @rule(who=ANYONE, accepts=st.booleans())
    def respond(self, who, accepts):
        row = self.place(who)
        act = TeamMember.manage if accepts else TeamMember.decline_to_manage
        self.attempt(self.actor(who), act, row)

    @invariant()
    def there_is_always_a_manager(self):
        enter(KAIROS)
        assert queries.managers_of(self.organisation)

    @invariant()
    def whoever_left_holds_nothing(self):
        enter(KAIROS)
        for row in Affiliation.objects.filter(organisation=self.organisation, state="ended"):
            assert not row.rights
            assert not row.manager_asked_as
            assert not queries.open_grants(row).exists()

    @invariant()
    def the_frame_shows_rights_to_the_active_alone(self):
        for who, token in enumerate(self.tokens):
            row = self.place(who)
            seen = frame._read(sessions.hash_of(token), looks=True)
            active = row is not None and row.state == "active"
            assert (seen.organisation_id == self.organisation) is active
            assert active or not seen.rights


def _known(name: str) -> User:
    """Somebody with an account, written as the owner would."""
    first, last = name.split()
    now = clock.now()
    user = person(first, last, state=User.State.ACTIVE, created_at=now, activated_at=now)
    user.save(using="owner", force_insert=True)
    return user


def test_any_order(people):
    TeamStory.people, TeamStory.others = people, tuple(map(_known, NAMES))
    quick = settings(max_examples=6, stateful_step_count=20, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(TeamStory, settings=quick)
