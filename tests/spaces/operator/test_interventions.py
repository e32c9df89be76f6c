"""The page of staff sessions: opened with a reason and a fresh proof, on every page until it is ended."""

from datetime import timedelta

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.identity.accounts.models import Session
from kairos.identity.habilitations.models import Intervention
from tests.support.team import MOTIVE, intervene

PAGE = "/operateur/interventions/"
BANNER = "vous pouvez lire des données de stagiaires pendant encore"


def typed(**more: str) -> dict[str, str]:
    return {"motive": MOTIVE, "text": "Un devis ne s’ouvre pas."} | more


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_opened_shown_on_every_page_and_ended(people, as_person):
    client = as_person(people.instructor)
    assert client.post(f"{PAGE}ouvrir/", typed(text="")).status_code == 422
    assert client.post(f"{PAGE}ouvrir/", typed(siret="73282932000074")).status_code == 302
    for page in (PAGE, "/operateur/", "/operateur/comptes/", "/messages/"):
        assert f"{BANNER} 60 minutes" in text(client.get(page)), page
    assert "Les Ateliers du Canal" in text(client.get(PAGE))
    assert client.post(f"{PAGE}ouvrir/", typed()).status_code == 422
    with scope(system("tests")):
        row = Intervention.objects.get()
    assert client.post(f"{PAGE}{row.pk}/terminer/").status_code == 302
    assert BANNER not in text(client.get(PAGE))
    assert client.post(f"{PAGE}{row.pk}/terminer/").status_code == 422


def test_none_opens_without_a_fresh_proof(people, as_person):
    client = as_person(people.instructor)
    with scope(system("tests")):
        Session.objects.filter(user=people.instructor.user).update(proved_at=clock.now() - timedelta(hours=1))
    client.post(f"{PAGE}ouvrir/", typed())
    with scope(system("tests")):
        assert not Intervention.objects.exists()


def test_a_supervisor_sees_those_of_others_without_their_banner(people, as_person):
    intervene(people.instructor)
    shown = text(as_person(people.supervisor).get(PAGE))
    assert "Paul Instruit" in shown
    assert BANNER not in shown
