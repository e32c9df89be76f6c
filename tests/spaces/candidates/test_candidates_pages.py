"""Those referred to one's sessions as the provider sees them: listed, decided one by one or together, exported."""

import io
import re
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connections
from python_calamine import CalamineWorkbook

from kairos.foundation import clock
from kairos.foundation.guards import Refused
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.accounts.models import Session
from kairos.offer.catalogue.lifecycle import Session as Edited
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.people.access import volume
from tests.support import catalogue, path
from tests.support.agencies import followed
from tests.support.team import run

HOME = "/organisme/candidats/"


@pytest.fixture
def who(people):
    return path.coordinator(people)


@pytest.fixture
def session(who):
    return path.session(who)


@pytest.fixture
def client(who, as_person):
    return as_person(who.someone)


def readings(name: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.using("owner").filter(acts=[name]))


def dossier(row) -> str:
    return f"{HOME}dossiers/{row.pk}/"


def test_who_waits_for_a_decision_comes_first_contacts_masked_and_is_journaled(people, who, session, client):
    first, second = path.referred(people, session), path.referred(people, session)
    kept = path.referred(people, session)
    run(who, Enrolling.retain, kept.pk)
    page = client.get(HOME).content.decode()
    assert page.index(str(first.pk)) < page.index(str(second.pk))
    assert str(kept.pk) not in page
    assert first.person.email not in page
    assert "06 •• •• •• 34" in page.replace("\u00a0", " ")
    [entry] = readings("enrolments.listed")
    assert set(entry.subjects) == {first.person_id, second.person_id}
    assert str(kept.pk) in client.get(HOME + "?etat=retenus").content.decode()
    assert "Personne en attente" in client.get(HOME + "?etat=attente").content.decode()


def test_words_and_a_session_filter_inside_ones_own_people(people, who, session, client):
    row, other = path.referred(people, session), path.referred(people, path.session(who))
    stranger = followed(people.adviser)
    name = row.person.last_name
    found = client.get(HOME, {"q": f"{row.person.first_name} {name.upper()[:-1]}", "session": session.number})
    assert str(row.pk) in found.content.decode()
    assert str(other.pk) not in found.content.decode()
    nobody = client.get(HOME, {"q": stranger.last_name + "x"}).content.decode()
    assert "Aucun candidat ne répond" in nobody


def test_a_name_stands_beside_a_state_while_the_dossier_is_open(people, who, session, client):
    row = path.referred(people, session)
    assert path.again(row).person_key == row.person.sort_key
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE job_seeker SET sort_key = 'autre nom' WHERE id = %s", [row.person_id])
    assert path.again(row).person_key == "autre nom"
    assert str(row.pk) in client.get(HOME, {"q": "autre"}).content.decode()
    run(people.adviser, Enrolling.withdraw, row.pk, reason="Elle déménage")
    assert path.again(row).person_key == ""
    run(people.adviser, Enrolling.reopen, row.pk, reason="Elle reste")
    assert path.again(row).person_key == "autre nom"


def test_who_was_in_training_when_names_were_written_is_named_too(people, who):
    person = followed(people.adviser)
    row = path.in_training(people, who, person=person)
    there = connections["owner"]
    with there.cursor() as cursor:
        cursor.execute("UPDATE enrolment SET person_key = '' WHERE id = %s", [row.pk])
    for step, said in (("0007_own_people_found", ""), ("0008_in_training_found", person.sort_key)):
        import_module(f"kairos.path.enrolments.migrations.{step}").name(None, SimpleNamespace(connection=there))
        assert path.again(row).person_key == said


def test_the_dossier_has_the_next_act_and_what_happened(people, who, session, client):
    row = path.referred(people, session)
    page = client.get(dossier(row)).content.decode()
    assert f'data-subject="{row.pk}" data-lifecycle="referred"' in page
    assert re.search(r'class="btn primary" data-act="enrolment.retain"', page)
    assert "Très motivée." in page
    assert row.person.email not in page
    refused = client.post(dossier(row) + "decider/", {"acte": "not_retain", "reason": "Parce que"})
    assert (refused.status_code, "Choisissez dans la liste" in refused.content.decode()) == (422, True)
    assert client.post(dossier(row) + "decider/", {"acte": "miss"}).status_code == 302
    assert client.post(dossier(row) + "decider/", {"acte": "not_retain", "reason": path.WHY}).status_code == 302
    page = client.get(dossier(row)).content.decode()
    story = [page.index(word) for word in ("<b>Non retenu", "<b>Noté absent", "<b>Orienté par son conseiller")]
    assert story == sorted(story)
    assert path.WHY in page
    late = client.post(dossier(row) + "decider/", {"acte": "wait"})
    assert (late.status_code, "n’est plus possible" in late.content.decode()) == (422, True)


def test_whoever_may_not_decide_is_offered_what_they_may(people, who, session, as_person):
    row = path.referred(people, session)
    enters = as_person(path.coordinator(people, "candidates.enter").someone)
    acts = re.findall(r'data-act="enrolment\.(\w+)"', enters.get(dossier(row)).content.decode())
    assert acts == ["wait", "miss"]
    assert enters.post(dossier(row) + "decider/", {"acte": "retain"}).status_code == 403
    reads = as_person(path.coordinator(people, "candidates.consult").someone)
    assert "data-act" not in reads.get(dossier(row)).content.decode().split("<main")[1]
    assert as_person(people.adviser).get(dossier(row)).status_code == 404


