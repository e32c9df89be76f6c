"""Conversations as their people use them, without script: lists, one of them, what is refused, what waits."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connections

from kairos.foundation import clock
from kairos.foundation.ids import new_id
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.accounts.models import Session
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.people.jobseekers.models import JobSeeker
from kairos.service.threads.models import LONGEST
from kairos.spaces.threads import lists, one
from tests.support import agencies, path, statements, threads
from tests.support.team import run

OWN, THEIRS, HOME = "/candidat/messages/", "/organisme/messages/", "/organisme/"
NIR = "1 85 05 78 006 084 91"


@pytest.fixture
def who(people):
    return path.coordinator(people)


@pytest.fixture
def mine(people, who):
    """The job seeker of the tests, retained."""
    return path.retained(people, who, path.session(who, title="Soudure"), path.me(people))


@pytest.fixture
def desk(as_person, who):
    return as_person(who.someone)


@pytest.fixture
def phone(as_person, people):
    return as_person(people.job_seeker)


@pytest.fixture
def agency(as_person, people):
    return as_person(people.adviser)


def text(response, status=200) -> str:
    assert response.status_code == status
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(words).replace("\u00a0", " ").replace("\u202f", " ").split())


def sent(client, url, words, token=None):
    return client.post(url, {"text": words, "token": token or new_id()})


def test_the_person_finds_whom_to_write_to_and_writes(phone, desk, mine, people):
    page = text(phone.get(OWN))
    assert "L’organisme de « Soudure »" in page
    assert "Votre conseiller" in page
    url = f"{OWN}{mine.pk}/"
    assert "Personne n’a encore écrit ici" in text(phone.get(url))
    response = sent(phone, url, "Bonjour,\r\nje serai en retard.\r\n\r\nMerci <b>beaucoup</b>")
    assert (response.status_code, response["Location"]) == (302, f"{url}#dernier")
    html = phone.get(url).content.decode()
    assert "Bonjour,<br>je serai en retard." in html
    assert "Merci &lt;b&gt;beaucoup&lt;/b&gt;" in html
    assert "Pas encore lu" in html
    assert "Nouveau" in text(desk.get(f"{THEIRS}{mine.pk}/"))
    assert "Nouveau" not in text(desk.get(f"{THEIRS}{mine.pk}/"))
    assert "Lu aujourd’hui" in text(phone.get(url))
    assert "Méridienne Formation Soudure" in text(phone.get(OWN))


def test_nothing_typed_is_lost_and_the_reason_is_said(phone, mine):
    url = f"{OWN}{mine.pk}/"
    for typed, reason in (
        ("", "Écrivez votre message."),
        (f"Voici : {NIR}", "numéro de sécurité sociale"),
        ("é" * (LONGEST + 1), "Le maximum est 2 000"),
        ("a\x07b", "caractère de commande"),
    ):
        response = sent(phone, url, typed)
        assert reason in text(response, 422)
        assert typed.replace("\x07", "&#7;") in unescape(response.content.decode()) or "\x07" in typed
    for broken in ({}, {"text": "Bonjour"}, {"token": "x", "text": "Bonjour"}, {"text": ["a", "b"], "token": "\x00"}):
        assert phone.post(url, broken).status_code in (302, 422)


def test_a_page_sent_twice_says_it_once(phone, mine):
    url, token = f"{OWN}{mine.pk}/", new_id()
    for _ in range(2):
        assert sent(phone, url, "Une seule fois", token).status_code == 302
    assert text(phone.get(url)).count("Une seule fois") == 1


def test_the_provider_finds_what_is_to_be_read(people, desk, phone, mine, who, as_person):
    assert "conversation à lire" not in text(desk.get(HOME))
    sent(phone, f"{OWN}{mine.pk}/", "Bonjour")
    assert "1 conversation à lire" in text(desk.get(HOME))
    page = text(desk.get(THEIRS))
    assert "Soudure" in page
    assert "À lire" in page
    reader = as_person(path.coordinator(people, "candidates.consult").someone)
    assert "conversation à lire" not in text(reader.get(HOME))
    read = text(reader.get(f"{THEIRS}{mine.pk}/"))
    assert "Écrire demande le droit" in read
    assert sent(reader, f"{THEIRS}{mine.pk}/", "Bonjour").status_code == 403
    assert "1 conversation à lire" in text(desk.get(HOME))
    desk.get(f"{THEIRS}{mine.pk}/")
    assert "conversation à lire" not in text(desk.get(HOME))
    assert "Tout est lu" in text(desk.get(THEIRS))
    assert "Lu, sans réponse" in text(desk.get(f"{THEIRS}?voir=toutes"))
    sent(desk, f"{THEIRS}{mine.pk}/", "Bonjour à vous")
    assert "Dernier mot de vous" in text(desk.get(f"{THEIRS}?voir=toutes"))
    dossier = text(desk.get(f"/organisme/candidats/dossiers/{mine.pk}/"))
    assert "Messages" in dossier
    assert "Méridienne Formation vous a écrit" in text(phone.get("/candidat/"))


def test_the_adviser_finds_what_is_to_be_read(people, agency, phone):
    me = path.me(people)
    sent(phone, f"{OWN}conseiller/", "Bonjour")
    home = agency.get("/conseiller/").content.decode()
    assert "vous a écrit" in home
    assert "vous a écrit" not in text(agency.get(f"/conseiller/personnes/{me.pk}/messages/"))
    assert "vous a écrit" not in text(agency.get("/conseiller/"))
    assert f"/conseiller/personnes/{me.pk}/messages/" in agency.get(f"/conseiller/personnes/{me.pk}/").content.decode()
    sent(agency, f"/conseiller/personnes/{me.pk}/messages/", "Bonjour à vous")
    assert "a écrit De votre agence" in text(phone.get("/candidat/"))
    assert "Votre conseiller" in text(phone.get(OWN))
    assert "Dernier mot de vous" in text(agency.get("/conseiller/messages/?voir=toutes"))


def test_who_opened_no_space_is_written_to_and_the_page_says_it(people, who, desk):
    other = path.retained(people, who, path.session(who))
    assert "n’a pas encore ouvert son espace" in text(desk.get(f"{THEIRS}{other.pk}/"))
    assert sent(desk, f"{THEIRS}{other.pk}/", "Bienvenue").status_code == 302


def test_each_side_is_reminded_of_what_is_not_allowed(people, desk, agency, phone, mine):
    provider = text(desk.get(f"{THEIRS}{mine.pk}/"))
    assert "Proposer une autre formation ou démarcher n’est pas permis" in provider
    adviser = text(agency.get(f"/conseiller/personnes/{mine.person_id}/messages/"))
    assert "Démarcher ou écrire à plusieurs n’est pas permis" in adviser
    assert "ni une urgence" in text(phone.get(f"{OWN}{mine.pk}/"))


def test_before_and_after_one_reads_and_does_not_write(people, who, desk, phone):
    row = path.referred(people, path.session(who), path.me(people))
    assert "à partir du moment où la personne est retenue" in text(desk.get(f"{THEIRS}{row.pk}/"))
    assert "fermée" in text(sent(desk, f"{THEIRS}{row.pk}/", "Bonjour"), 422)
    assert str(row.pk) not in phone.get(OWN).content.decode()
    run(who, Enrolling.retain, row.pk)
    sent(phone, f"{OWN}{row.pk}/", "Bonjour")
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE enrolment SET state = 'withdrawn' WHERE id = %s", [row.pk])
    page = text(phone.get(f"{OWN}{row.pk}/"))
    assert "On ne peut plus écrire ici" in page
    assert "Bonjour" in page
    response = sent(phone, f"{OWN}{row.pk}/", "Trop tard, mais tapé")
    assert "fermée" in text(response, 422)
    assert "Trop tard, mais tapé" in response.content.decode()


def test_nobody_else_has_the_page(people, who, mine, phone, desk, agency, as_person):
    sent(phone, f"{OWN}{mine.pk}/", "Secret")
    sent(phone, f"{OWN}conseiller/", "Secret")
    me = path.me(people)
    other = as_person(agencies.activate(agencies.followed(people.adviser), "other"))
    colleague = as_person(agencies.join(agencies.row_of(people.adviser).agency, "colleague", "agency.follow"))
    foreign = as_person(people.owner_b)
    for client, url in (
        (other, f"{OWN}{mine.pk}/"),
        (colleague, f"/conseiller/personnes/{me.pk}/messages/"),
        (foreign, f"{THEIRS}{mine.pk}/"),
        (agency, f"{THEIRS}{mine.pk}/"),
        (desk, f"/conseiller/personnes/{me.pk}/messages/"),
        (desk, f"{OWN}{mine.pk}/"),
    ):
        assert client.get(url).status_code in (403, 404), url
        assert sent(client, url, "Bonjour").status_code in (403, 404), url
    for client, url in ((other, OWN), (colleague, "/conseiller/messages/?voir=toutes")):
        page = text(client.get(url))
        assert "Secret" not in page
        assert "Soudure" not in page


def test_reading_a_conversation_or_their_list_is_reading_people(people, who, mine, desk, phone):
    sent(phone, f"{OWN}{mine.pk}/", "Bonjour")
    desk.get(THEIRS)
    desk.get(f"{THEIRS}{mine.pk}/")
    read = JournalEntry.objects.using("owner").filter(kind="reading", acts__0__startswith="threads.").order_by("id")
    assert [(entry.acts, entry.subjects) for entry in read] == [
        (["threads.listed"], [mine.person_id]),
        (["threads.read"], [mine.person_id]),
    ]


def test_older_messages_follow_by_key(people, who, mine, desk, phone, monkeypatch):
    monkeypatch.setattr(one, "SIZE", 3)
    for number in range(7):
        with clock.fixed(clock.now() + timedelta(minutes=number)):
            threads.write(people.job_seeker, mine, f"Message n° {number}")
    url, seen = f"{THEIRS}{mine.pk}/", []
    while url:
        html = desk.get(url).content.decode()
        seen = [*re.findall(r"Message n° (\d)", unescape(html).replace("\u00a0", " ")), *seen]
        found = re.search(r'href="([^"]*)">Messages plus anciens', html)
        url = f"{THEIRS}{mine.pk}/{unescape(found[1])}" if found else ""
    assert seen == list("0123456")
    assert desk.get(f"{THEIRS}{mine.pk}/?avant=n’importe~quoi").status_code == 200


def test_the_list_follows_by_key_and_costs_the_same(people, who, desk, monkeypatch):
    monkeypatch.setattr(lists, "SIZE", 2)
    session = path.session(who, capacity=20)
    for _ in range(5):
        row = path.retained(people, who, session)
        threads.write(path.oneself(JobSeeker(pk=row.person_id)), row)
    url, seen = THEIRS, []
    while url:
        html = desk.get(url).content.decode()
        seen += re.findall(r"/organisme/messages/([0-9a-f-]{36})/", html)
        found = re.search(r'href="([^"]*)">Suivantes', html)
        url = f"{THEIRS}{unescape(found[1])}" if found else ""
    assert len(set(seen)) == len(seen) == 5
    statements.assert_statements(desk, f"{THEIRS}?voir=toutes", 5)


def test_opening_what_is_new_keeps_to_its_statements(people, who, mine, desk, phone):
    url = f"{THEIRS}{mine.pk}/"
    threads.write(people.job_seeker, mine)
    desk.get(url)
    threads.write(people.job_seeker, mine, "Encore")
    with statements.counted() as found:
        assert desk.get(url).status_code == 200
    assert len(found()) <= 10, "\n".join(found())


def test_after_a_lost_session_the_message_is_still_typed_and_was_not_sent(people, mine, phone):
    url = f"{OWN}{mine.pk}/"
    with clock.fixed(clock.now() + timedelta(hours=2)):
        lost = sent(phone, url, "Longuement tapé")
        assert "Rien n’est perdu" in text(lost, lost.status_code)
    sealed = unescape(re.search(r'name="reprise" value="([^"]*)"', lost.content.decode())[1])
    row = Session.objects.using("owner").filter(user=people.job_seeker.user.pk, ended_at=None).latest("created_at")
    Session.objects.using("owner").filter(pk=row.pk).update(data=row.data | {"typed": {"path": url, "sealed": sealed}})
    page = phone.get(url)
    assert "Longuement tapé" in unescape(page.content.decode())
    assert "Envoyer" in text(page)
    assert threads.of(mine) is None
