"""The operator's kill switch: nothing at the next request, for the right people alone; everything back as it was."""

import pytest
from django.db import IntegrityError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.identity.accounts import signing_in
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import Session, User
from kairos.identity.accounts.signing_in import Why
from kairos.identity.habilitations import later
from kairos.identity.habilitations.models import Stop
from kairos.identity.habilitations.stops import jobs
from kairos.identity.habilitations.stops.lifecycle import KillSwitch
from kairos.identity.habilitations.subscriptions import FILL
from tests.support.people import DEVICE, PASSWORD
from tests.support.team import add_colleague, run, seen_by_the_frame

Kind = Stop.Kind
WHY = "Essai d’arrêt."


def stop(people, **what) -> Stop:
    return run(people.supervisor, KillSwitch.stop, Stop(**what), reason=WHY)


def restore(people, row: Stop) -> Stop:
    return run(people.supervisor, KillSwitch.restore, row.pk, reason="C’était une erreur.")


def told(user) -> list[str]:
    with scope(system("tests")):
        rows = OutboxMessage.objects.filter(recipient=user.pk, channel="app").order_by("created_at", "id")
        return list(rows.values_list("kind", flat=True))


class TestAPerson:
    def test_is_signed_in_nowhere_any_more_and_signs_in_no_more(self, people, as_person):
        client = as_person(people.manager)
        assert client.get("/portail/").status_code == 200
        row = stop(people, kind=Kind.PERSON, person=people.manager.user)
        assert client.get("/portail/").status_code == 302
        with scope(system("tests")) as who:
            assert not Session.objects.filter(user=people.manager.user, ended_at__isnull=True).exists()
            answer = signing_in.sign_in(people.manager.email, PASSWORD, DEVICE, who)
            assert answer.why == Why.STOPPED
        restore(people, row)
        assert as_person(people.manager).get("/portail/").status_code == 200
        assert told(people.manager.user)[-2:] == ["AccountStopped", "AccountRestored"]

    def test_even_with_a_session_opened_meanwhile(self, people):
        stop(people, kind=Kind.PERSON, person=people.manager.user)
        assert seen_by_the_frame(people.manager).user is None

    def test_is_a_supervisors_work_with_a_reason_and_not_on_oneself(self, people):
        row = Stop(kind=Kind.PERSON, person=people.owner_a.user)
        with pytest.raises(Denied):
            run(people.instructor, KillSwitch.stop, row, reason=WHY)
        with pytest.raises(Refused, match="Dites pourquoi"):
            run(people.supervisor, KillSwitch.stop, row, reason=" ")
        with pytest.raises(Refused, match="votre propre compte"):
            stop(people, kind=Kind.PERSON, person=people.supervisor.user)

    def test_closed_meanwhile_stays_closed(self, people):
        row = stop(people, kind=Kind.PERSON, person=people.owner_a.user)
        run(people.supervisor, Account.close, people.owner_a.user, reason="Fin.")
        restore(people, row)
        assert User.objects.using("owner").get(pk=people.owner_a.user.pk).state == User.State.CLOSED

    def test_an_agent_loses_all_too(self, people):
        stop(people, kind=Kind.PERSON, person=people.instructor.user)
        assert seen_by_the_frame(people.instructor).user is None


class TestAnOrganisation:
    def test_opens_neither_portal_nor_file_to_anybody(self, people, as_person):
        row = stop(people, kind=Kind.ORGANISATION, organisation=people.organisation_m)
        actor = seen_by_the_frame(people.manager)
        assert (actor.organisation, actor.rights) == (None, frozenset())
        page = as_person(people.manager).get("/portail/", follow=True).content.decode()
        assert WHY in page
        assert "Agir pour cet organisme" not in page
        restore(people, row)
        assert seen_by_the_frame(people.manager).rights == {FILL, "accounts.manage"}

    def test_that_is_no_member_is_shut_the_same(self, people):
        stop(people, kind=Kind.ORGANISATION, organisation=people.organisation_a)
        assert seen_by_the_frame(people.owner_a).rights == frozenset()

    def test_its_people_keep_their_other_organisations(self, people):
        stop(people, kind=Kind.ORGANISATION, organisation=people.organisation_a)
        assert seen_by_the_frame(people.freelance).organisation == people.freelance.organisation

    def test_is_stopped_once(self, people):
        stop(people, kind=Kind.ORGANISATION, organisation=people.organisation_a)
        with pytest.raises(Refused, match="déjà arrêté"):
            stop(people, kind=Kind.ORGANISATION, organisation=people.organisation_a)

    def test_its_managers_are_told_once_of_each(self, people):
        row = stop(people, kind=Kind.ORGANISATION, organisation=people.organisation_m)
        before = told(people.manager.user)
        for _ in range(2):
            jobs.tell.func(key=str(row.pk))
        restore(people, row)
        jobs.tell.func(key=str(row.pk))
        assert told(people.manager.user)[len(before) :] == ["AccessStopped", "AccessRestored"]
        assert "AccessStopped" not in told(people.owner_a.user)


