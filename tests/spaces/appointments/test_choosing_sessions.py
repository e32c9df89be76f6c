"""A published session is found by words, place or number, by the adviser and by the person; what follows is said."""

import pytest
from django.test import Client

from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from tests.support import agencies, path
from tests.support.people import sign_in
from tests.support.team import run

OWN = "/candidat/rendez-vous/"


@pytest.fixture
def who(people):
    return path.coordinator(people)


@pytest.fixture
def session(who):
    return path.session(who, title="Soudure à l’arc", town="Pantin", postcode="93500")


@pytest.fixture
def as_():
    return lambda someone: sign_in(Client(), someone)


def test_an_adviser_finds_a_session_and_refers_with_a_word(people, who, session, as_):
    other = path.session(who, title="Cuisine")
    person = agencies.followed(people.adviser)
    client, address = as_(people.adviser), f"/conseiller/personnes/{person.pk}/orienter/"
    found = client.get(address, {"q": "soud", "lieu": "93"}).content.decode()
    assert f"choix={session.pk}" in found
    assert str(other.pk) not in found
    chosen = client.get(address, {"choix": str(session.pk)}).content.decode()
    assert 'data-act="enrolment.refer"' in chosen
    assert client.post(address, {"session": str(session.pk), "comment": "Motivée"}).status_code == 302
    again = client.post(address, {"session": str(session.pk)})
    assert (again.status_code, "déjà un dossier" in again.content.decode()) == (422, True)
    assert "Déjà un dossier" in client.get(address, {"q": "soudure"}).content.decode()
    assert "Soudure à l’arc" in client.get(f"/conseiller/personnes/{person.pk}/").content.decode()


def test_an_adviser_takes_somebody_out_then_refers_again_with_reasons(people, session, as_):
    row = path.referred(people, session)
    client, address = as_(people.adviser), f"/conseiller/personnes/{row.person_id}/formations/"
    refused = client.post(address, {"dossier": row.pk, "acte": "withdraw", "reason": ""})
    assert (refused.status_code, "Dites pourquoi" in refused.content.decode()) == (422, True)
    assert client.post(address, {"dossier": row.pk, "acte": "retain", "reason": "Non"}).status_code == 422
    assert client.post(address, {"dossier": row.pk, "acte": "withdraw", "reason": "Elle déménage"}).status_code == 302
    assert (path.again(row).state, path.again(row).reason) == ("withdrawn", "Elle déménage")
    assert client.post(address, {"dossier": row.pk, "acte": "reopen", "reason": "Elle reste"}).status_code == 302
    assert path.again(row).state == "referred"
    stranger = path.referred(people, session)
    assert client.post(address, {"dossier": stranger.pk, "acte": "withdraw", "reason": "Non"}).status_code == 422
    assert path.again(stranger).state == "referred"


def test_one_finds_asks_and_reads_where_it_stands_in_plain_words(people, who, session, as_):
    client = as_(people.job_seeker)
    assert f"choix={session.pk}" in client.get(f"{OWN}demander/", {"q": "soudure", "lieu": "Pantin"}).content.decode()
    assert client.post(f"{OWN}demander/", {"session": str(session.pk)}).status_code == 302
    row = Enrolment.objects.using("owner").get()
    assert "L’organisme doit encore décider" in client.get("/candidat/").content.decode()
    run(who, Enrolling.not_retain, row.pk, reason=path.WHY)
    page = client.get(OWN).content.decode()
    assert "L’organisme ne vous a pas retenu" in page
    assert path.WHY in page


def test_what_is_to_be_done_comes_first_on_a_telephone(people, who, session, as_):
    slot = path.slot(who, session)
    mine = path.referred(people, session, path.me(people))
    client = as_(people.job_seeker)
    assert "Choisir un rendez-vous" in client.get("/candidat/").content.decode()
    path.booked(mine, slot)
    home = client.get("/candidat/").content.decode()
    assert "À confirmer" in home
    assert "Choisir un rendez-vous" not in home
