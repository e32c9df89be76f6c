"""Rights: given by a colleague, for places and days; for oneself with a second person; gone at the next request."""

from datetime import timedelta

import pytest

from kairos.foundation import clock, permissions
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.identity.habilitations import jobs, queries, uses
from kairos.identity.habilitations.lifecycle import Grant, TeamMember, TeamPolicy
from kairos.identity.habilitations.models import AccessGrant, RightUse, Team
from kairos.identity.habilitations.rules import Wanted
from kairos.identity.organisations.models import Establishment, Organisation
from tests.support.people import People
from tests.support.team import add_colleague, day, give, grant_of, place_of, propose, run, seen_by_the_frame


@pytest.fixture
def karim(people: People):
    return add_colleague(people, "sessions.consult")


def rights_of(colleague) -> set[str]:
    return set(seen_by_the_frame(colleague.someone).rights)


class TestGiving:
    def test_counts_at_the_next_request_and_is_told(self, people, karim):
        give(people.manager, karim.affiliation, "sessions.consult", "attendance.enter")
        assert rights_of(karim) == {"sessions.consult", "attendance.enter"}
        with scope(karim.actor):
            kinds = list(OutboxMessage.objects.filter(channel="app").values_list("kind", flat=True))
        assert kinds == ["RightsChanged"]

    def test_taken_back_is_gone_at_the_next_request(self, people, karim):
        give(people.manager, karim.affiliation)
        assert rights_of(karim) == set()
        assert grant_of(karim.affiliation, "sessions.consult").state == "ended"

    def test_what_is_the_same_is_not_touched(self, people, karim):
        before = grant_of(karim.affiliation, "sessions.consult")
        row = give(people.manager, karim.affiliation, "sessions.consult")
        assert grant_of(karim.affiliation, "sessions.consult").pk == before.pk
        assert row.rights_version == karim.affiliation.rights_version

    @pytest.mark.parametrize(
        ("starts", "ends", "held"), [(0, 0, True), (1, None, False), (-3, -1, False), (-3, 2, True)]
    )
    def test_counts_between_its_days_alone(self, people, karim, starts, ends, held):
        until = None if ends is None else day(ends)
        AccessGrant.objects.using("owner").filter(affiliation_id=karim.affiliation.pk).update(
            starts_on=day(starts), ends_on=until
        )
        assert ("sessions.consult" in rights_of(karim)) is held

    def test_for_some_establishments_alone(self, people, karim):
        place = Establishment.objects.using("owner").get(organisation_id=people.organisation_m.pk)
        give(people.manager, karim.affiliation, "attendance.enter", establishments=frozenset({place.pk}))
        actor = seen_by_the_frame(karim.someone)
        assert actor.may("attendance.enter", place.pk)
        assert not actor.may("attendance.enter", new_id())
        assert not actor.may("attendance.approve", place.pk)

    @pytest.mark.parametrize(
        ("wanted", "message"),
        [
            (Wanted("quotes.sign"), "n’existe pas"),
            (Wanted("accounts.manage"), "n’existe pas"),
            (Wanted("file.fill"), "n’existe pas"),
            (Wanted("quotes.enter", ends_on=clock.today() - timedelta(days=1)), "avant d’avoir commencé"),
            (Wanted("quotes.enter", frozenset({new_id()})), "n’est pas, ou n’est plus"),
        ],
    )
    def test_is_refused_with_the_reason(self, people, karim, wanted, message):
        with pytest.raises(Refused, match=message):
            run(people.manager, TeamMember.set_rights, karim.affiliation.pk, wanted=[wanted])

    def test_another_organisations_establishment_is_refused(self, people, karim):
        other = Establishment.objects.using("owner").get(organisation_id=people.organisation_a.pk, main=True)
        with pytest.raises(Refused, match="n’est pas, ou n’est plus"):
            give(people.manager, karim.affiliation, "quotes.enter", establishments=frozenset({other.pk}))

    def test_every_reason_comes_at_once(self, people, karim):
        wanted = [Wanted("quotes.sign"), Wanted("quotes.enter", frozenset({new_id()}), ends_on=day(-1))]
        with pytest.raises(Refused) as refused:
            run(people.manager, TeamMember.set_rights, karim.affiliation.pk, wanted=wanted)
        assert len(refused.value.reasons) == 3

    def test_two_managers_at_once_the_second_reads_again(self, people, karim):
        seen = karim.affiliation.rights_version
        give(people.manager, karim.affiliation, "quotes.enter")
        with pytest.raises(Refused, match="ont changé pendant"):
            run(people.manager, TeamMember.set_rights, karim.affiliation.pk, wanted=[], seen=seen)

    def test_is_the_managers_alone(self, people, karim):
        other = add_colleague(people, "organisation.approve")
        with pytest.raises(Denied):
            give(other, karim.affiliation, "quotes.enter")

    def test_of_another_organisation_does_not_exist(self, people, karim):
        with pytest.raises(type(karim.affiliation).DoesNotExist):
            give(people.owner_a, karim.affiliation, "quotes.enter")