class TestARight:
    @pytest.mark.parametrize("everywhere", [True, False])
    def test_is_held_by_nobody_there(self, people, everywhere):
        karim = add_colleague(people, "quotes.enter", "quotes.consult")
        where = None if everywhere else people.organisation_m
        row = stop(people, kind=Kind.RIGHT, right="quotes.enter", organisation=where)
        assert seen_by_the_frame(karim.someone).rights == {"quotes.consult"}
        restore(people, row)
        assert seen_by_the_frame(karim.someone).rights == {"quotes.consult", "quotes.enter"}

    def test_stopped_elsewhere_is_held_here(self, people):
        karim = add_colleague(people, "quotes.enter")
        stop(people, kind=Kind.RIGHT, right="quotes.enter", organisation=people.organisation_a)
        assert seen_by_the_frame(karim.someone).rights == {"quotes.enter"}

    @pytest.mark.parametrize("right", ["quotes.sign", "accounts.manage", "file.fill"])
    def test_is_one_of_the_catalogue(self, people, right):
        with pytest.raises(Refused, match="du catalogue"):
            stop(people, kind=Kind.RIGHT, right=right)

    def test_every_manager_is_told(self, people):
        row = stop(people, kind=Kind.RIGHT, right="quotes.enter")
        jobs.tell.func(key=str(row.pk))
        assert told(people.manager.user)[-1] == "AccessStopped"
        assert "AccessStopped" not in told(people.owner_a.user)


class TestTheWorker:
    """Whoever asked for a long work is looked at again when the work starts."""

    @staticmethod
    def asker(people, user, organisation):
        with scope(system("tests")):
            return later.actor_of(user.pk, organisation)

    def test_refuses_a_person_and_an_organisation_stopped_meanwhile(self, people):
        m = people.organisation_m
        assert self.asker(people, people.manager.user, m.pk) is not None
        row = stop(people, kind=Kind.ORGANISATION, organisation=m)
        assert self.asker(people, people.manager.user, m.pk) is None
        restore(people, row)
        stop(people, kind=Kind.PERSON, person=people.manager.user)
        assert self.asker(people, people.manager.user, m.pk) is None
        stop(people, kind=Kind.PERSON, person=people.instructor.user)
        assert self.asker(people, people.instructor.user, None) is None

    def test_goes_on_without_a_right_stopped_meanwhile(self, people):
        karim = add_colleague(people, "quotes.enter", "quotes.consult")
        stop(people, kind=Kind.RIGHT, right="quotes.enter")
        assert self.asker(people, karim.user, people.organisation_m.pk).rights == {"quotes.consult"}


class TestTheTable:
    def test_no_provider_reads_it(self, people):
        stop(people, kind=Kind.ORGANISATION, organisation=people.organisation_m)
        from django.db import ProgrammingError

        with scope(people.manager.actor), pytest.raises(ProgrammingError, match="permission denied"):
            Stop.objects.count()

    @pytest.mark.parametrize(
        "what",
        [{"kind": Kind.PERSON}, {"kind": Kind.ORGANISATION}, {"kind": Kind.RIGHT}, {"kind": "person", "right": "x.y"}],
    )
    def test_says_what_it_stops(self, people, what):
        from kairos.foundation import clock

        row = Stop(state="stopped", reason=WHY, stopped_at=clock.now(), stopped_by=people.supervisor.user.pk, **what)
        with pytest.raises(IntegrityError, match="stop_says_what_it_stops"):
            row.save(using="owner")


def test_whatever_is_stopped_and_restored_the_frame_says_the_same(people):
    """Any sequence of stops and restorations: what is held is what is granted, less what is stopped now."""
    granted = {"quotes.enter", "quotes.consult", "billing.enter"}
    karim = add_colleague(people, *granted)
    rights = st.sampled_from(sorted(granted))
    targets = st.one_of(
        st.just(("person", None, "")),
        st.sampled_from([("organisation", "m", ""), ("organisation", "a", "")]),
        st.tuples(st.just("right"), st.sampled_from(["m", "a", None]), rights),
    )
    places = {"m": people.organisation_m, "a": people.organisation_a, None: None}

    class Stops(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.live: dict[tuple, Stop] = {}

        @rule(what=targets)
        def toggle(self, what):
            kind, place, right = what
            if row := self.live.pop(what, None):
                restore(people, row)
                return
            person = karim.user if kind == "person" else None
            where = places[place]
            self.live[what] = stop(people, kind=kind, person=person, organisation=where, right=right)

        @invariant()
        def held(self):
            kinds = {(kind, place) for kind, place, _ in self.live}
            shut = ("person", None) in kinds or ("organisation", "m") in kinds
            stopped = {right for kind, place, right in self.live if kind == "right" and place != "a"}
            expected = frozenset() if shut else granted - stopped
            assert seen_by_the_frame(karim.someone).rights == expected
            with scope(system("tests")):
                worker = later.actor_of(karim.user.pk, people.organisation_m.pk)
            assert (worker.rights if worker else frozenset()) == expected

        def teardown(self):
            for row in self.live.values():
                restore(people, row)

    run_state_machine_as_test(Stops, settings=settings(max_examples=8, stateful_step_count=8, deadline=None))
