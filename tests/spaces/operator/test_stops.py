"""The pages of the kill switch: found, stopped with a reason and a fresh proof, shown, restored."""

from datetime import timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.identity.accounts.models import Session
from kairos.identity.habilitations.models import Stop
from kairos.identity.organisations.models import Establishment
from kairos.operations.drills.visitors import siret
from tests.support.team import add_colleague, seen_by_the_frame

PAGE = "/operateur/arret/"
WHY = {"reason": "Accès vendus, dit la gendarmerie."}


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


@pytest.fixture(autouse=True)
def _a_siret_that_may_be_typed(people):
    rows = Establishment.objects.using("owner").filter(organisation=people.organisation_m, main=True)
    rows.update(siret=siret(7))


def live() -> list[Stop]:
    with scope(system("tests")):
        return list(Stop.objects.filter(state="stopped"))


def test_an_organisation_is_found_by_a_siret_stopped_and_restored(people, as_person):
    client = as_person(people.supervisor)
    found = client.post(PAGE, {"siret": siret(7)})
    assert found["Location"] == f"{PAGE}organisme/{people.organisation_m.pk}/"
    assert client.post(found["Location"], {"reason": ""}).status_code == 422
    assert client.post(found["Location"], WHY)["Location"] == PAGE
    shown = text(client.get(PAGE))
    assert "Méridienne Formation" in shown
    assert WHY["reason"] in shown
    assert "Sofia Supervise" in shown
    assert client.post(found["Location"], WHY).status_code == 422
    [row] = live()
    assert client.post(f"{PAGE}{row.pk}/retablir/", {"reason": "Fausse alerte."}).status_code == 302
    assert client.post(f"{PAGE}{row.pk}/retablir/", {"reason": "Encore."}).status_code == 422
    assert live() == []
    assert "Fausse alerte." in text(client.get(PAGE))


def test_a_siret_that_nobody_has_says_so(people, as_person):
    assert "Aucun organisme" in text(as_person(people.supervisor).post(PAGE, {"siret": siret(8)}))


@pytest.mark.parametrize("where", ["", siret(7)])
def test_a_right_is_stopped_everywhere_or_in_one_organisation(people, as_person, where):
    karim = add_colleague(people, "quotes.enter")
    page = f"{PAGE}droit/"
    client = as_person(people.supervisor)
    assert client.post(page, {**WHY, "right": "quotes.sign"}).status_code == 422
    assert client.post(page, {**WHY, "right": "quotes.enter", "siret": where}).status_code == 302
    assert seen_by_the_frame(karim.someone).rights == frozenset()
    assert "« Devis, saisir »" in text(client.get(PAGE))


def test_a_siret_mistyped_stops_nothing_everywhere(people, as_person):
    typed = {**WHY, "right": "quotes.enter", "siret": siret(8)}
    assert as_person(people.supervisor).post(f"{PAGE}droit/", typed).status_code == 422
    assert live() == []


def test_a_person_is_stopped_from_the_page_of_the_account(people, as_person):
    client = as_person(people.supervisor)
    account = f"/operateur/comptes/{people.manager.user.pk}/"
    page = f"{PAGE}personne/{people.manager.user.pk}/"
    assert page in text(client.get(account))
    assert client.post(page, WHY).status_code == 302
    assert "Arrêté" in text(client.get(account))
    assert page not in text(client.get(account))


def test_nothing_is_stopped_without_a_fresh_proof(people, as_person):
    client = as_person(people.supervisor)
    with scope(system("tests")):
        Session.objects.filter(user=people.supervisor.user).update(proved_at=clock.now() - timedelta(hours=1))
    answer = client.post(f"{PAGE}organisme/{people.organisation_m.pk}/", WHY)
    assert "access_stop.stop" not in text(answer)
    assert live() == []


def test_an_instructor_does_not(people, as_person):
    for page in ("", "droit/", f"personne/{people.manager.user.pk}/", f"organisme/{people.organisation_m.pk}/"):
        assert as_person(people.instructor).get(PAGE + page).status_code == 403
