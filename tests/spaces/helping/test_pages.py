"""« Se faire aider » and « Aides » in pages: a code shown once, both banners, what is refused and why, the end."""

import re

import pytest
from django.test import Client

from kairos.foundation.actor import Strength, system
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.habilitations.models import Helping
from tests.support.helping import WHY
from tests.support.people import sign_in
from tests.support.team import MOTIVE, add_colleague

OFFER = "/compte/aide/"
HELPS = "/operateur/aides/"
AGENT_READS = ("/portail/organisation/", "/compte/fiche/", "/gid/mes-droits/", "/compte/qualite/", "/aide/")
PERSON_READS = ("/portail/organisation/", "/compte/securite/", "/compte/messages/", "/gid/", "/introuvable/")
REFUSED = (
    "/compte/securite/",
    "/compte/securite/mot-de-passe/",
    "/compte/securite/application/",
    "/compte/securite/courriel/",
    "/compte/messages/",
    "/compte/demande/",
    "/gid/habilitations/",
    "/gid/habilitations/export/",
    "/gid/inviter/",
    "/gid/journal/",
    "/portail/choisir/",
    "/portail/pas-moi/",
    "/compte/aide/",
    "/operateur/",
    "/operateur/aides/",
)


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def code_shown(response) -> str:
    return re.search(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4})</code>", text(response))[1]


def typed(code: str, **more: str) -> dict[str, str]:
    return {"code": code, "motive": MOTIVE, "text": WHY} | more


@pytest.fixture
def two(people):
    """The account manager and an agent, each in a browser, and the code she was shown."""
    person = sign_in(Client(), people.manager, Strength.SECOND_FACTOR)
    agent = sign_in(Client(), people.instructor)
    return person, agent, code_shown(person.post(OFFER))


@pytest.fixture
def helping(two):
    person, agent, code = two
    assert agent.post(f"{HELPS}commencer/", typed(code)).status_code == 302
    with scope(system("tests")):
        return person, agent, Helping.objects.get(state="open")


def test_the_code_is_shown_once(two):
    person, _, code = two
    shown = text(person.get(OFFER))
    assert code not in shown
    assert "Un code attend" in shown


def test_what_it_allows_is_said_before(people, as_person):
    shown = text(as_person(people.manager).get(OFFER))
    assert "Signer, valider, envoyer ou décider" in shown
    assert "Obtenir un code" in shown


def test_a_wrong_code_says_nothing_of_others(two):
    _, agent, code = two
    answer = agent.post(f"{HELPS}commencer/", typed("2222-2222"))
    assert answer.status_code == 422
    assert "Ce code n’ouvre rien" in text(answer)
    assert agent.post(f"{HELPS}commencer/", typed(code, text="")).status_code == 422
    assert agent.post(f"{HELPS}commencer/", typed(code)).status_code == 302


def test_both_are_told_on_every_page(helping):
    person, agent, _ = helping
    for page in AGENT_READS:
        shown = text(agent.get(page))
        assert "Vous aidez Maud Nguyễn depuis" in shown, page
        assert "Terminer</button>" in shown, page
    for page in PERSON_READS:
        shown = text(person.get(page))
        assert "Paul Instruit, agent de l’opérateur, vous aide en ce moment" in shown, page
        assert "Arrêter</button>" in shown, page


def test_what_is_not_reading_or_drafting_is_refused_and_says_why(helping):
    _, agent, _ = helping
    for page in REFUSED:
        answer = agent.get(page)
        assert answer.status_code == 403, page
        shown = text(answer)
        assert "ne se fait pas en aidant quelqu’un" in shown, page
        assert "Vous aidez Maud Nguyễn" in shown, page


def test_the_space_is_the_persons(helping):
    _, agent, _ = helping
    home = text(agent.get("/compte/", follow=True))
    assert "Méridienne Formation" in home
    rights = text(agent.get("/gid/mes-droits/"))
    assert "Comptes de l’organisme, gérer (RGC)" in rights
    menu = text(agent.get("/portail/organisation/"))
    assert 'href="/compte/securite/"' not in menu
    assert 'href="/compte/messages/"' not in menu


def test_either_ends_it(helping):
    person, agent, row = helping
    assert person.post(f"{OFFER}{row.pk}/terminer/").status_code == 302
    assert "vous aide en ce moment" not in text(person.get(OFFER))
    lost = agent.get("/compte/fiche/")
    assert lost.status_code == 404
    assert "Si vous aidiez quelqu’un, c’est terminé." in text(lost)
    assert "Opérateur" in text(agent.get("/operateur/"))
    assert agent.post(f"{OFFER}{row.pk}/terminer/").status_code == 422


def test_the_agent_ends_it_and_is_back(helping):
    person, agent, row = helping
    answer = agent.post(f"{OFFER}{row.pk}/terminer/", follow=True)
    assert answer.redirect_chain == [(f"{HELPS}?fait=terminee", 302)]
    assert "Demande 1234" in text(answer)
    assert "vous aide en ce moment" not in text(person.get(OFFER))


def test_signing_out_ends_it(helping):
    person, agent, _ = helping
    person.post("/connexion/deconnexion/")
    assert agent.get("/operateur/").status_code == 200


def test_the_journal_of_the_organisation_names_both(helping):
    person, agent, row = helping
    agent.get("/portail/organisation/")
    person.post(f"{OFFER}{row.pk}/terminer/")
    shown = text(person.get("/gid/journal/"))
    assert "Paul Instruit (opérateur), en aidant Maud Nguyễn" in shown
    with scope(system("tests")):
        reading = JournalEntry.objects.filter(kind="reading", helped__isnull=False).latest("id")
    assert reading.organisation == row.organisation_id


def test_a_colleague_has_neither_code_nor_banner(people, helping, as_person):
    colleague = add_colleague(people, "organisation.consult")
    _, _, row = helping
    client = as_person(colleague.someone)
    assert "aide en ce moment" not in text(client.get("/gid/mes-droits/"))
    assert client.post(f"{OFFER}{row.pk}/terminer/").status_code == 404


def test_an_agent_of_the_same_service_has_his_own_list(people, helping, as_person):
    shown = text(as_person(people.supervisor).get(HELPS))
    assert "Maud Nguyễn" in shown
    assert "Vous aidez" not in shown
