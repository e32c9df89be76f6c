"""« Corriger, s’opposer »: asked on « Mes données », found in « À faire », answered on its page, without script."""

import re
from datetime import timedelta
from html import unescape

import pytest

from kairos.foundation import clock
from kairos.foundation.journal.models import JournalEntry
from tests.support import agencies, path, requests

PAGE, CORRECT, OBJECT = (f"/candidat/mes-donnees/{name}" for name in ("", "corriger/", "opposition/"))
AGENCY = "/conseiller/"
NIR = "1 85 05 78 006 084 91"


@pytest.fixture
def phone(as_person, people):
    return as_person(people.job_seeker)


@pytest.fixture
def desk(as_person, people):
    return as_person(people.adviser)


def text(response, status=200) -> str:
    assert response.status_code == status
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(words).replace("\u00a0", " ").replace("\u202f", " ").split())


def test_a_correction_is_asked_answered_and_read(people, phone, desk):
    assert "Demander une correction" in text(phone.get(PAGE))
    assert "corrige à la source" in text(phone.get(CORRECT))
    typed = {"about": "last_name", "wanted": "Le Goff-Martin", "word": "Depuis mars <b>2026</b>"}
    sent = phone.post(CORRECT, typed)
    assert (sent.status_code, sent["Location"]) == (302, f"{PAGE}?demande=1#demandes")
    page = text(phone.get(sent["Location"]))
    assert "Votre demande est envoyée" in page
    assert "Correction : Le nom Attend une réponse" in page
    assert "réponse due le" in page
    home = desk.get(AGENCY).content.decode()
    assert "demande quelque chose sur ses données" in unescape(home)
    [href] = set(re.findall(r"/conseiller/demandes/[0-9a-f-]{36}/", home))
    assert href in desk.get(f"{AGENCY}personnes/{path.me(people).pk}/").content.decode()
    shown = text(desk.get(href))
    assert "Le Goff-Martin" in shown
    assert "Accepter ne change rien par soi-même" in shown
    assert "<b>" not in re.search(r"Depuis mars.*", desk.get(href).content.decode())[0][:30]
    done = desk.post(href, {"answer": "C’est fait dans le dossier.", "decision": "accepter"})
    assert (done.status_code, done["Location"]) == (302, href)
    assert "C’est fait dans le dossier." in text(desk.get(href))
    assert "data_request.accept" not in desk.get(href).content.decode()
    page = text(phone.get(PAGE))
    assert "Acceptée" in page
    assert "C’est fait dans le dossier." in page
    assert "Retirer ma demande" not in page
    assert "demande quelque chose" not in unescape(desk.get(AGENCY).content.decode())


def test_an_objection_is_refused_with_a_reason_that_is_read(people, phone, desk):
    phone.post(OBJECT, {"about": "reading", "word": "Ma situation a changé."})
    [href] = set(re.findall(r"/conseiller/demandes/[0-9a-f-]{36}/", desk.get(AGENCY).content.decode()))
    assert "Dites pourquoi" in text(desk.post(href, {"answer": "", "decision": "refuser"}), 422)
    response = desk.post(href, {"answer": "Une raison tapée", "decision": "autre"})
    assert "Choisissez : accepter ou refuser" in text(response, 422)
    assert "Une raison tapée" in response.content.decode()
    desk.post(href, {"answer": "La loi oblige à vous suivre.", "decision": "refuser"})
    page = text(phone.get(PAGE))
    assert "La loi oblige à vous suivre." in page
    assert "saisissez la CNIL" in page
    late = desk.post(href, {"answer": "Encore", "decision": "accepter"})
    assert late.status_code == 422
    assert "Encore" in late.content.decode()


def test_nothing_typed_is_lost_and_the_reason_is_said(phone):
    for url, typed, said in (
        (CORRECT, {"about": "last_name", "wanted": ""}, "Écrivez ce qui est juste."),
        (CORRECT, {"about": "", "wanted": "Martin"}, "Choisissez ce dont il s’agit."),
        (CORRECT, {"about": "reading", "wanted": "Martin"}, "Choisissez ce dont il s’agit."),
        (CORRECT, {"about": "other", "wanted": NIR}, "numéro de sécurité sociale"),
        (OBJECT, {"about": "reading", "word": ""}, "Dites pourquoi"),
        (OBJECT, {}, "Choisissez ce dont il s’agit."),
    ):
        response = phone.post(url, typed)
        assert said in text(response, 422)
        assert all(
            value in unescape(response.content.decode()) for value in (typed.get("wanted", ""), typed.get("word", ""))
        )
    for broken in ({"about": "\x00", "wanted": "\x00"}, {"about": ["a", "b"]}, {"wanted": "a\x07b"}):
        assert phone.post(CORRECT, broken).status_code == 422


def test_the_same_is_not_asked_twice_and_may_be_withdrawn(people, phone):
    row = requests.ask(people.job_seeker)
    again = {"about": "last_name", "wanted": "Autrement"}
    assert "Vous avez déjà demandé cela" in text(phone.post(CORRECT, again), 422)
    html = phone.get(PAGE).content.decode()
    href = f"{PAGE}demandes/{row.pk}/retirer/"
    assert href in html
    assert phone.post(href).status_code == 302
    assert "Retirée" in text(phone.get(PAGE))
    assert phone.post(CORRECT, again).status_code == 302
    assert phone.get(href).status_code == 405


def test_the_head_answers_for_those_whom_nobody_follows(people, as_person, desk):
    other = agencies.activate(agencies.followed(agency=agencies.row_of(people.adviser).agency), "orphan")
    row = requests.ask(other)
    href = f"{AGENCY}demandes/{row.pk}/"
    head = as_person(people.agency_head)
    assert href in head.get(AGENCY).content.decode()
    assert href not in desk.get(AGENCY).content.decode()
    assert desk.get(href).status_code == 404
    page = head.get(href)
    assert row.who in unescape(page.content.decode())
    assert f"/conseiller/personnes/{row.person_id}/" not in page.content.decode()
    assert head.post(href, {"answer": "", "decision": "accepter"}).status_code == 302


def test_nobody_else_has_its_page(people, as_person, phone):
    row = requests.ask(people.job_seeker)
    agency = agencies.row_of(people.adviser).agency
    other = as_person(agencies.activate(agencies.followed(people.adviser), "other"))
    assert other.post(f"{PAGE}demandes/{row.pk}/retirer/").status_code == 404
    assert "Le Goff-Martin" not in text(other.get(PAGE))
    href = f"{AGENCY}demandes/{row.pk}/"
    for someone in (agencies.adviser(agency, "colleague"), agencies.desk(agency), people.agency_head, people.manager,
                    people.supervisor, people.job_seeker):  # fmt: skip
        client = as_person(someone)
        for response in (client.get(href), client.post(href, {"answer": "", "decision": "accepter"})):
            assert response.status_code in (403, 404), someone.label
    assert path.again(row).state == "asked"


def test_what_is_late_is_said_late(people, phone, desk):
    requests.ask(people.job_seeker)
    with clock.fixed(clock.now() - timedelta(days=40)):
        requests.ask(people.job_seeker, about="email")
    page = text(phone.get(PAGE))
    assert "de retard" in page
    home = text(desk.get(AGENCY))
    assert "En retard" in home


def test_reading_one_is_a_reading_of_its_person(people, desk):
    row = requests.ask(people.job_seeker)
    desk.get(f"{AGENCY}demandes/{row.pk}/")
    [entry] = JournalEntry.objects.using("owner").filter(kind="reading", acts=["requests.read"])
    assert entry.subjects == [row.person_id]