class TestForOneself:
    def test_waits_for_a_second_person(self, people, karim):
        proposed = propose(people, "quotes.enter")
        assert proposed.state == "proposed"
        assert "quotes.enter" not in seen_by_the_frame(people.manager).rights

    def test_counts_once_another_agrees(self, people):
        approver = add_colleague(people, "organisation.approve")
        run(approver, Grant.agree, propose(people, "quotes.enter").pk)
        assert "quotes.enter" in seen_by_the_frame(people.manager).rights

    def test_opens_nothing_when_refused(self, people):
        approver = add_colleague(people, "organisation.approve")
        run(approver, Grant.refuse, propose(people, "quotes.enter").pk, reason="Ce n’est pas votre travail.")
        assert "quotes.enter" not in seen_by_the_frame(people.manager).rights

    def test_nobody_agrees_with_oneself(self, people, karim):
        proposed = propose(people, "quotes.enter")
        with pytest.raises(Refused, match="autre personne"):
            run(people.manager, Grant.agree, proposed.pk)

    def test_a_colleague_without_that_right_does_not_agree(self, people, karim):
        with pytest.raises(Denied):
            run(karim, Grant.agree, propose(people, "quotes.enter").pk)

    def test_whoever_can_agree_is_written_to(self, people, karim):
        approver = add_colleague(people, "organisation.approve")
        proposed = propose(people, "quotes.enter")
        with scope(people.manager.actor):
            assert queries.who_may_agree(proposed.affiliation) == [approver.user.pk]
        with scope(approver.actor):
            assert OutboxMessage.objects.filter(kind="AgreementAsked", channel="app").exists()

    def test_reducing_ones_own_right_needs_nobody(self, people):
        approver = add_colleague(people, "organisation.approve")
        run(approver, Grant.agree, propose(people, "quotes.enter").pk)
        own = place_of(people.manager.user, people.organisation_m.pk)
        give(people.manager, own, "quotes.enter", ends_on=day(3))
        assert grant_of(own, "quotes.enter").state == "live"
        give(people.manager, own, "quotes.enter", ends_on=day(9))
        assert grant_of(own, "quotes.enter").state == "proposed"

    def test_alone_one_needs_nobody_until_a_second_person_joins(self, people):
        run(people.instructor, TeamPolicy.allow_alone, people.organisation_m.pk)
        assert propose(people, "quotes.enter").state == "live"
        add_colleague(people)
        assert Team.objects.using("owner").get(pk=people.organisation_m.pk).alone_since is None
        assert propose(people, "quotes.enter", "billing.enter").state == "proposed"

    def test_alone_is_not_said_of_two(self, people, karim):
        with pytest.raises(Refused, match="plusieurs personnes"):
            run(people.instructor, TeamPolicy.allow_alone, people.organisation_m.pk)


