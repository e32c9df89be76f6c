"""Signing in without JavaScript: what opens, what is said, what the cookie is."""

from datetime import timedelta

import pytest
from django.conf import settings

from kairos.foundation import clock, dated_settings
from kairos.foundation.actor import Strength, system
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.accounts.models import Session, User
from tests.spaces.session.conftest import words
from tests.support.factors import mails, paper_of, telephone_of
from tests.support.people import PASSWORD

SECURITY = "/compte/securite/"


def acts():
    with scope(system("tests")):
        return [act for entry in JournalEntry.objects.order_by("id") for act in entry.acts]


def test_a_file_opens_with_the_password(people, visitor):
    answer = visitor.follow(visitor.sign_in(people.owner_a.email, suite=SECURITY))
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == SECURITY
    assert visitor.strength == Strength.PASSWORD
    assert acts()[-1] == "session.opened"


@pytest.mark.parametrize(
    "typed", ["  K1000001 ", "k 1000 001", "K1000001", " MAUD.NGUYEN@tests.example ", "maud.nguyen@ tests.example"]
)
def test_the_identifier_is_read_whatever_its_spaces_and_case(people, visitor, typed):
    assert visitor.sign_in(typed)["Location"] == "/connexion/code/"


def test_after_the_portal_a_second_factor_is_always_due(people, visitor):
    phone = telephone_of(people.manager.user.pk)
    assert visitor.sign_in(people.manager.email, suite=SECURITY)["Location"] == "/connexion/code/"
    assert visitor.get(SECURITY)["Location"].startswith("/connexion?")
    done = visitor.post("/connexion/code/", code=phone.code())
    assert visitor.follow(done).request["PATH_INFO"] == SECURITY
    assert visitor.strength == Strength.SECOND_FACTOR


def test_a_factor_added_before_the_portal_is_asked_too(people, visitor):
    phone = telephone_of(people.owner_a.user.pk)
    visitor.sign_in(people.owner_a.email)
    assert visitor.get("/compte/")["Location"].startswith("/connexion?")
    visitor.post("/connexion/code/", code=phone.code())
    assert visitor.strength == Strength.SECOND_FACTOR


def test_an_agent_without_a_factor_gets_no_further_than_enrolling(people, visitor):
    visitor.sign_in(people.instructor.email)
    assert "second facteur" in words(visitor.follow(visitor.get("/connexion/entree")))
    assert visitor.get("/operateur/").status_code in (302, 404)
    assert visitor.strength == Strength.PASSWORD


def test_a_recovery_code_stands_in_for_the_factor_and_its_owner_hears_of_it(people, visitor):
    telephone_of(people.manager.user.pk)
    codes = paper_of(people.manager.user.pk)
    visitor.sign_in(people.manager.email)
    assert "Code de secours" in words(visitor.get("/connexion/code/?secours=1"))
    visitor.post("/connexion/code/?secours=1", code=codes[3].upper())
    assert visitor.strength == Strength.SECOND_FACTOR
    assert "9" in mails("CodeUsed", people.manager.email)[0]


def test_a_recovery_code_alone_is_no_factor(people, visitor):
    """Who removed every factor keeps no way around them."""
    codes = paper_of(people.manager.user.pk)
    visitor.sign_in(people.manager.email)
    visitor.post("/connexion/code/", code=codes[0])
    assert visitor.strength == Strength.PASSWORD


def test_a_replayed_code_does_not_open_elsewhere(people, visitor, another):
    code = telephone_of(people.manager.user.pk).code()
    visitor.sign_in(people.manager.email)
    visitor.post("/connexion/code/", code=code)
    thief = another(address="198.51.100.7")
    thief.sign_in(people.manager.email)
    refused = thief.post("/connexion/code/", code=code)
    assert refused.status_code == 422
    assert "déjà servi" in words(refused)
    assert thief.strength == Strength.PASSWORD


def test_unknown_and_wrong_say_the_same(people, visitor, another):
    wrong = visitor.sign_in(people.owner_a.email, "pas le bon mot de passe")
    unknown = another().sign_in("personne@ailleurs.example", "pas le bon mot de passe")
    assert wrong.status_code == unknown.status_code == 422
    assert "Identifiant ou mot de passe incorrect" in words(wrong)

    def said(page, email):
        return words(page).replace(email, "?")

    assert said(wrong, people.owner_a.email) == said(unknown, "personne@ailleurs.example")


