"""A lost session returns to the same form, still filled: for the same person, at the same address, once."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from kairos.foundation import clock, crypto
from kairos.identity.accounts.models import OneUseToken, Session
from kairos.spaces.session import resuming
from tests.spaces.session.conftest import Visitor, words
from tests.support import applications as stories
from tests.support.factors import telephone_of
from tests.support.people import PASSWORD

FORM = "/compte/securite/courriel/"
TYPED = "solène+nouvelle@ateliers.example"


@pytest.fixture
def owner(people, visitor):
    visitor.sign_in(people.owner_a.email)
    return visitor


def hidden(page, name):
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1])


def send_late(browser, path=FORM, **fields):
    """The page is sent two hours after it was opened."""
    with clock.fixed(clock.outside() + timedelta(hours=2)):
        return browser.post(path, **fields or {"email": TYPED})


def sign_in_from(browser, page, identifier, password=PASSWORD):
    return browser.sign_in(identifier, password, suite=hidden(page, "suite"), reprise=hidden(page, "reprise"))


def test_what_was_typed_comes_back_and_nothing_was_done(people, owner):
    lost = send_late(owner)
    assert "Votre session s’est fermée" in words(lost)
    assert "Rien n’est perdu" in words(lost)
    assert not OneUseToken.objects.using("owner").filter(kind="email").exists()
    with clock.fixed(clock.outside() + timedelta(hours=2)):
        back = owner.follow(sign_in_from(owner, lost, people.owner_a.email))
        assert back.request["PATH_INFO"] == FORM
        assert back.status_code == 200
        assert TYPED in unescape(back.content.decode())
        assert "Rien n’est perdu" in words(back)
        assert not OneUseToken.objects.using("owner").filter(kind="email").exists(), "sent again by its owner alone"


def test_it_comes_back_once(people, owner):
    lost = send_late(owner)
    with clock.fixed(clock.outside() + timedelta(hours=2)):
        owner.follow(sign_in_from(owner, lost, people.owner_a.email))
        assert TYPED not in unescape(owner.get(FORM).content.decode())
    assert "typed" not in Session.objects.using("owner").get(ended_at=None, pk=owner.session.pk).data


def test_through_the_second_factor_too(people, visitor):
    phone = telephone_of(people.manager.user.pk)
    visitor.sign_in(people.manager.email)
    visitor.post("/connexion/code/", code=phone.code())
    lost = send_late(visitor)
    with clock.fixed(clock.outside() + timedelta(hours=2)):
        sign_in_from(visitor, lost, people.manager.email)
        back = visitor.follow(visitor.post("/connexion/code/", code=phone.code()))
        assert TYPED in unescape(back.content.decode())


def test_someone_else_finds_nothing_of_it(people, owner):
    lost = send_late(owner)
    with clock.fixed(clock.outside() + timedelta(hours=2)):
        back = owner.follow(sign_in_from(owner, lost, people.owner_b.email))
        assert TYPED not in unescape(back.content.decode())


def test_another_address_does_not_take_it(people, owner):
    lost = send_late(owner)
    with clock.fixed(clock.outside() + timedelta(hours=2)):
        sign_in_from(owner, lost, people.owner_a.email)
        assert TYPED not in unescape(owner.get("/compte/securite/").content.decode())
        assert TYPED in unescape(owner.get(FORM).content.decode())


def test_a_wrong_password_first_does_not_lose_it(people, owner):
    lost = send_late(owner)
    with clock.fixed(clock.outside() + timedelta(hours=2)):
        wrong = sign_in_from(owner, lost, people.owner_a.email, "pas le bon")
        back = owner.follow(sign_in_from(owner, wrong, people.owner_a.email))
        assert TYPED in unescape(back.content.decode())


def test_the_session_closed_from_elsewhere_returns_too(people, owner, another):
    elsewhere = another()
    elsewhere.sign_in(people.owner_a.email)
    elsewhere.post("/compte/securite/sessions/")
    lost = owner.post(FORM, email=TYPED)
    back = owner.follow(sign_in_from(owner, lost, people.owner_a.email))
    assert TYPED in unescape(back.content.decode())


def test_no_password_is_kept(owner):
    lost = send_late(owner, "/compte/securite/mot-de-passe/", mot_de_passe=PASSWORD, password="cinq autres mots")
    sealed = hidden(lost, "reprise")
    assert resuming.read(sealed).fields == {}
    assert PASSWORD not in crypto.unseal(sealed.encode(), resuming.PURPOSE).decode()


def test_the_page_itself_says_nothing_of_what_was_typed(owner):
    assert TYPED not in unescape(send_late(owner).content.decode())


@pytest.mark.parametrize("sealed", ["", "x", "gAAAAA", "é", "\x00"])
def test_a_forged_return_is_no_return(people, owner, sealed):
    send_late(owner)
    with clock.fixed(clock.outside() + timedelta(hours=2)):
        back = owner.follow(owner.sign_in(people.owner_a.email, suite=FORM, reprise=sealed))
    assert back.status_code in (200, 422)
    assert "Rien n’est perdu" not in words(back)


@pytest.mark.parametrize(("minutes", "kept"), [(29, True), (31, False)])
def test_it_is_kept_half_an_hour(owner, minutes, kept):
    plain = crypto.unseal(hidden(send_late(owner), "reprise").encode(), resuming.PURPOSE)
    before = int(clock.outside().timestamp()) - 60 * minutes
    sealed = crypto._box(resuming.PURPOSE).encrypt_at_time(plain, before).decode()
    assert (resuming.read(sealed) is not None) is kept


def test_far_too_much_is_left_out_rather_than_half_kept(owner):
    lost = send_late(owner, email="x" * (resuming.MOST + 1))
    assert resuming.read(hidden(lost, "reprise")).fields == {}


def test_a_button_leads_back_to_its_page(people, owner):
    with clock.fixed(clock.outside() + timedelta(hours=2)):
        lost = owner.client.post(
            "/compte/securite/application/retirer/", HTTP_REFERER="http://testserver/compte/securite/"
        )
        assert hidden(lost, "suite") == "/compte/securite/"
        back = owner.follow(sign_in_from(owner, lost, people.owner_a.email))
        assert back.status_code == 200
        assert "Rien n’a été enregistré" in words(back)


def test_what_no_form_takes_is_shown_to_be_copied(people, owner):
    """A page whose form stood elsewhere: what was written is still there to read."""
    with clock.fixed(clock.outside() + timedelta(hours=2)):
        lost = owner.client.post(
            "/compte/securite/application/retirer/",
            {"reason": "Parce que <b>mon</b> téléphone est perdu", "token": "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"},
            HTTP_REFERER="http://testserver/compte/securite/",
        )
        back = owner.follow(sign_in_from(owner, lost, people.owner_a.email))
    assert "à recopier" in words(back)
    assert "Parce que &lt;b&gt;mon&lt;/b&gt; téléphone est perdu" in back.content.decode()
    assert "0190a1b2" not in back.content.decode()


def test_an_address_that_leads_to_its_page_hands_on_what_was_typed(people, as_person):
    """« Demander un complément » is sent from the dossier to an address of its own."""
    application = stories.in_review(people.owner_a, people.instructor)
    agent = Visitor(as_person(people.instructor))
    phone = telephone_of(people.instructor.user.pk)
    with clock.fixed(clock.outside() + timedelta(hours=2)):
        lost = agent.post(
            reverse("operator:application_complement", args=[application.pk]), reason="Joignez le récépissé."
        )
        sign_in_from(agent, lost, people.instructor.email)
        back = agent.follow(agent.post("/connexion/code/", code=phone.code()))
    assert "Joignez le récépissé." in unescape(back.content.decode())
    assert "de nouveau là" in words(back)


@pytest.mark.parametrize("referer", ["", "https://pirate.example/x", "http://testserver.pirate.example/", "nimporte"])
def test_a_button_pressed_from_elsewhere_leads_home(owner, referer):
    with clock.fixed(clock.outside() + timedelta(hours=2)):
        lost = owner.client.post("/compte/securite/application/retirer/", HTTP_REFERER=referer)
        assert hidden(lost, "suite") == ""


def test_a_visitor_who_sends_a_page_signs_in_and_goes_there(visitor):
    assert visitor.post(FORM, email=TYPED)["Location"] == "/connexion?suite=%2Fcompte%2Fsecurite%2Fcourriel%2F"


def test_the_organisation_acted_for_comes_back(people, visitor):
    visitor.sign_in(people.freelance.email)
    visitor.post(reverse("session:organisations"), organisme=str(people.organisation_a.pk))
    lost = send_late(visitor)
    with clock.fixed(clock.outside() + timedelta(hours=2)):
        sign_in_from(visitor, lost, people.freelance.email)
    assert visitor.session.acting_for == people.organisation_a.pk
