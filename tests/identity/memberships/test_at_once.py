"""Two people at the same instant, on real connections: one wins, the other is told."""

import pytest

from kairos.foundation import engine
from kairos.foundation.actor import system
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.identity.memberships import applications
from kairos.identity.memberships.life.lifecycle import MembershipLife
from kairos.identity.memberships.lifecycle import Application
from kairos.identity.memberships.models import ApplicationVersion, Membership, MembershipApplication, Procedure
from kairos.identity.memberships.procedures.lifecycle import AccessProcedure
from kairos.identity.memberships.terms import publishing
from tests.support import applications as stories
from tests.support import memberships
from tests.support.at_once import Second, at_once
from tests.support.people import _member, open_file

State = MembershipApplication.State


def test_two_operators_decide(people):
    application = stories.in_review(people.owner_a, people.instructor)
    one, other = people.instructor.actor, people.supervisor.actor
    second = Second(other, lambda: engine.run(Application.refuse, application, other, motive="", reason="Non."))
    at_once(one, lambda: engine.run(Application.accept, application, one, reason="Vu."), second)
    assert "« acceptée » depuis le" in str(second.refused)
    after = stories.fresh(application, people.supervisor)
    assert (after.state, after.decided_by_id) == (State.ACCEPTED, one.user)


def test_two_operators_accept_rival_requests(people):
    other, liar = open_file("Ateliers du Canal (faux)", "73282932000074", "Luc", "Menteur")
    mine = stories.in_review(people.owner_a, people.instructor)
    theirs = stories.in_review(_member("rival", liar, other, {"file.fill"}), people.supervisor)
    one, two = people.instructor.actor, people.supervisor.actor
    second = Second(two, lambda: engine.run(Application.accept, theirs, two, reason="Vu."))
    at_once(one, lambda: engine.run(Application.accept, mine, one, reason="Vu."), second)
    assert str(second.refused) == "Une adhésion est déjà en cours pour ce SIRET."
    with scope(one):
        assert [membership.application_id for membership in Membership.objects.all()] == [mine.pk]
    assert stories.fresh(theirs, people.supervisor).state == State.IN_REVIEW


def test_a_double_click_submits_once(people):
    draft, token, who = stories.saved(people.owner_a), new_id(), people.owner_a.actor
    with scope(who):
        terms = publishing.current().version

    def submit():
        applications.submit(draft, who, terms=terms, token=token, accepted=True)

    second = Second(who, submit)
    at_once(who, submit, second)
    assert second.refused is None, "the second click is the same submission"
    with scope(system("tests")):
        assert ApplicationVersion.objects.count() == 1
        assert OutboxMessage.objects.filter(kind="Submitted", channel="email").count() == 1


def test_two_operators_take(people):
    application = stories.submitted(people.owner_a)
    one, two = people.instructor.actor, people.supervisor.actor
    second = Second(two, lambda: engine.run(Application.take, application, two))
    at_once(one, lambda: engine.run(Application.take, application, one), second)
    assert second.refused is None
    assert stories.fresh(application, people.instructor).officer_id == two.user, "taken over, and the first one is told"
    with scope(one):
        assert OutboxMessage.objects.filter(kind="TakenOver", recipient=one.user).exists()


@pytest.mark.parametrize("act", ["abandon", "save"])
def test_two_people_of_one_organisation(people, act):
    """The same request abandoned twice; a second one saved beside the first."""
    who = people.owner_a.actor
    if act == "abandon":
        draft = stories.saved(people.owner_a)
        second = Second(who, lambda: engine.run(Application.abandon, draft, who))
        at_once(who, lambda: engine.run(Application.abandon, draft, who), second)
        assert "n’est plus possible" in str(second.refused)
    else:
        second = Second(who, lambda: applications.save(new_id(), who))
        at_once(who, lambda: applications.save(new_id(), who), second)
        assert "déjà ouverte" in str(second.refused)


def test_the_operator_suspends_while_the_provider_renews(people):
    """The one that comes second is told: nothing is renewed behind a suspension."""
    membership = memberships.near_its_end(people)
    officer, provider = people.instructor.actor, people.owner_a.actor
    row = Procedure(id=new_id(), membership=membership, organisation_id=membership.organisation_id)
    charge = {"clause": memberships.CLAUSE, "reason": "Démarchage.", "urgent": True, "urgent_reason": "Chaque jour."}
    accepting = memberships.accepting()
    second = Second(provider, lambda: engine.run(MembershipLife.ask_renewal, membership, provider, **accepting))
    at_once(officer, lambda: engine.run(AccessProcedure.open, row, officer, **charge), second)
    assert "l’état est maintenant « suspendue »" in str(second.refused)
    after = memberships.fresh(membership)
    assert (after.state, after.renewal_asked_at) == ("suspended", None)


def test_two_operators_decide_on_a_procedure(people):
    procedure = memberships.answered(people)
    one, two = people.instructor.actor, people.supervisor.actor
    second = Second(two, lambda: engine.run(AccessProcedure.close, procedure, two, reason="Non."))
    at_once(one, lambda: engine.run(AccessProcedure.withdraw, procedure, one, reason="Oui."), second)
    assert "« accès retiré » depuis le" in str(second.refused)
    assert memberships.of(procedure).state == "withdrawn"
