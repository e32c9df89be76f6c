"""Links of mails: what they open, once; what a used, replaced, expired or forged one says; who hears of what."""

from datetime import timedelta

import pytest

from kairos.foundation import clock, engine
from kairos.foundation.actor import Strength, system
from kairos.foundation.isolation import scope
from kairos.identity.accounts import tokens
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import OneUseToken, Session, User
from tests.spaces.session.conftest import words
from tests.support.factors import link_in, mails, telephone_of
from tests.support.people import PASSWORD

Kind = OneUseToken.Kind
NEW = "cinq autres mots choisis au hasard"
PAGES = {
    Kind.PASSWORD: "/connexion/mot-de-passe/",
    Kind.UNLOCK: "/connexion/deverrouiller/",
    Kind.EMAIL: "/compte/securite/courriel/",
    Kind.DISOWN: "/connexion/pas-moi/",
    Kind.OPERATOR: "/connexion/ouvrir/",
}


def issue(user, kind, email="autre@tests.example"):
    with scope(system("tests")):
        return PAGES[kind] + tokens.issue(user, kind, new_email=email)


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize(
    ("fate", "status", "said"),
    [
        ("forged", 404, "ne mène à rien"),
        ("used", 410, "déjà servi"),
        ("replaced", 410, "plus récent"),
        ("expired", 410, "n’est plus valable"),
    ],
)
def test_a_dead_link_says_why_and_what_to_do(people, visitor, kind, fate, status, said):
    link = issue(people.manager.user, kind)
    rows = OneUseToken.objects.using("owner")
    if fate == "forged":
        link = link[:-4]
    if fate == "used":
        rows.update(used_at=clock.now())
    if fate == "replaced":
        issue(people.manager.user, kind)
    late = timedelta(hours=73 if fate == "expired" else 0)
    with clock.fixed(clock.outside() + late):
        page, sent = visitor.get(link), visitor.post(link, password=NEW)
    assert (page.status_code, sent.status_code) == (status, status)
    assert said in words(page)
    assert "href" in page.content.decode() or "form" in page.content.decode()


def test_a_password_forgotten_is_chosen_again_without_passing_the_factor(people, visitor, drain):
    phone = telephone_of(people.manager.user.pk)
    visitor.sign_in(people.manager.email)
    visitor.post("/connexion/mot-de-passe/", identifiant="k 1000001")
    drain()
    link = link_in(mails("PasswordLink", people.manager.email)[0], PAGES[Kind.PASSWORD])
    assert visitor.get(link).status_code == 200
    assert visitor.post(link, password="motdepasse").status_code == 422
    done = visitor.follow(visitor.post(link, password=NEW))
    assert "nouveau mot de passe est enregistré" in words(done)
    with scope(system("tests")):
        assert not Session.objects.filter(ended_at__isnull=True).exists()
    assert visitor.sign_in(people.manager.email, PASSWORD).status_code == 422
    assert visitor.sign_in(people.manager.email, NEW)["Location"] == "/connexion/code/"
    visitor.post("/connexion/code/", code=phone.code())
    assert visitor.strength == Strength.SECOND_FACTOR


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/connexion/mot-de-passe/", "PasswordLink"),
        ("/connexion/identifiant/", "Identifiers"),
        ("/connexion/deverrouiller/", "UnlockLink"),
    ],
)
def test_the_answer_is_the_same_with_and_without_an_account(people, visitor, statements, drain, path, kind):
    if kind == "UnlockLink":
        with scope(system("tests")) as actor:
            engine.run(Account.lock, people.manager.user.pk, actor, failures=10, network="192.0.2.0/24")
        OneUseToken.objects.using("owner").update(created_at=clock.now() - timedelta(minutes=3))
    with statements() as known:
        yes = visitor.post(path, identifiant=people.manager.email)
    with statements() as unknown:
        no = visitor.post(path, identifiant="personne@ailleurs.example")
    assert (yes.status_code, yes["Location"]) == (no.status_code, no["Location"])
    assert len(known) == len(unknown), "the same work"
    drain()
    assert len(mails(kind)) == 1


def test_asked_many_times_the_mail_leaves_once(people, visitor, drain):
    for _ in range(4):
        visitor.post("/connexion/mot-de-passe/", identifiant=people.manager.email)
    drain()
    assert len(mails("PasswordLink")) == 1
    with clock.fixed(clock.outside() + timedelta(minutes=3)):
        visitor.post("/connexion/mot-de-passe/", identifiant=people.manager.email)
    with clock.fixed(clock.outside() + timedelta(minutes=3)):
        drain_now(people.manager.user, "password")
        drain_now(people.manager.user, "password")
    assert len(mails("PasswordLink")) == 2


def drain_now(user, what):
    """The job itself, at the moment of the test."""
    from kairos.identity.accounts.jobs import write_to_owner

    write_to_owner(user=str(user.pk), what=what)


def test_identifiers_are_told_to_their_owner(people, visitor, drain):
    visitor.post("/connexion/identifiant/", identifiant=people.manager.email)
    drain()
    assert "K1000001" in mails("Identifiers", people.manager.email)[0]


def test_who_never_chose_a_password_is_sent_to_the_letters(people, visitor, drain):
    User.objects.using("owner").filter(pk=people.manager.user.pk).update(password="!", password_set_at=None)
    visitor.post("/connexion/mot-de-passe/", identifiant="K1000001")
    drain()
    assert not mails("PasswordLink")
    assert "poste" in mails("NoPasswordYet", people.manager.email)[0]


def test_a_dead_link_sends_another_to_the_same_mailbox(people, visitor, drain):
    link = issue(people.manager.user, Kind.PASSWORD)
    with clock.fixed(clock.outside() + timedelta(hours=73)):
        asked = visitor.post(link, renvoyer="1")
        assert asked["Location"] == "/connexion/message-envoye/"
        drain_now(people.manager.user, "password")
    assert mails("PasswordLink", people.manager.email)


def test_a_new_address_is_confirmed_without_a_session(people, visitor, fresh):
    link = issue(people.manager.user, Kind.EMAIL, "maud@nouvelle.example")
    visitor.get(link)
    assert fresh(people.manager.user).email == people.manager.email
    assert "Votre adresse est changée" in words(visitor.follow(visitor.post(link)))
    assert fresh(people.manager.user).email == "maud@nouvelle.example"


def test_it_was_not_me(people, visitor, another, fresh):
    victim = another()
    victim.sign_in(people.owner_a.email)
    link = issue(people.owner_a.user, Kind.DISOWN, people.owner_a.email)
    User.objects.using("owner").filter(pk=people.owner_a.user.pk).update(email="voleur@ailleurs.example")
    assert "Le changement est annulé" in words(visitor.follow(visitor.post(link)))
    assert fresh(people.owner_a.user).email == people.owner_a.email
    assert victim.session is None
    assert visitor.sign_in(people.owner_a.email).status_code == 422, "the password opens nothing any more"
    way_in = link_in(mails("PasswordLink", people.owner_a.email)[0], PAGES[Kind.PASSWORD])
    visitor.post(way_in, password=NEW)
    assert visitor.sign_in(people.owner_a.email, NEW).status_code == 302


def test_a_wrong_new_password_keeps_the_link(people, visitor):
    link = issue(people.manager.user, Kind.PASSWORD)
    refused = visitor.post(link, password="maud.nguyen2026")
    assert refused.status_code == 422
    assert "Ajoutez" in words(refused)
    assert visitor.post(link, password=NEW).status_code == 302
