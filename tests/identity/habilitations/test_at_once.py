"""Two account managers who act on each other at the same instant, and somebody of two organisations."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.permissions import Denied
from kairos.identity.habilitations import queries
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.models import Affiliation
from tests.support.helping import seen_in
from tests.support.people import sign_in
from tests.support.team import add_colleague, place_of, run, seen_by_the_frame

WHY = {"reason": "Essai."}


@pytest.mark.parametrize("name", ["suspend", "remove", "withdraw_manager"])
def test_of_two_managers_one_remains(people, name):
    second = add_colleague(people)
    run(people.manager, TeamMember.ask_to_manage, second.affiliation, way="beside")
    run(second, TeamMember.manage, second.affiliation)
    pairs = [(people.manager, second.someone), (second.someone, people.manager)]
    actors = [(seen_by_the_frame(who), place_of(whom.user, people.organisation_m.pk)) for who, whom in pairs]
    together = Barrier(2)

    def strike(pair):
        actor, row = pair
        try:
            with scope(actor):
                together.wait(120)
                engine.run(getattr(TeamMember, name), row.pk, actor, **WHY)
            return "done"
        except (Refused, Denied):
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(strike, actors))
    assert answers == ["done", "refused"]
    with scope(people.instructor.actor):
        assert len(queries.managers_of(people.organisation_m.pk)) == 1


def test_removed_from_one_organisation_the_other_goes_on_in_the_same_session(people):
    """The freelance has her own file and belongs to A: there she is removed."""
    client = sign_in(Client(), people.freelance)
    own = people.freelance.organisation
    there = place_of(people.freelance.user, people.organisation_a.pk)
    assert seen_in(client).organisation == own
    run(people.instructor, TeamMember.remove, there, **WHY)
    actor = seen_in(client)
    assert (actor.organisation, actor.rights) == (own, {"file.fill"})
    assert client.get("/compte/").status_code == 200
    assert Affiliation.objects.using("owner").get(pk=there.pk).state == "ended"


def test_removed_from_the_one_acted_for_the_session_goes_on_for_the_other(people):
    client = sign_in(Client(), people.freelance)
    here = place_of(people.freelance.user, people.freelance.organisation)
    run(people.instructor, TeamMember.remove, here, **WHY)
    assert seen_in(client).organisation == people.organisation_a.pk
