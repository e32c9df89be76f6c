"""A password that must change: at the next page, nothing else opens, and it is over once it is done."""

import pytest

from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import User
from tests.spaces.session.conftest import words
from tests.support.factors import mails
from tests.support.people import PASSWORD

PAGE = "/compte/securite/mot-de-passe/"
NEW = "cinq autres mots choisis au hasard"


def require(people, someone):
    actor = people.instructor.actor
    with scope(actor):
        return engine.run(Account.require_password_change, someone.user.pk, actor, reason="Vu chez un tiers.")


@pytest.fixture
def owner(people, visitor):
    """Signed in when it is asked."""
    visitor.sign_in(people.owner_a.email)
    assert visitor.get("/compte/").status_code == 200
    require(people, people.owner_a)
    return visitor


@pytest.mark.parametrize("path", ["/compte/", "/compte/fiche/", "/compte/securite/", "/compte/messages/", "/portail/"])
def test_nothing_else_opens_and_it_is_said_why(owner, path):
    answer = owner.get(path)
    assert answer["Location"] == PAGE
    assert "a pu être connu d’un autre" in words(owner.follow(answer))


def test_nothing_is_done(people, owner, fresh):
    assert owner.post("/compte/securite/courriel/", email="autre@tests.example")["Location"] == PAGE
    assert fresh(people.owner_a.user).email == people.owner_a.email


def test_a_part_asked_by_script_leads_the_whole_page(owner):
    answer = owner.get("/compte/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, PAGE)


def test_what_everyone_reads_stays_open_and_one_may_leave(owner):
    assert owner.get("/aide/").status_code == 200
    assert owner.post("/connexion/deconnexion/").status_code == 302
    assert not owner.session


def test_changed_everything_opens_again(people, owner, fresh):
    assert owner.post(PAGE, mot_de_passe=PASSWORD, password=PASSWORD).status_code == 422, "the same is no change"
    assert owner.get("/compte/")["Location"] == PAGE
    assert owner.post(PAGE, mot_de_passe=PASSWORD, password=NEW).status_code == 302
    assert owner.get("/compte/").status_code == 200
    assert fresh(people.owner_a.user).password_due_at is None


def test_at_the_next_sign_in_too(people, owner, another):
    elsewhere = another()
    assert elsewhere.follow(elsewhere.sign_in(people.owner_a.email)).wsgi_request.path == PAGE


def test_by_the_link_of_a_mail_it_is_changed_as_well(people, owner, fresh):
    from kairos.identity.accounts import tokens
    from kairos.identity.accounts.models import OneUseToken

    with scope(people.instructor.actor):
        link = tokens.issue(people.owner_a.user, OneUseToken.Kind.PASSWORD)
    assert owner.post(f"/connexion/mot-de-passe/{link}", password=NEW).status_code == 302
    assert fresh(people.owner_a.user).password_due_at is None


def test_its_owner_is_told_without_the_reason(people, owner, drain):
    drain()
    [told] = mails("PasswordDue", people.owner_a.email)
    assert PAGE in told
    assert "chez un tiers" not in told


def test_who_never_chose_one_is_asked_none(people):
    User.objects.using("owner").filter(pk=people.supervisor.user.pk).update(password_set_at=None)
    with pytest.raises(Refused):
        require(people, people.supervisor)
