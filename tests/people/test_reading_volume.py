"""Ceilings on people read: nobody beyond them is shown, whatever comes at once; those who answer for it are told."""

import dataclasses
import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, connections

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, system
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.people.access import settings, volume
from kairos.people.access.models import ReadingSeen, ReadingStop
from kairos.people.access.stops.lifecycle import StoppedReadings
from kairos.people.access.volume import ProofNeeded, ReadingsStopped
from tests.support import agencies, team
from tests.support.agencies import row_of

HOUR, DAY, TRIES = 10, 20, 3


@pytest.fixture(autouse=True)
def low(monkeypatch):
    """Ceilings that a test reaches quickly."""
    monkeypatch.setattr(volume, "ceilings", lambda place: (HOUR + 5, DAY + 5) if place else (HOUR, DAY))
    monkeypatch.setattr(volume, "tries", lambda: TRIES)


def test_the_ceilings_are_settings():
    assert [
        settings.ACCOUNT_HOUR.first,
        settings.ACCOUNT_DAY.first,
        settings.PLACE_HOUR.first,
        settings.PLACE_DAY.first,
    ] == [200, 500] * 2


def ids(count: int) -> list[UUID]:
    return [new_id() for _ in range(count)]


def read(actor: Actor, people: list[UUID]) -> str:
    """ "shown", or why not, as a page that commits whatever it answers."""
    with scope(actor):
        try:
            volume.spend(actor, people)
        except (ProofNeeded, ReadingsStopped) as refused:
            return type(refused).__name__
        return "shown"


def seen(holder: UUID) -> int:
    return ReadingSeen.objects.using("owner").filter(holder_id=holder).count()


def proved(actor: Actor, at) -> Actor:
    return dataclasses.replace(actor, proved_at=at)


def test_the_same_people_again_cost_nothing(people):
    actor, some = people.adviser.actor, ids(HOUR)
    assert {read(actor, some) for _ in range(30)} == {"shown"}
    assert seen(actor.user) == HOUR


def test_beyond_the_hour_nobody_is_shown_without_a_new_proof(people):
    actor = proved(people.adviser.actor, clock.now())
    assert read(actor, ids(HOUR)) == "shown"
    assert read(actor, ids(1)) == "ProofNeeded"
    assert seen(actor.user) == HOUR
    again = proved(actor, clock.now())
    assert read(again, ids(HOUR)) == "shown"
    assert seen(actor.user) == 2 * HOUR


def test_one_proof_opens_one_hour(people):
    actor = people.adviser.actor
    read(actor, ids(HOUR))
    read(actor, ids(1))
    again = proved(actor, clock.now())
    assert [read(again, ids(HOUR)), read(again, ids(1))] == ["shown", "ReadingsStopped"]


def test_an_hour_later_one_reads_again(people):
    actor = people.adviser.actor
    read(actor, ids(HOUR))
    with clock.fixed(clock.now() + timedelta(minutes=61)):
        assert read(actor, ids(HOUR)) == "shown"
    with clock.fixed(clock.now() + timedelta(hours=2, minutes=2)):
        assert read(actor, ids(1)) == "ReadingsStopped"
    with clock.fixed(clock.now() + timedelta(hours=25)):
        assert seen(actor.user) == 2 * HOUR


def test_the_day_that_ended_counts_no_more(people):
    actor, some = people.adviser.actor, ids(HOUR)
    read(actor, some)
    for day in range(1, 4):
        with clock.fixed(clock.now() + timedelta(days=day, minutes=day)):
            assert read(actor, some) == "shown"


def test_who_insists_without_proof_is_stopped_and_told_of(people):
    actor = people.adviser.actor
    read(actor, ids(HOUR))
    assert [read(actor, ids(1)) for _ in range(TRIES + 1)] == ["ProofNeeded"] * (TRIES - 1) + ["ReadingsStopped"] * 2
    assert read(proved(actor, clock.now()), ids(1)) == "ReadingsStopped"
    told = OutboxMessage.objects.using("owner").filter(kind="ReadingsStopped", channel="email")
    assert set(told.values_list("recipient", flat=True)) == {people.agency_head.user.pk, people.supervisor.user.pk}


def test_a_whole_page_beyond_the_ceiling_is_shown_to_nobody(people):
    assert read(people.adviser.actor, ids(DAY + 1)) == "ReadingsStopped"
    assert seen(people.adviser.user.pk) == 0


def test_an_organisation_has_its_own_ceiling(people):
    first, second = people.manager.actor, team.add_colleague(people, "candidates.consult").actor
    assert read(first, ids(HOUR)) == "shown"
    assert read(second, ids(5)) == "shown"
    assert read(second, ids(1)) == "ProofNeeded"
    assert seen(people.organisation_m.pk) == HOUR + 5


def test_two_advisers_of_an_agency_are_counted_apart(people):
    other = agencies.adviser(row_of(people.adviser).agency, "other").actor
    assert [read(actor, ids(HOUR)) for actor in (people.adviser.actor, other)] == ["shown"] * 2


def test_a_hundred_pages_at_once_show_no_more_than_the_ceiling(people):
    """Real connections: each asks for one new person at the same time."""
    actor, answers = people.adviser.actor, []

    def page() -> None:
        try:
            answers.append(read(actor, ids(1)))
        finally:
            connection.close()

    threads = [threading.Thread(target=page) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers.count("shown"), seen(actor.user), len(answers)) == (HOUR, HOUR, 40)
    assert ReadingStop.objects.using("owner").filter(holder_id=actor.user).count() == 1


def _stopped(people) -> ReadingStop:
    read(people.adviser.actor, ids(DAY + 1))
    with scope(system("tests")):
        return ReadingStop.objects.get(holder_id=people.adviser.user.pk)


def test_another_person_lifts_a_stop_and_the_count_starts_afresh(people):
    row = _stopped(people)
    with pytest.raises(Denied):
        team.run(people.adviser, StoppedReadings.lift, row.pk, reason="C’est moi")
    with pytest.raises(Refused, match="pourquoi"):
        team.run(people.agency_head, StoppedReadings.lift, row.pk, reason="")
    team.run(people.agency_head, StoppedReadings.lift, row.pk, reason="C’était bien elle : elle préparait une revue")
    assert read(people.adviser.actor, ids(HOUR)) == "shown"


def test_a_supervisor_lifts_any(people):
    with scope(people.supervisor.actor) as actor:
        engine.run(StoppedReadings.lift, _stopped(people).pk, actor, reason="Vérifié au téléphone")
    assert read(people.adviser.actor, ids(1)) == "shown"


def test_counts_cost_few_statements(people, statements):
    actor, some = people.manager.actor, ids(5)
    with scope(actor), statements() as first:
        volume.spend(actor, some)
    with scope(actor), statements() as again:
        volume.spend(actor, some)
    assert len([query for query in first.captured_queries if "SAVEPOINT" not in query["sql"]]) <= 3
    assert len(again.captured_queries) == 1
    connections["default"].close()