def test_ten_wrong_codes_lock_and_the_page_says_why_since_when_and_how(people, visitor):
    phone = telephone_of(people.manager.user.pk)
    visitor.sign_in(people.manager.email)
    start = clock.outside()
    for turn in range(10):
        with clock.fixed(start + timedelta(seconds=70 * turn)):
            last = visitor.post("/connexion/code/", code=phone.wrong())
    assert last.status_code == 422
    said = words(last)
    for promise in ("verrouillé", "Depuis", "Recevoir le lien par courriel", "Assistance"):
        assert promise in said
    assert mails("Locked", people.manager.email)
    assert "account.lock" in acts()


@pytest.mark.parametrize("who", ["known", "unknown"])
def test_the_locked_page_is_the_same_for_an_unknown_identifier(people, visitor, who):
    identifier = people.owner_a.email if who == "known" else "personne@ailleurs.example"
    start = clock.outside()
    for turn in range(11):
        with clock.fixed(start + timedelta(seconds=70 * turn)):
            page = visitor.sign_in(identifier, "pas le bon mot de passe")
    assert "verrouillé" in words(page)
    assert identifier in page.content.decode()


def test_a_locked_account_keeps_its_open_sessions(people, visitor, another):
    visitor.sign_in(people.owner_a.email)
    thief, start = another(address="198.51.100.7"), clock.outside()
    for turn in range(10):
        with clock.fixed(start + timedelta(seconds=70 * turn)):
            thief.sign_in(people.owner_a.email, "pas le bon mot de passe")
    assert visitor.get(SECURITY).status_code == 200


def test_unlocked_by_the_link_of_the_mail(people, visitor, fresh):
    from tests.support.factors import link_in

    start = clock.outside()
    for turn in range(10):
        with clock.fixed(start + timedelta(seconds=70 * turn)):
            visitor.sign_in(people.owner_a.email, "pas le bon mot de passe")
    link = link_in(mails("Locked", people.owner_a.email)[0], "/connexion/deverrouiller/")
    assert fresh(people.owner_a.user).state == User.State.LOCKED
    page = visitor.get(link)
    assert "Déverrouiller" in words(page)
    assert fresh(people.owner_a.user).state == User.State.LOCKED, "reading a page unlocks nothing"
    visitor.post(link)
    assert fresh(people.owner_a.user).state == User.State.ACTIVE
    assert visitor.sign_in(people.owner_a.email)["Location"].startswith("/connexion/entree")


def test_a_created_account_is_told_to_activate_after_the_right_password_alone(people, visitor):
    User.objects.using("owner").filter(pk=people.owner_a.user.pk).update(state="created", activated_at=None)
    wrong = visitor.sign_in(people.owner_a.email, "pas le bon mot de passe")
    assert "Activez" not in words(wrong)
    right = visitor.sign_in(people.owner_a.email)
    assert right.status_code == 422
    assert "Activez d’abord votre compte" in words(right)
    assert visitor.session is None


def test_a_closed_account_is_told_after_the_right_password_alone(people, visitor):
    User.objects.using("owner").filter(pk=people.owner_a.user.pk).update(state="closed", closed_at=clock.now())
    assert "fermé" not in words(visitor.sign_in(people.owner_a.email, "pas le bon mot de passe"))
    assert "Ce compte est fermé" in words(visitor.sign_in(people.owner_a.email))
    assert visitor.session is None


def test_the_cookie_is_for_this_host_alone_and_no_script_reads_it(people, visitor):
    visitor.sign_in(people.owner_a.email)
    cookie = visitor.client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["domain"], cookie["max-age"]) == ("Lax", "/", "", "")


def test_under_https_the_cookie_is_secure_and_bound_to_its_host(people, visitor, settings):
    settings.SECURE, settings.SESSION_COOKIE_NAME = True, "__Host-kairos"
    visitor.sign_in(people.owner_a.email)
    assert visitor.client.cookies["__Host-kairos"]["secure"]


