"""« Vérifier »: an organisation's entries proved without showing it anybody else's; all of them for the operator."""

import re
import time
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.db import connections

from kairos.foundation import journal
from kairos.foundation.actor import system
from kairos.foundation.chain_checks.models import ChainCheck, latest
from kairos.foundation.ids import NOBODY
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import worker
from kairos.foundation.journal import hashing, sealing

OWN, WHOLE = "/gid/journal/verifier/", "/operateur/journal/verifier/"


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@contextmanager
def owner_at_work():
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER kairos_append_only")
        yield cursor
        cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER kairos_append_only")


def seal_all() -> None:
    give_up = time.monotonic() + 300
    while True:
        sealing.seal()
        with scope(system("tests")):
            if sealing.pending() == 0:
                return
        assert time.monotonic() < give_up


@pytest.fixture
def written(people):
    """Entries of two organisations, sealed together; the ids of those of the manager's."""
    for actor, count in ((people.manager.actor, 6), (people.owner_a.actor, 5)):
        with scope(actor):
            for _ in range(count):
                journal.happened(actor, "session.proved_again")
    seal_all()
    return {"mine": _ids(people.organisation_m.pk), "theirs": _ids(people.organisation_a.pk)}


def _ids(organisation) -> list[int]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id FROM journal_entry WHERE organisation = %s ORDER BY id", [organisation])
        return [key for (key,) in cursor.fetchall()]


def verified(client, address: str) -> str:
    assert client.post(address).status_code == 302
    assert worker.drain() == []
    return text_of(client.get(address))


def test_the_entries_of_an_organisation_are_proved_whole(people, as_person, written):
    client = as_person(people.manager)
    assert "Personne n’a encore fait vérifier" in text_of(client.get(OWN))
    assert client.post(OWN).status_code == 302
    assert "Vérification en cours" in text_of(client.get(OWN))
    assert worker.drain() == []
    said = text_of(client.get(OWN))
    assert "Intact" in said
    with scope(system("tests")):
        check = latest(people.organisation_m.pk)
    assert check.state == ChainCheck.State.WHOLE
    assert check.entries >= len(written["mine"])
    assert check.done == check.seals > 0


def test_it_is_asked_once_in_a_while(people, as_person, written):
    client = as_person(people.manager)
    assert client.post(OWN).status_code == 302
    refused = client.post(OWN)
    assert (refused.status_code, "déjà en cours" in text_of(refused)) == (422, True)
    assert worker.drain() == []
    refused = client.post(OWN)
    assert (refused.status_code, "vient d’être vérifié" in text_of(refused)) == (422, True)


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("UPDATE journal_entry SET acts = ARRAY['x'] WHERE id = {mine}", "L’écriture {mine} n’est plus celle"),
        ("DELETE FROM journal_entry WHERE id = {mine}", "Une écriture de ce sceau a disparu"),
        ("UPDATE journal_entry SET tx = tx + 1000000 WHERE id = {mine}", "Une écriture de ce sceau a disparu"),
        ("UPDATE journal_entry SET acts = ARRAY['x'] WHERE id = {theirs}", "qui n’est pas à votre organisme"),
    ],
)
def test_tampering_shows_on_the_page_and_tells_nothing_of_others(people, as_person, written, tampering, said):
    places = {"mine": written["mine"][-3], "theirs": written["theirs"][-2]}
    with owner_at_work() as cursor:
        cursor.execute(tampering.format(**places))
    found = verified(as_person(people.manager), OWN)
    assert "ne sont plus telles" in found
    assert said.format(**places) in found
    with scope(system("tests")):
        told = latest(people.organisation_m.pk).faults
    assert not {fault["entry"] for fault in told} & set(written["theirs"])


def test_the_operator_verifies_all_of_it(people, as_person, written):
    client = as_person(people.supervisor)
    assert "Intact" in verified(client, WHOLE)
    with owner_at_work() as cursor:
        cursor.execute("UPDATE journal_entry SET at = at + interval '1 second' WHERE id = %s", [written["theirs"][0]])
        cursor.execute("UPDATE chain_check SET asked_at = asked_at - interval '1 day'")
    assert f"L’écriture {written['theirs'][0]} n’est plus" in verified(client, WHOLE)
    assert as_person(people.instructor).get(WHOLE).status_code == 403


def test_each_sees_its_own_verifications_alone(people, as_person, written):
    verified(as_person(people.supervisor), WHOLE)
    with scope(people.manager.actor):
        assert not ChainCheck.objects.exists()
    with scope(system("tests")):
        assert ChainCheck.objects.get().organisation_id == NOBODY


def test_one_that_cannot_end_says_so(people, as_person, written, monkeypatch):
    monkeypatch.setattr(hashing, "HASHES", "SELECT * FROM nothing_of_the_kind WHERE %s <> ALL(%s)")
    client = as_person(people.manager)
    client.post(OWN)
    assert worker.drain() == ["journal.check"]
    assert "n’a pas pu aller au bout" in text_of(client.get(OWN))


def test_many_groups_of_seals_give_the_same_answer(people, as_person, written, monkeypatch):
    monkeypatch.setattr(hashing, "ENTRIES_AT_ONCE", 1)
    for _ in range(3):
        with scope(people.manager.actor):
            journal.happened(people.manager.actor, "session.proved_again")
        seal_all()
    assert "Intact" in verified(as_person(people.manager), OWN)


def test_the_operator_sees_who_consulted_a_file(people, as_person):
    subject = uuid4()
    with scope(people.manager.actor) as who:
        journal.reading(who, "quality_request.read", [subject], "quality.qualityrequest")
    with scope(people.instructor.actor) as who:
        journal.reading(who, "quality_request.list", [uuid4(), subject], "quality.qualityrequest")
    said = text_of(as_person(people.supervisor).get(f"/operateur/journal/?objet={subject}"))
    assert people.manager.actor.name in said
    assert people.instructor.actor.name in said
    assert "Liste des demandes qualité consultée" in said
    assert "Personne n’a consulté" in text_of(as_person(people.supervisor).get(f"/operateur/journal/?objet={uuid4()}"))
