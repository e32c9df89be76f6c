"""Finding one person exactly, with a reason: by a provider, at the front desk, by an agent of the operator."""

import dataclasses
from datetime import date, timedelta

import pytest

from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.identity.accounts.sessions import Device
from kairos.people.access import lookup
from kairos.people.access.lookup import Asked, NotFound
from kairos.people.access.models import PersonAccess, ReadingStop
from kairos.people.access.volume import ReadingsStopped
from tests.support import agencies, team
from tests.support.agencies import BIRTH, followed, row_of, seen_by

DEVICE = Device("Firefox sur Linux", "192.0.2.0/24")
WHY = "Inscription à l’information collective du 3 mars"


@pytest.fixture
def provider(people):
    return team.add_colleague(people, "candidates.consult").actor


def find(actor, person=None, how=lookup.by_provider, **more):
    words = {"identifier": person.identifier if person else "9999999Z", "birth_date": BIRTH, "reason": WHY} | more
    extra = {lookup.in_emergency: ("Accueil",), lookup.by_agent: ("Service public de l’emploi",)}.get(how, ())
    with scope(actor):
        return how(new_id(), Asked(**words), *extra, DEVICE, actor)


def test_a_provider_reads_whom_it_names_exactly_for_a_while(people, provider):
    person = followed(people.adviser)
    row = find(provider, person)
    assert isinstance(row, PersonAccess)
    assert (row.reason, row.who) == (WHY, "Méridienne Formation")
    assert round((row.ends_at - row.starts_at) / timedelta(days=1), 3) == 30
    assert seen_by(provider) == {person.pk}


@pytest.mark.parametrize("wrong", [{"birth_date": date(1990, 9, 4)}, {"identifier": "1234567B"}])
def test_half_of_it_finds_nobody(people, provider, wrong):
    assert find(provider, followed(people.adviser), **wrong) == NotFound()
    assert seen_by(provider) == set()


def test_a_reason_is_due(people, provider):
    with pytest.raises(Refused, match="pourquoi"):
        find(provider, followed(people.adviser), reason="")
    assert seen_by(provider) == set()


def test_who_holds_no_right_on_candidates_looks_nobody_up(people):
    person = followed(people.adviser)
    for actor in (people.manager.actor, people.owner_a.actor, people.adviser.actor, people.job_seeker.actor):
        with pytest.raises(Denied):
            find(actor, person)


def test_an_agent_who_helps_somebody_there_looks_nobody_up(people, provider):
    helping = dataclasses.replace(provider, user=people.instructor.user.pk, helped=provider.user)
    with pytest.raises(Denied):
        find(helping, followed(people.adviser))


def test_ten_wrong_answers_wait_then_stop_the_account(people, provider, monkeypatch):
    from kairos.identity.accounts import throttle

    monkeypatch.setattr(throttle, "_delay", lambda *_: timedelta())
    answers = [find(provider) for _ in range(10)]
    assert answers == [NotFound()] * 10
    with pytest.raises(ReadingsStopped):
        find(provider, followed(people.adviser))
    stop = ReadingStop.objects.using("owner").get(holder_id=provider.user)
    assert stop.cause == ReadingStop.Cause.GUESSES
    told = OutboxMessage.objects.using("owner").filter(kind="ReadingsStopped", channel="email")
    assert set(told.values_list("recipient", flat=True)) == {people.manager.user.pk, people.supervisor.user.pk}


def test_asking_for_ones_own_people_in_between_forgives_no_guess(people, provider, monkeypatch):
    from kairos.identity.accounts import throttle

    monkeypatch.setattr(throttle, "_delay", lambda *_: timedelta())
    known = followed(people.adviser)
    assert isinstance(find(provider, known), PersonAccess)
    for _ in range(9):
        assert find(provider) == NotFound()
        assert isinstance(find(provider, known), PersonAccess)
    assert find(provider) == NotFound()
    with pytest.raises(ReadingsStopped):
        find(provider, known)


def test_somebody_new_who_is_found_starts_the_count_afresh(people, provider, monkeypatch):
    from kairos.identity.accounts import throttle

    monkeypatch.setattr(throttle, "_delay", lambda *_: timedelta())
    for _ in range(9):
        assert find(provider) == NotFound()
    assert isinstance(find(provider, followed(people.adviser)), PersonAccess)
    assert find(provider) == NotFound()
    assert isinstance(find(provider, followed(people.adviser)), PersonAccess)


def test_a_wrong_answer_makes_the_next_one_wait(people, provider):
    answers = [find(provider) for _ in range(5)]
    assert answers[-1].seconds > 0
    assert find(provider, followed(people.adviser)).seconds > 0, "the right answer waits too"


def test_the_front_desk_opens_in_its_own_agency_and_the_head_is_told(people):
    agency = row_of(people.adviser).agency
    desk = agencies.desk(agency).actor
    person = followed(people.adviser)
    row = find(desk, person, lookup.in_emergency)
    assert seen_by(desk) == {person.pk}
    assert round((row.ends_at - row.starts_at) / timedelta(hours=1), 1) == 2
    told = OutboxMessage.objects.using("owner").filter(kind="OpenedInEmergency", channel="email")
    assert set(told.values_list("recipient", flat=True)) == {people.agency_head.user.pk}


def test_the_front_desk_finds_by_exact_name_too_and_nobody_of_another_agency(people):
    desk = agencies.desk(agencies.open_agency("Mission locale du Port", "mission")).actor
    person = followed(people.adviser, first_name="Anaëlle", last_name="Kerbrat-Nguyen")
    assert find(desk, person, lookup.in_emergency) == NotFound()
    own = agencies.desk(row_of(people.adviser).agency).actor
    name = f"{person.last_name} {person.first_name}".upper()
    assert isinstance(find(own, person, lookup.in_emergency, identifier="", name=name), PersonAccess)


def test_an_adviser_without_the_desk_opens_nothing_in_emergency(people):
    with pytest.raises(Denied):
        find(people.adviser.actor, followed(people.adviser), lookup.in_emergency)


def test_an_agent_reads_during_an_intervention_alone(people):
    person = followed(people.adviser)
    agent = people.instructor.actor
    row = team.intervene(people.instructor)
    during = dataclasses.replace(agent, intervention=row.pk, rights=agent.rights | {"trainees.read"})
    assert find(during, person, lookup.by_agent).ends_at == row.ends_at
    assert seen_by(agent) == {person.pk}
    without = dataclasses.replace(agent, intervention=row.pk)
    with pytest.raises(Denied):
        find(without, followed(people.adviser), lookup.by_agent)


def test_an_intervention_for_an_organisation_finds_those_it_reads(people):
    person, other = followed(people.adviser), followed(people.adviser)
    agencies.read_by(people.organisation_m.pk, person)
    row = team.intervene(people.instructor, people.organisation_m.pk)
    agent = dataclasses.replace(
        people.instructor.actor,
        intervention=row.pk,
        intervention_for=people.organisation_m.pk,
        rights=people.instructor.actor.rights | {"trainees.read"},
    )
    assert find(agent, other, lookup.by_agent) == NotFound()
    assert isinstance(find(agent, person, lookup.by_agent), PersonAccess)
    with scope(system("tests")):
        assert PersonAccess.objects.filter(source="intervention").count() == 1
