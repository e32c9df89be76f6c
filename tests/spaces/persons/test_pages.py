"""The pages that show people: masked, revealed one at a time, counted, exported after a proof, told to the person."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from kairos.foundation import clock
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalDetail, JournalEntry
from kairos.identity.accounts.models import Session
from kairos.people.access import queries as access
from kairos.people.access import volume
from kairos.people.jobseekers import inviting
from kairos.people.jobseekers.models import JobSeeker
from tests.people.test_activation import code_of, link_of
from tests.support import agencies, team
from tests.support.agencies import BIRTH, followed, read_by, row_of
from tests.support.people import PASSWORD

WHY = "Elle s’inscrit à notre information collective"


@pytest.fixture
def reader(people, as_person):
    """Somebody of the member organisation who may read and export candidates."""
    colleague = team.add_colleague(people, "candidates.consult", "candidates.approve")
    return as_person(colleague.someone)


def readings(name: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.using("owner").filter(acts=[name]))


def test_a_provider_finds_reads_and_reveals_and_the_person_sees_it(people, as_person, reader):
    person = followed(people.adviser)
    page = reader.get("/organisme/candidats/personnes/")
    assert person.last_name not in page.content.decode()
    typed = {"identifier": person.identifier.lower(), "birth_date": "3/9/1990", "reason": WHY}
    found = reader.post("/organisme/candidats/chercher/", typed, follow=True)
    shown = found.content.decode()
    assert person.full_name in shown
    assert person.email not in shown
    assert "06 •• •• •• 34" in shown.replace("\u00a0", " ")
    revealed = reader.post(f"/organisme/candidats/{person.pk}/coordonnees/", {"champ": "phone"}).content.decode()
    assert '"tel:+33699001234">06 99 00 12 34' in revealed.replace("\u00a0", " ")
    assert person.email not in revealed
    [entry] = readings("people.revealed")
    assert entry.subjects == [person.pk]
    assert JournalDetail.objects.using("owner").get(entry=entry.uid).body == {"summary": "téléphone"}
    assert person.pk in readings("people.read")[0].subjects
    itself = as_person(agencies.activate(person))
    assert WHY in itself.get("/candidat/qui-me-lit/").content.decode()


def test_whom_nothing_opened_does_not_exist(people, reader):
    person = followed(people.adviser)
    for page in ("", "coordonnees/"):
        send = reader.post if page else reader.get
        assert send(f"/organisme/candidats/{person.pk}/{page}").status_code == 404


def test_a_wrong_birth_date_says_nothing_of_who_exists(people, reader):
    person = followed(people.adviser)
    typed = {"identifier": person.identifier, "birth_date": "4/9/1990", "reason": WHY}
    real = reader.post("/organisme/candidats/chercher/", typed)
    other = reader.post("/organisme/candidats/chercher/", typed | {"identifier": "7654321Z"})
    assert real.status_code == other.status_code == 422
    assert "Personne ne correspond" in real.content.decode()
    assert "Personne ne correspond" in other.content.decode()


def test_an_export_asks_for_a_proof_and_a_reason_and_says_who_and_when(people, reader):
    person = followed(people.adviser)
    read_by(people.organisation_m.pk, person)
    assert reader.post("/organisme/candidats/exporter/", {"reason": ""}).status_code == 422
    answer = reader.post("/organisme/candidats/exporter/", {"reason": "Feuille d’accueil"})
    first, _, line = answer.content.decode("utf-8-sig").splitlines()[:3]
    assert "Feuille d’accueil" in first
    assert "Méridienne Formation" in first
    assert person.identifier in line
    [entry] = readings("people.exported")
    assert entry.subjects == [person.pk]
    Session.objects.using("owner").update(proved_at=clock.now() - timedelta(hours=1))
    assert "/connexion/preuve/" in reader.get("/organisme/candidats/exporter/")["Location"]


def test_beyond_the_ceiling_of_an_hour_a_proof_is_asked_then_reading_stops(people, reader, monkeypatch):
    monkeypatch.setattr(volume, "ceilings", lambda place: (2, 10))
    rows = [followed(people.adviser) for _ in range(4)]
    for row in rows:
        read_by(people.organisation_m.pk, row)
    answers = [reader.get(f"/organisme/candidats/{row.pk}/") for row in rows]
    assert [answer.status_code for answer in answers] == [200, 200, 302, 302]
    assert answers[2]["Location"].startswith("/connexion/preuve/")
    for _ in range(4):
        last = reader.get(f"/organisme/candidats/{rows[3].pk}/")
    assert last.status_code == 422
    assert "arrêtée" in last.content.decode()
    assert reader.get(f"/organisme/candidats/{rows[0].pk}/").status_code == 422


def test_the_head_lifts_the_stop_of_a_provider(people, as_person):
    colleague = team.add_colleague(people, "candidates.consult")
    from kairos.foundation.isolation import scope

    with scope(colleague.actor):
        volume.stop(colleague.user.pk, colleague.actor, "day", 501)
    manager = as_person(people.manager)
    page = manager.get("/organisme/candidats/arrets/").content.decode()
    address = re.search(r"/organisme/candidats/arrets/[0-9a-f-]{36}/", page)[0]
    assert manager.post(address, {"reason": "C’était bien elle"}).status_code == 302
    assert as_person(colleague.someone).get("/organisme/candidats/personnes/").status_code == 200


def test_an_adviser_sees_the_portfolio_and_sends_the_link(people, as_person):
    person = followed(people.adviser)
    client = as_person(people.adviser)
    assert person.identifier in client.get("/conseiller/portefeuille/").content.decode()
    assert client.post(f"/conseiller/personnes/{person.pk}/lien/").status_code == 302
    assert "Lien envoyé" in client.get(f"/conseiller/personnes/{person.pk}/").content.decode()
    assert link_of(person)


def test_a_job_seeker_opens_their_space_and_comes_back_on_another_device(people):
    person = followed(people.adviser)
    inviting.invite(person.pk, people.adviser.actor)
    phone = Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 12) Chrome/120 Mobile"})
    address = f"/candidat/activer/{link_of(person)}"
    assert phone.get(address).status_code == 200
    typed = {"identifier": person.identifier, "birth_date": "03/09/1990", "password": PASSWORD}
    assert phone.post(address, typed | {"birth_date": "04/09/1990"}).status_code == 422
    assert "Bonjour" in phone.post(address, typed, follow=True).content.decode()
    assert phone.get(address).status_code == 410
    phone.post("/connexion/deconnexion/")
    signed = {"identifiant": person.email, "mot_de_passe": PASSWORD}
    assert phone.post("/connexion", signed, follow=True).request["PATH_INFO"] == "/candidat/"
    other = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"})
    asked = other.post("/connexion", signed, follow=True)
    assert asked.request["PATH_INFO"] == "/connexion/code/"
    assert other.get("/candidat/").status_code == 302
    done = other.post("/connexion/code/", {"code": code_of(person)}, follow=True)
    assert done.request["PATH_INFO"] == "/candidat/"


def test_a_job_seeker_changes_their_phone(people, as_person):
    client = as_person(people.job_seeker)
    assert client.post("/candidat/mes-donnees/", {"phone": "12"}).status_code == 422
    assert client.post("/candidat/mes-donnees/", {"phone": "06 99 00 99 99"}).status_code == 302
    row = JobSeeker.objects.using("owner").get(pk=people.job_seeker.actor.jobseeker)
    assert row.phone == "+33699009999"


def test_the_desk_opens_in_emergency_and_the_head_counts_it(people, as_person):
    person = followed(people.adviser, first_name="Zéphyrine")
    desk = as_person(agencies.desk(row_of(people.adviser).agency))
    typed = {
        "who": f"{person.last_name} {person.first_name}",
        "birth_date": f"{BIRTH:%d/%m/%Y}",
        "reason": "À l’accueil",
    }
    assert person.full_name in desk.post("/conseiller/urgence/", typed, follow=True).content.decode()
    page = as_person(people.agency_head).get("/conseiller/urgences/").content.decode()
    assert "À l’accueil" in page


def test_the_desk_finds_again_whom_it_opened_and_no_door_it_cannot_open(people, as_person):
    person = followed(people.adviser)
    at_the_desk = agencies.desk(row_of(people.adviser).agency)
    desk = as_person(at_the_desk)
    assert "Ouvrir un dossier en urgence" in desk.get("/conseiller/").content.decode()
    typed = {"who": person.identifier, "birth_date": "3/9/1990", "reason": "Expulsion demain"}
    page = desk.post("/conseiller/urgence/", typed, follow=True)
    home = desk.get("/conseiller/").content.decode()
    assert (person.full_name in home, "Expulsion demain" in home) == (True, True)
    offered = set(re.findall(rf'href="(/conseiller/personnes/{person.pk}/[a-z]*/?)"', page.content.decode() + home))
    assert f"/conseiller/personnes/{person.pk}/" in offered
    assert {address: desk.get(address).status_code for address in offered} == dict.fromkeys(offered, 200)
    with scope(at_the_desk.actor):
        assert not access.opened_in_emergency(at_the_desk.actor, clock.now() + timedelta(hours=3))


def test_who_lacks_a_right_in_an_agency_is_told_its_head(people, as_person):
    refused = as_person(people.adviser).get("/conseiller/urgence/")
    shown = refused.content.decode().split("Si vous pensez")[0]
    assert refused.status_code == 403
    assert people.agency_head.user.email in shown
    assert "autre espace" not in shown


def test_nobody_replaces_themselves(people, as_person):
    """One adviser alone is not asked who replaces them; one of two chooses the other."""
    client = as_person(people.adviser)
    assert 'name="by"' not in client.get("/conseiller/remplacements/").content.decode()
    other = agencies.adviser(row_of(people.adviser).agency, "colleague")
    chosen = client.get("/conseiller/remplacements/").content.decode().split('name="by"')[1].split("</select>")[0]
    assert re.findall('value="([^"]+)"', chosen) == [str(row_of(other).pk)]


def test_a_head_invites_hands_on_and_sees_departures(people, as_person):
    head = as_person(people.agency_head)
    heir = row_of(agencies.adviser(row_of(people.adviser).agency, "heir"))
    giver = row_of(people.adviser)
    page = f"/conseiller/equipe/{giver.pk}/"
    assert "Confiez d’abord" in head.get(page).content.decode()
    assert head.post(f"{page}portefeuille/", {"reason": "Mutation"}).status_code == 422
    assert head.post(f"{page}portefeuille/", {"heirs": [str(heir.pk)], "reason": "Mutation"}).status_code == 302
    assert head.post(f"{page}depart/", {"reason": "Mutation"}).status_code == 302
    typed = {"email": "noe@tests.example", "first_name": "Noé", "last_name": "Arrivant", "title": "Conseiller"}
    assert head.post("/conseiller/equipe/inviter/", typed).status_code == 422
    sent = head.post("/conseiller/equipe/inviter/", typed | {"rights": ["agency.follow"]}, follow=True)
    assert "Invité" in sent.content.decode()


def test_the_operator_opens_an_agency_and_invites_its_head(people, as_person):
    client = as_person(people.instructor)
    typed = {"kind": "mission", "name": "Mission locale du Port", "town": "Brest"}
    opened = client.post("/operateur/agences/", typed, follow=True)
    assert "Mission locale du Port" in opened.content.decode()
    head = {"email": "tete@tests.example", "first_name": "Rose", "last_name": "Tête"}
    assert "Rose Tête" in client.post(opened.request["PATH_INFO"], head, follow=True).content.decode()


def test_the_operator_reads_a_person_during_an_intervention_alone(people, as_person):
    person = followed(people.adviser)
    client = as_person(people.instructor)
    assert client.get("/operateur/personne/").status_code == 403
    team.intervene(people.instructor)
    typed = {"identifier": person.identifier, "birth_date": "3/9/1990", "reason": "Demande de la personne"}
    assert person.full_name in client.post("/operateur/personne/", typed, follow=True).content.decode()
    with clock.fixed(clock.now() + timedelta(hours=2)):
        assert client.get(f"/operateur/personne/{person.pk}/").status_code in (302, 403, 404)


def test_an_invited_adviser_joins_by_the_link(people):
    from kairos.foundation.ids import new_id
    from kairos.foundation.isolation import scope
    from kairos.people.agencies import inviting as agencies_inviting

    with scope(people.agency_head.actor) as head:
        agencies_inviting.invite(
            new_id(), head, agency=head.agency, email="noe@tests.example", first_name="Noé", last_name="Arrivant",
            title="Conseiller", rights=["agency.follow"],
        )  # fmt: skip
    from tests.people.test_activation import mail

    token = re.search(r"/rejoindre/(\S+)", mail("noe@tests.example", "Invitation"))[1]
    page = Client().get(f"/rejoindre/{token}").content.decode()
    assert "Agence de Rennes Sud" in page
    assert "Suivre les demandeurs d’emploi" in page


def test_someone_elsewhere_has_no_door_here(people, as_person):
    for who, address in (
        ("manager", "/conseiller/"), ("adviser", "/organisme/candidats/"), ("job_seeker", "/conseiller/portefeuille/"),
        ("adviser", "/candidat/"), ("owner_a", "/organisme/candidats/"), ("job_seeker", "/operateur/agences/"),
    ):  # fmt: skip
        assert as_person(getattr(people, who)).get(address).status_code == 403, (who, address)