def test_who_withdrew_is_not_shown_any_more(people, session, client):
    row = path.referred(people, session)
    run(path.oneself(row.person), Enrolling.withdraw, row.pk, reason="Un emploi.")
    assert str(row.pk) not in client.get(HOME).content.decode()
    assert client.get(dossier(row)).status_code == 404


def test_several_are_decided_together_or_nobody_is(people, who, session, client):
    rows = [path.referred(people, session) for _ in range(3)]
    address = f"{HOME}sessions/{session.pk}/"
    said = {f"d-{rows[0].pk}": "retain", f"d-{rows[1].pk}": "not_retain"}
    refused = client.post(address, said)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert f"{rows[1].person.full_name} : Choisissez dans la liste" in page
    assert '<option value="retain" selected>' in page
    assert {path.again(row).state for row in rows} == {"referred"}
    assert client.post(address, {}).status_code == 422
    assert client.post(address, said | {f"m-{rows[1].pk}": path.WHY}).status_code == 302
    assert [path.again(row).state for row in rows] == ["retained", "not_retained", "referred"]
    assert "2 décisions enregistrées" in client.get(address + "?fait=2").content.decode().replace("\u00a0", " ")


def test_an_export_asks_for_a_proof_and_a_reason_and_is_what_was_filtered(people, who, session, client):
    row, kept = path.referred(people, session), path.referred(people, session)
    run(who, Enrolling.retain, kept.pk)
    address = f"{HOME}dossiers/exporter/"
    assert client.post(address, {"reason": "", "kind": "csv"}).status_code == 422
    answer = client.post(address + "?etat=retenus", {"reason": "Feuille d’accueil", "kind": "csv"})
    first, _, *lines = answer.content.decode("utf-8-sig").splitlines()
    assert "Feuille d’accueil" in first
    assert who.user.full_name in first
    assert [kept.person.identifier in line for line in lines] == [True]
    assert [entry.subjects for entry in readings("enrolments.exported")] == [[kept.person_id]]
    book = client.post(address, {"reason": "Accueil", "kind": "xlsx"}).content
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [line[2] for line in cells[2:]] == [row.person.identifier]
    Session.objects.using("owner").update(proved_at=clock.now() - timedelta(hours=1))
    assert "/connexion/preuve/" in client.get(address)["Location"]


def test_who_may_export_at_one_establishment_exports_its_people_alone(people, who, session, as_person):
    here, there = path.referred(people, session), path.session(who)
    away = path.referred(people, there)
    path.elsewhere(there)
    one = path.narrowed(people, ("candidates.consult",), ("candidates.approve",), path.again(session).establishment_id)
    client = as_person(one.someone)
    page = client.get(HOME).content.decode()
    assert str(here.pk) in page
    assert str(away.pk) in page
    answer = client.post(f"{HOME}dossiers/exporter/", {"reason": "Feuille d’accueil", "kind": "csv"})
    found = [person for person in (here.person, away.person) if person.identifier in answer.content.decode("utf-8-sig")]
    assert found == [here.person]
    contacts = f"{HOME}sessions/{{}}/coordonnees/"
    assert [client.get(contacts.format(on.pk)).status_code for on in (session, there)] == [200, 403]
    for row in (here, away):
        run(who, Enrolling.retain, row.pk)
    prints = f"{HOME}sessions/{{}}/imprimer/"
    shown = ["coordonnees" in client.get(prints.format(on.pk)).content.decode() for on in (session, there)]
    assert shown == [True, False]


def test_lists_are_counted_by_the_ceilings(people, session, client, monkeypatch):
    for _ in range(3):
        path.referred(people, session)
    monkeypatch.setattr(volume, "ceilings", lambda place: (2, 10))
    assert client.get(HOME)["Location"].startswith("/connexion/preuve/")
    assert readings("enrolments.listed") == []


def test_a_session_is_full_when_as_many_are_retained_as_it_has_places(people, who, client, as_person):
    session = path.session(who, capacity=2)
    for row in [path.referred(people, session) for _ in range(2)]:
        run(who, Enrolling.retain, row.pk)
    mine, found = client.get("/organisme/sessions/"), client.get("/organisme/catalogue/")
    group = client.get(f"{HOME}sessions/{session.pk}/")
    searched = as_person(people.job_seeker).get("/candidat/rendez-vous/demander/")
    person = path.referred(people, session).person_id
    advised = as_person(people.adviser).get(f"/conseiller/personnes/{person}/orienter/?choix={session.pk}")
    for page in (mine, found, group, searched, advised):
        assert "omplète" in page.content.decode().split("<main")[1], page.request["PATH_INFO"]
    assert "2 prises sur 2" in client.get(f"/organisme/sessions/{session.pk}/").content.decode().replace("\u00a0", " ")
    for places, refused in ((1, True), (3, False), (2, False)):
        content = catalogue.content(title=session.delivery.course.title, capacity=places)
        if refused:
            with pytest.raises(Refused, match="gardez au moins 2 places"):
                run(who, Edited.edit, session.pk, content=content)
        else:
            run(who, Edited.edit, session.pk, content=content)
