"""Accounts of the operator's people come from the command line, through one link, and ask for two factors."""

import re

import pytest
from django.test import Client

from kairos.foundation.actor import Strength
from kairos.identity.accounts.models import Session, User
from kairos.operations import cli
from tests.support.factors import Telephone

EMAIL = "zoe.marchal@operateur.example"
PASSWORD = "cinq autres mots choisis au hasard"


@pytest.fixture
def create(real_db, capsys):
    """`create(EMAIL, "--role", "supervisor")`: exit code, and the path of the link printed (or what was said)."""

    def run(*arguments):
        code = cli.main(["operator", "create", *arguments])
        said = capsys.readouterr()
        return code, said.out.strip().removeprefix("http://localhost:8000") or said.err

    return run


def agent():
    return User.objects.using("owner").get(email=EMAIL)


def open_with(link, **fields):
    browser = Client()
    names = {"first_name": "Zoé", "last_name": "Marchal"}
    return browser, browser.post(link, {"password": PASSWORD, **names, **fields})


def test_from_the_command_line_to_the_desk(create):
    code, link = create(EMAIL, "--role", "supervisor", "--name", "Zoé  Marchal-Petit")
    assert code == 0
    assert re.fullmatch(r"/connexion/ouvrir/[\w-]{43}", link)
    assert (agent().state, agent().staff_role) == ("created", "supervisor")
    browser = Client()
    assert "Marchal-Petit" in browser.get(link).content.decode()
    browser, answer = open_with(link)
    assert answer["Location"] == "/connexion/premiere/"
    page = browser.get("/connexion/premiere/").content.decode()
    phone = Telephone(re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1])
    shown = browser.post("/connexion/premiere/", {"etape": "enrol", "code": phone.code()})
    assert "entrer dans le portail" not in shown.content.decode()
    assert Session.objects.using("owner").get().strength == Strength.SECOND_FACTOR
    assert browser.get("/connexion/entree")["Location"] == "/operateur/"


def test_the_link_serves_once(create):
    _, link = create(EMAIL)
    open_with(link)
    _, again = open_with(link)
    assert again.status_code == 410


def test_a_weak_password_keeps_the_link(create):
    _, link = create(EMAIL)
    _, refused = open_with(link, password="motdepasse")
    assert refused.status_code == 422
    _, accepted = open_with(link)
    assert accepted.status_code == 302


def test_left_before_the_factor_the_next_sign_in_resumes_there(create):
    _, link = create(EMAIL)
    open_with(link)
    later = Client()
    later.post("/connexion", {"identifiant": EMAIL, "mot_de_passe": PASSWORD})
    assert "second facteur" in later.get("/connexion/premiere/").content.decode()
    assert later.get("/operateur/").status_code == 302


def test_created_again_everything_is_proved_again(create):
    _, link = create(EMAIL)
    open_with(link)
    code, newer = create(EMAIL, "--role", "supervisor")
    assert code == 0
    assert newer != link
    assert (agent().state, agent().staff_role) == ("created", "supervisor")
    assert not Session.objects.using("owner").filter(ended_at__isnull=True).exists()
    assert Client().post("/connexion", {"identifiant": EMAIL, "mot_de_passe": PASSWORD}).status_code == 422


def test_anothers_address_is_refused(create, people):
    code, said = create(people.owner_a.email)
    assert code == 2
    assert "déjà un compte d’organisme" in said


@pytest.mark.parametrize("typed", ["zoe", "zoe@", "", "zoe@operateur.example\nbcc: x@x.example"])
def test_what_is_no_address_is_refused(create, typed):
    code, said = create(typed)
    assert code == 2
    assert "n’est pas une adresse" in said
