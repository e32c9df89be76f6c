"""A member asks for a change, the operator decides on screen."""

import re

import pytest

from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.memberships.models import ChangeRequest
from kairos.identity.organisations import queries as files
from kairos.identity.organisations.models import Organisation
from tests.support import applications as stories

CHANGES = "/compte/demande/changement/"


@pytest.fixture
def client(people, as_person):
    stories.accepted(people.owner_a, people.instructor)
    return as_person(people.owner_a)


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def asked(people) -> ChangeRequest:
    with scope(people.instructor.actor):
        return ChangeRequest.objects.latest("asked_at")


def director(**differently: str) -> dict[str, str]:
    typed = {
        "civility": "mme", "first_name": "Solène", "last_name": "Le Goff", "title": "Directrice",
        "email": "s.legoff@ateliers.example", "phone": "",
    } | differently  # fmt: skip
    return {f"director-{name}": value for name, value in typed.items()} | {"token": str(new_id())}


def test_a_change_goes_from_the_member_to_the_file(people, as_person, client):
    form = client.get(f"{CHANGES}director/")
    assert 'value="Le Goff"' in text(form)
    sent = director(last_name="Le Goff-Morel") | {"reason": "Mariage."}
    assert client.post(f"{CHANGES}director/", sent).status_code == 302
    assert client.post(f"{CHANGES}director/", sent).status_code == 302, "a second click is the same request"
    assert "À décider" in text(client.get(CHANGES))
    desk, change = as_person(people.instructor), asked(people)
    page = text(desk.get(f"/operateur/changements/{change.pk}/"))
    assert "<del>Goff</del>" in page
    assert "<ins>Goff-Morel</ins>" in page
    assert "Mariage." in page
    assert desk.post(f"/operateur/changements/{change.pk}/accepter/", {"reason": ""}).status_code == 422
    assert desk.post(f"/operateur/changements/{change.pk}/accepter/", {"reason": "Livret vu."}).status_code == 302
    assert desk.post(f"/operateur/changements/{change.pk}/refuser/", {"reason": "Non."}).status_code == 422
    with scope(people.owner_a.actor):
        content = files.content(Organisation.objects.get(pk=people.organisation_a.pk))
    assert content["director-last_name"] == "Le Goff-Morel"
    assert "Acceptée" in text(client.get(CHANGES))


REFUSED = [
    (director(), {"reason": "Rien."}, "Rien ne change"),
    (director(last_name=""), {"reason": "Erreur."}, "Remplissez ce champ"),
    (director(last_name="Autre"), {"reason": ""}, "Dites pourquoi"),
    (director(email="pas une adresse"), {"reason": "Autre."}, "Écrivez une adresse complète"),
]


@pytest.mark.parametrize(("typed", "why", "said"), REFUSED, ids=[said for *_, said in REFUSED])
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, typed, why, said):
    page = client.post(f"{CHANGES}director/", typed | why)
    assert page.status_code == 422
    assert said in text(page)
    assert f'value="{typed["director-title"]}"' in text(page)


def test_every_kind_has_its_form(client):
    kinds = re.findall(rf'href="{CHANGES}([a-z_]+)/"', text(client.get(CHANGES)))
    assert kinds == ChangeRequest.Kind.values
    for kind in kinds:
        assert client.get(f"{CHANGES}{kind}/").status_code == 200
    assert client.get(f"{CHANGES}autre/").status_code == 404


def test_before_membership_the_file_is_the_place(people, as_person):
    page = as_person(people.owner_b).get(CHANGES)
    assert "pas encore adhérent" in text(page)


def test_a_request_is_withdrawn_by_its_organisation_alone(people, as_person, client):
    client.post(
        f"{CHANGES}email/", {"organisation-email": "autre@ateliers.example", "reason": "Oui.", "token": new_id()}
    )
    address = f"{CHANGES}retirer/{asked(people).pk}/"
    assert as_person(people.owner_b).post(address).status_code == 404
    assert client.post(address).status_code == 302
    assert asked(people).state == ChangeRequest.State.WITHDRAWN
    assert client.post(address).status_code == 302, "already withdrawn: the list says so"
