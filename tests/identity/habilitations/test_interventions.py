"""Staff sessions: what an agent may read of trainees, for whom, and until when."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation import clock, permissions
from kairos.foundation.actor import Actor, Audience, system
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.identity.habilitations.interventions import jobs, queries
from kairos.identity.habilitations.interventions.lifecycle import StaffSession
from kairos.identity.habilitations.interventions.permissions import READ
from kairos.identity.habilitations.models import Intervention
from tests.support.team import MOTIVE, intervene, run, seen_by_the_frame


@dataclass(frozen=True)
class Quote:
    """A row of an area of trainees, of the kind that is to come."""

    organisation_id: UUID


def reads(someone, organisation) -> bool:
    return permissions.holds(seen_by_the_frame(someone), READ, Quote(organisation.pk))


def over(row: Intervention) -> None:
    earlier = clock.now() - timedelta(hours=5)
    Intervention.objects.using("owner").filter(pk=row.pk).update(
        opened_at=earlier, ends_at=earlier + timedelta(hours=1)
    )


def test_nobody_of_the_operator_reads_without_one(people):
    for someone in (people.instructor, people.supervisor):
        assert not reads(someone, people.organisation_m)


def test_it_opens_at_the_next_request_to_that_agent_alone_until_it_is_ended(people):
    row = intervene(people.instructor)
    assert reads(people.instructor, people.organisation_m)
    assert not reads(people.supervisor, people.organisation_m)
    run(people.instructor, StaffSession.close, row)
    assert not reads(people.instructor, people.organisation_m)


def test_for_one_organisation_it_opens_that_one(people):
    intervene(people.instructor, people.organisation_m.pk)
    assert reads(people.instructor, people.organisation_m)
    assert not reads(people.instructor, people.organisation_a)
    assert not permissions.holds(seen_by_the_frame(people.instructor), READ)


def test_its_time_over_it_opens_nothing_whether_told_or_not(people):
    row = intervene(people.instructor)
    with scope(system("tests")) as who, pytest.raises(Refused, match="pas encore échue"):
        run(who, StaffSession.expire, row)
    over(row)
    assert not reads(people.instructor, people.organisation_m)
    with scope(system("tests")) as who:
        jobs.expire(who, clock.now())
    assert Intervention.objects.using("owner").get(pk=row.pk).state == "closed"


def test_one_at_a_time_and_another_after_the_first_is_over(people):
    first = intervene(people.instructor)
    with pytest.raises(Refused, match="déjà une intervention"):
        intervene(people.instructor)
    over(first)
    intervene(people.instructor)
    states = Intervention.objects.using("owner").order_by("opened_at").values_list("state", flat=True)
    assert list(states) == ["closed", "open"]


@pytest.mark.parametrize(
    ("motive", "text", "message"),
    [("Par curiosité", "Voir.", "motif de la liste"), (MOTIVE, "  ", "Dites en quelques mots")],
)
def test_it_says_why(people, motive, text, message):
    with pytest.raises(Refused, match=message):
        run(people.instructor, StaffSession.open, Intervention(), motive=motive, text=text)


def test_nobody_ends_or_sees_that_of_another_but_a_supervisor_sees_all(people):
    row = intervene(people.supervisor)
    with pytest.raises(Denied):
        run(people.instructor, StaffSession.close, row)
    with scope(people.instructor.actor):
        assert list(queries.visible_to(people.instructor.actor)) == []
    mine = intervene(people.instructor)
    with scope(people.supervisor.actor):
        assert {one.pk for one in queries.visible_to(people.supervisor.actor)} == {row.pk, mine.pk}


def test_no_provider_opens_one(people):
    with pytest.raises(Denied):
        intervene(people.manager)


def test_supervisors_are_told_of_many(people):
    for _ in range(10):
        run(people.instructor, StaffSession.close, intervene(people.instructor))
    with scope(system("tests")):
        told = OutboxMessage.objects.filter(kind="ManyInterventions", channel="app")
        assert list(told.values_list("recipient", flat=True)) == [people.supervisor.user.pk]


ORGANISATIONS = [new_id() for _ in range(3)]


@given(
    rights=st.frozensets(st.sampled_from([READ, "operator.instruct", "quotes.consult"])),
    audience=st.sampled_from(Audience),
    where=st.sampled_from([None, *ORGANISATIONS]),
    of=st.sampled_from(ORGANISATIONS),
)
def test_only_an_agent_with_it_and_only_there(rights, audience, where, of):
    actor = Actor(audience=audience, user=new_id(), rights=rights, intervention=new_id(), intervention_for=where)
    expected = audience == Audience.OPERATOR and READ in rights and where in (None, of)
    assert permissions.holds(actor, READ, Quote(of)) is expected