class TestLeaving:
    def test_suspended_loses_all_at_the_next_request_and_finds_it_again(self, people, karim):
        run(people.manager, TeamMember.suspend, karim.affiliation, reason="Absence longue.")
        actor = seen_by_the_frame(karim.someone)
        assert (actor.organisation, actor.rights) == (None, frozenset())
        run(people.manager, TeamMember.resume, karim.affiliation)
        assert rights_of(karim) == {"sessions.consult"}

    def test_is_told_where_one_chooses_the_organisation(self, people, karim, as_person):
        run(people.manager, TeamMember.suspend, karim.affiliation, reason="Absence longue.")
        page = as_person(karim.someone).get("/portail/", follow=True)
        assert "Absence longue." in page.content.decode()

    def test_removed_is_over_and_the_trace_stays(self, people, karim):
        run(people.manager, TeamMember.remove, karim.affiliation, reason="Fin de contrat.")
        assert seen_by_the_frame(karim.someone).organisation is None
        assert grant_of(karim.affiliation, "sessions.consult").why == "Fin de contrat."

    @pytest.mark.parametrize("act", [TeamMember.suspend, TeamMember.remove])
    def test_the_last_manager_stays(self, people, act):
        own = place_of(people.manager.user, people.organisation_m.pk)
        with pytest.raises(Refused, match="seul responsable"):
            run(people.instructor, act, own, reason="Essai.")

    @pytest.mark.parametrize("act", [TeamMember.suspend, TeamMember.remove])
    def test_nobody_does_it_to_oneself(self, people, karim, act):
        own = place_of(people.manager.user, people.organisation_m.pk)
        with pytest.raises(Refused, match="vous-même"):
            run(people.manager, act, own, reason="Essai.")


def test_a_closed_portal_leaves_the_file_to_its_manager(people):
    Organisation.objects.using("owner").filter(pk=people.organisation_m.pk).update(
        portal_closed_at=clock.now(), portal_closed_why="suspended"
    )
    karim = add_colleague(people)
    assert rights_of(karim) == set()
    actor = seen_by_the_frame(people.manager)
    assert actor.rights == {"file.fill"}
    assert not permissions.holds(actor, "portal.enter", people.organisation_m)


def test_the_team_is_saved_at_once_or_not_at_all(people, karim):
    lucie = add_colleague(people)
    team = people.organisation_m.pk
    good = {
        karim.affiliation.pk: (None, [Wanted("quotes.enter")]),
        lucie.affiliation.pk: (None, [Wanted("quotes.enter")]),
    }
    run(people.manager, TeamPolicy.set_rights, team, changes=good)
    assert (rights_of(karim), rights_of(lucie)) == ({"quotes.enter"}, {"quotes.enter"})
    bad = {karim.affiliation.pk: (None, []), lucie.affiliation.pk: (None, [Wanted("quotes.sign")])}
    with pytest.raises(Refused, match="n’existe pas"):
        run(people.manager, TeamPolicy.set_rights, team, changes=bad)
    assert (rights_of(karim), rights_of(lucie)) == ({"quotes.enter"}, {"quotes.enter"})


def test_what_is_over_is_told_as_ended(people, karim):
    AccessGrant.objects.using("owner").update(starts_on=day(-9), ends_on=day(-1))
    from kairos.foundation.actor import system

    with scope(system("tests")) as actor:
        jobs.end_expired(actor, clock.now())
    assert grant_of(karim.affiliation, "sessions.consult").state == "ended"


def test_what_is_used_is_known_by_the_day(people, karim, as_person):
    uses.forget()
    give(people.manager, karim.affiliation, "organisation.consult")
    client = as_person(karim.someone)
    assert client.get("/portail/organisation/").status_code == 200
    used = {
        row.right: row.last_on for row in RightUse.objects.using("owner").filter(affiliation_id=karim.affiliation.pk)
    }
    assert used == {"": clock.today(), "organisation.consult": clock.today()}


def test_the_organisations_own_limit_is_the_stricter_one(people, as_person, monkeypatch):
    Team.objects.using("owner").filter(pk=people.organisation_m.pk).update(idle_minutes=5)
    client = as_person(people.manager)
    assert client.get("/portail/").status_code == 200
    with clock.fixed(clock.now() + timedelta(minutes=6)):
        assert client.get("/portail/").status_code == 302
