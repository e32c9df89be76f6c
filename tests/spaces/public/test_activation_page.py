"""The link of the first mail: reading changes nothing, the button activates once, and each dead link has its page."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings

from kairos.foundation import demonstration
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import worker
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import content
from kairos.identity.accounts.models import OneUseToken, User
from tests.identity.organisations.test_opening import OPENER, do, opening

State = User.State


@pytest.fixture
def link(real_db) -> str:
    """The path of the activation link, as the mail gives it. In a demonstration, mails sent keep their links."""
    demonstration.mark()
    do(opening())
    return links()[-1]


def links() -> list[str]:
    with scope(system("tests")):
        texts = [content(mail).text for mail in OutboxMessage.objects.filter(kind="Activation").order_by("id")]
    return [re.search(settings.KAIROS_BASE_URL + r"(/compte/activer/\S+)", text)[1] for text in texts]


def state() -> str:
    with scope(system("tests")):
        return User.objects.get(email=OPENER.email).state


def test_a_mail_scanner_that_follows_the_link_activates_nothing(client, link):
    for _ in range(3):
        response = client.get(link)
        assert response.status_code == 200
        assert 'data-act="account.activate"' in response.content.decode()
    client.head(link)
    assert state() == State.CREATED


def test_the_button_activates_and_leads_to_the_file(client, link):
    response = client.post(link)
    assert (response.status_code, response["Location"]) == (302, "/compte/active/")
    assert state() == State.ACTIVE
    page = client.get("/compte/active/").content.decode()
    assert "Votre compte est actif" in page
    assert "Compléter les informations de mon organisme" in page
    assert 'href="/connexion?suite=/compte/fiche/"' in page


def test_used(client, link):
    client.post(link)
    for response in (client.get(link), client.post(link)):
        assert response.status_code == 410
        assert "Ce lien a déjà servi" in response.content.decode()


@contextmanager
def later(hours: int):
    """For the pages, the jobs and SQL alike, as in a demonstration."""
    with scope(system("tests")):
        demonstration.move_clock(timedelta(hours=hours))
    yield
    with scope(system("tests")):
        demonstration.move_clock(None)


@pytest.mark.parametrize("hours", [71, 72, 100])
def test_it_lives_seventy_two_hours(client, link, hours):
    with later(hours):
        response = client.post(link)
    assert response.status_code == (302 if hours < 72 else 410)
    assert state() == (State.ACTIVE if hours < 72 else State.CREATED)


def test_expired_one_click_sends_another(client, link):
    with later(80):
        page = client.get(link).content.decode()
        assert "Ce lien n’est plus valable" in page
        assert OPENER.email not in page
        token = re.search(r'name="token" value="([^"]+)"', page)[1]
        assert client.post("/compte/renvoyer/", {"token": token}).status_code == 302
        worker.drain()
        assert len(links()) == 2
        assert client.post(links()[-1]).status_code == 302
    assert state() == State.ACTIVE


def test_replaced(client, link):
    with later(1):
        client.post("/compte/renvoyer/", {"email": OPENER.email})
        worker.drain()
        response = client.post(link)
        assert response.status_code == 410
        assert "Un lien plus récent vous attend" in response.content.decode()
        assert state() == State.CREATED
        client.post(links()[-1])
        assert "Ce lien a déjà servi" in client.get(link).content.decode(), "active: no other link is needed"


@pytest.mark.parametrize("token", ["x", "é", "a" * 3000, "%00", "..%2f..", "\u202eabc"])
def test_forged(client, link, token):
    for response in (client.get(f"/compte/activer/{token}"), client.post(f"/compte/activer/{token}")):
        assert response.status_code == 404
    assert state() == State.CREATED


def test_half_a_link_is_told_how_to_mend_it(client, link):
    response = client.get(link[:-10])
    assert response.status_code == 404
    assert "coupé en deux" in response.content.decode()


class TestAnotherLink:
    def test_the_answer_is_the_same_whoever_asks(self, client, link):
        answers = []
        for email in (OPENER.email, "personne@ailleurs.example"):
            answer = client.post("/compte/renvoyer/", {"email": email})
            answers.append((answer.status_code, answer["Location"], answer.content, sorted(answer.cookies)))
        assert answers[0] == answers[1]
        assert "@" not in answers[0][1]

    def test_and_the_same_work(self, client, link, statements):
        counts = set()
        for email in (OPENER.email, "personne@ailleurs.example", OPENER.email):
            with statements() as found:
                client.post("/compte/renvoyer/", {"email": email})
            counts.add(len(found))
        assert len(counts) == 1

    def test_asked_ten_times_one_leaves(self, client, link):
        with later(1):
            for _ in range(10):
                client.post("/compte/renvoyer/", {"email": OPENER.email})
            worker.drain()
        assert len(links()) == 2

    def test_none_leaves_right_after_the_first(self, client, link):
        client.post("/compte/renvoyer/", {"email": OPENER.email})
        worker.drain()
        assert len(links()) == 1

    def test_none_leaves_to_an_active_account(self, client, link):
        client.post(link)
        with later(1):
            client.post("/compte/renvoyer/", {"email": OPENER.email})
            worker.drain()
        assert len(links()) == 1

    def test_a_bad_address_is_said(self, client, link):
        response = client.post("/compte/renvoyer/", {"email": "pas une adresse"})
        assert response.status_code == 422
        assert 'value="pas une adresse"' in response.content.decode()


def test_no_link_survives_in_clear(link):
    token = link.rsplit("/", 1)[1]
    with scope(system("tests")):
        row = OneUseToken.objects.get()
    assert token.encode() not in bytes(row.token_hash)