def test_the_token_changes_with_each_proof_and_the_former_dies(people, visitor, another):
    phone = telephone_of(people.manager.user.pk)
    visitor.sign_in(people.manager.email)
    half = visitor.token
    visitor.post("/connexion/code/", code=phone.code())
    whole = visitor.token
    assert half != whole
    thief = another()
    thief.client.cookies[settings.SESSION_COOKIE_NAME] = half
    assert thief.get(SECURITY)["Location"].startswith("/connexion")


def test_a_token_planted_before_is_not_the_one_that_opens(people, visitor):
    visitor.client.cookies[settings.SESSION_COOKIE_NAME] = "planted-by-someone-else"
    visitor.sign_in(people.owner_a.email)
    assert visitor.token != "planted-by-someone-else"


def test_signing_in_again_ends_the_session_before(people, visitor):
    visitor.sign_in(people.owner_a.email)
    visitor.sign_in(people.owner_b.email)
    with scope(system("tests")):
        [alive] = Session.objects.filter(ended_at__isnull=True)
    assert alive.user_id == people.owner_b.user.pk


def test_the_table_holds_no_token(people, visitor):
    visitor.sign_in(people.owner_a.email)
    with scope(system("tests")):
        assert visitor.token.encode() not in bytes(Session.objects.get().token_hash)


def test_signed_out_the_session_is_dead_and_it_is_said(people, visitor):
    visitor.sign_in(people.owner_a.email)
    token = visitor.token
    left = visitor.post("/connexion/deconnexion/")
    assert "déconnecté" in words(visitor.follow(left))
    visitor.client.cookies[settings.SESSION_COOKIE_NAME] = token
    assert visitor.get(SECURITY).status_code == 302
    assert acts()[-1] == "session.closed"


def test_an_idle_session_closes(people, visitor):
    visitor.sign_in(people.owner_a.email)
    with clock.fixed(clock.outside() + timedelta(minutes=29)):
        assert visitor.get(SECURITY).status_code == 200
    with clock.fixed(clock.outside() + timedelta(minutes=58)):
        assert visitor.get(SECURITY).status_code == 200
    with clock.fixed(clock.outside() + timedelta(minutes=89)):
        lost = visitor.get(SECURITY)
        assert "Votre session s’est fermée" in words(visitor.follow(lost))


def test_a_session_ends_whatever_happens_after_ten_hours(people, visitor):
    visitor.sign_in(people.owner_a.email)
    for quarter in range(1, 40):
        with clock.fixed(clock.outside() + timedelta(minutes=15 * quarter)):
            assert visitor.get(SECURITY).status_code == 200
    with clock.fixed(clock.outside() + timedelta(hours=10)):
        assert visitor.get(SECURITY).status_code == 302


def test_a_sign_in_begun_does_not_wait_for_ever(people, visitor):
    phone = telephone_of(people.manager.user.pk)
    visitor.sign_in(people.manager.email)
    for minutes in (25, 50):
        with clock.fixed(clock.outside() + timedelta(minutes=minutes)):
            assert visitor.get("/connexion/code/").status_code == 200
    with clock.fixed(clock.outside() + timedelta(minutes=61)):
        assert visitor.post("/connexion/code/", code=phone.code())["Location"] == "/connexion/entree"
        assert visitor.get(SECURITY).status_code == 302


def test_a_browser_and_network_never_seen_are_told(people, visitor, another):
    visitor.sign_in(people.owner_a.email)
    visitor.sign_in(people.owner_a.email)
    assert not mails("NewDevice")
    another(address="192.0.2.200").sign_in(people.owner_a.email)
    assert not mails("NewDevice"), "the same network of 256 addresses"
    another(address="198.51.100.7").sign_in(people.owner_a.email)
    another("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537").sign_in(people.owner_a.email)
    first, second = mails("NewDevice", people.owner_a.email)
    assert "198.51.100.0/24" in first
    assert "198.51.100.7" not in first
    assert "Chrome sur Windows" in second


