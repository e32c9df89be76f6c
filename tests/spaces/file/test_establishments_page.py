"""The other establishments of the same company, and the file of another one."""

from html import unescape

import pytest
from django.test import Client

from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.organisations import queries
from tests.spaces.public.test_opening_page import TYPED
from tests.support import applications

PAGE = "/compte/fiche/etablissements/"
OTHER = "73282932000082"
TYPED_BY_HAND = {"name": "Annexe", "address": "2 rue X", "postcode": "75011", "town": "Paris"}


@pytest.fixture
def client(people, as_person):
    return as_person(people.owner_a)


def others(people) -> list[str]:
    with scope(people.owner_a.actor):
        return [one.siret for one in queries.sheet(queries.own(people.owner_a.actor)).others]


def add(client, siret: str = OTHER, **more: str):
    return client.post(PAGE, {"token": str(new_id()), "siret": siret, **TYPED_BY_HAND, **more})


def test_one_is_added_seen_and_removed(people, client):
    assert add(client).status_code == 302
    assert others(people) == [OTHER]
    assert "Annexe" in client.get("/compte/fiche/").content.decode()
    with scope(people.owner_a.actor):
        key = queries.sheet(queries.own(people.owner_a.actor)).others[0].pk
    assert client.post(PAGE, {"remove": str(key)}).status_code == 302
    assert others(people) == []
    assert client.post(PAGE, {"remove": str(key)}).status_code == 302, "gone already is gone"
    assert client.post(PAGE, {"remove": "x"}).status_code == 302


def test_sent_twice_it_is_added_once(people, client):
    same = {"token": str(new_id()), "siret": OTHER, **TYPED_BY_HAND}
    for _ in range(2):
        assert client.post(PAGE, same).status_code == 302
    assert others(people) == [OTHER]


@pytest.mark.parametrize(
    ("siret", "message"),
    [
        ("99984211500019", "autre entreprise"),
        ("73282932000083", "clé ne correspond pas"),
        ("732829320", "sans doute le SIREN"),
    ],
)
def test_a_wrong_one_is_said_beside_the_field_and_nothing_is_lost(people, client, siret, message):
    response = add(client, siret)
    text = unescape(response.content.decode())
    assert response.status_code == 422
    assert message in text
    assert 'id="id_siret-e"' in text
    assert 'value="Annexe"' in text
    assert others(people) == []


def test_the_number_is_enough_where_the_register_knows(registers_of_the_demonstration, people, client):
    response = client.post(PAGE, {"chercher": "1", "siret": OTHER}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "n’est pas dans le répertoire SIRENE" in unescape(response.content.decode())


def test_a_frozen_file_says_so(people, client):
    applications.submitted(people.owner_a)
    text = unescape(client.get(PAGE).content.decode())
    assert "Rien ne se modifie maintenant" in text
    assert "Ajouter l’établissement" not in text
    assert add(client).status_code == 422
    assert client.post(PAGE, {"remove": str(new_id())}).status_code == 422


def test_within_budget(client, statements):
    client.get(PAGE)
    with statements() as found:
        assert client.get(PAGE).status_code == 200
    assert len(found) <= 4 + 8, [query["sql"] for query in found.captured_queries]


class TestAdding:
    def test_the_file_of_another_organisation_and_who_acts_for_it(self, people, client):
        page = client.get("/compte/ajouter/").content.decode()
        assert "password" not in page.split("<main")[1]
        provider = {name: TYPED[name] for name in ("siret", "nda", "name", "address", "postcode", "town", "phone")}
        provider["name"] = "Le Canal Rhénan"
        response = client.post("/compte/ajouter/", {"token": str(new_id()), "title": "Consultante", **provider})
        assert (response.status_code, response["Location"]) == (302, "/compte/")
        home = unescape(client.get("/compte/").content.decode())
        assert "Le Canal Rhénan" in home.split("<main")[0], "the header says for whom"
        assert people.organisation_a.name not in home.split("<main")[1]

    def test_a_visitor_signs_in_first(self, real_db):
        assert Client().get("/compte/ajouter/")["Location"].startswith("/connexion")