def test_a_device_that_only_knew_the_password_stays_unknown(people, visitor, another):
    phone = telephone_of(people.manager.user.pk)
    visitor.sign_in(people.manager.email)
    visitor.post("/connexion/code/", code=phone.code())
    thief = another(address="198.51.100.7")
    thief.sign_in(people.manager.email)
    with clock.fixed(clock.outside() + timedelta(minutes=5)):
        thief.sign_in(people.manager.email)
        thief.post("/connexion/code/", code=phone.code())
    assert len(mails("NewDevice", people.manager.email)) == 1


@pytest.mark.parametrize(
    "suite",
    [
        "//pirate.example",
        "https://pirate.example/",
        "/\\pirate.example",
        "javascript:alert(1)",
        "/\tx",
        "compte/",
        "/" * 2000,
    ],
)
def test_one_is_never_led_to_another_site(people, visitor, suite):
    answer = visitor.sign_in(people.owner_a.email, suite=suite)
    assert answer["Location"] == "/connexion/entree"
    assert "pirate" not in visitor.get(f"/connexion/entree?suite={suite}")["Location"]


def test_a_right_password_typed_with_other_keys_is_the_same(people, visitor, settings):
    from django.contrib.auth.hashers import make_password

    from kairos.identity.accounts.passwords import normalise

    User.objects.using("owner").filter(pk=people.owner_a.user.pk).update(
        password=make_password(normalise("élève ﬁdèle du lundi"))
    )
    assert visitor.sign_in(people.owner_a.email, "e\u0301le\u0300ve fidèle du lundi").status_code == 302


@pytest.mark.parametrize(
    "typed", ["", " ", "\x00", "a" * 300, "💶" * 20, "'; DROP TABLE account; --", "\u202eabc", "１２３"]
)
def test_anything_typed_as_an_identifier_is_answered(people, visitor, typed):
    assert visitor.sign_in(typed).status_code == 422


@pytest.mark.parametrize("typed", ["", "\x00", "a" * 5000, "💶" * 300, "\ud83d"])
def test_anything_typed_as_a_password_is_answered(people, visitor, typed):
    answer = visitor.client.post(
        "/connexion",
        b"identifiant=" + people.owner_a.email.encode() + b"&mot_de_passe=" + typed.encode("utf-8", "surrogatepass"),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("typed", ["", "\x00", "9" * 400, "💶💶", "abcdefghij", "００００００"])
def test_anything_typed_as_a_code_is_answered(people, visitor, typed):
    telephone_of(people.manager.user.pk)
    visitor.sign_in(people.manager.email)
    assert visitor.post("/connexion/code/", code=typed).status_code == 422


def test_the_idle_limit_is_a_dated_setting(people, visitor):
    from kairos.foundation.models import SettingValue
    from kairos.identity.accounts.settings import SESSION_IDLE_MINUTES

    visitor.sign_in(people.owner_a.email)
    SettingValue.objects.using("owner").create(
        key=SESSION_IDLE_MINUTES.key, valid_from=clock.today(), value=5, source="test",
        set_by=people.supervisor.user.pk, set_at=clock.now(),
    )  # fmt: skip
    with clock.fixed(clock.outside() + timedelta(minutes=6)):
        assert visitor.get(SECURITY).status_code == 302
    dated_settings.forget()


def test_nothing_personal_stands_in_an_address(people, visitor):
    telephone_of(people.manager.user.pk)
    seen = [visitor.sign_in(people.manager.email)["Location"], visitor.get("/connexion/code/").content.decode()]
    assert people.manager.email not in "".join(seen)
    assert PASSWORD not in "".join(seen)


def test_a_password_does_not_grow_old(people, visitor):
    """CNIL 2022-100, ASVS 6.2.10: nobody is made to change it at a date."""
    with clock.fixed(clock.outside() + timedelta(days=3 * 365)):
        assert visitor.sign_in(people.owner_a.email)["Location"] == "/connexion/entree"


def test_a_field_sent_twice_or_in_the_address_counts_once(people, visitor):
    address = f"/connexion?identifiant={people.owner_a.email}&mot_de_passe=x"
    assert visitor.client.post(address, {}).status_code == 422
    typed = {"identifiant": ["personne@ailleurs.example", people.owner_a.email], "mot_de_passe": ["x", PASSWORD]}
    assert visitor.client.post("/connexion", typed).status_code == 302
