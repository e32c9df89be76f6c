"""The first sign-in with the two letters: password, second factor, codes, portal; resumed where it was left."""

import re
from datetime import timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.actor import Strength, system
from kairos.foundation.isolation import scope
from kairos.identity.accounts import provisional
from kairos.identity.accounts.models import ProvisionalPassword, RecoveryCode, User
from kairos.identity.habilitations.models import Affiliation
from tests.spaces.session.conftest import words
from tests.support.factors import Telephone, mails, paper_of, telephone_of
from tests.support.people import PASSWORD

FIRST = "/connexion/premiere/"
NEW = "cinq autres mots choisis au hasard"
MANAGE = "accounts.manage"


@pytest.fixture
def posted(people):
    """Someone an acceptance named: identifier and provisional password, as the two letters carry them."""
    user, organisation = people.owner_a.user, people.organisation_a
    User.objects.using("owner").filter(pk=user.pk).update(portal_identifier="K7QF3M2XA")
    Affiliation.objects.using("owner").filter(user=user).update(rights=["file.fill", MANAGE])
    return "K7QF3M2XA", issue(user, organisation)


def issue(user, organisation):
    with scope(system("tests")):
        return provisional.issue(user, organisation.pk)


def letter_of(user):
    with scope(system("tests")):
        return ProvisionalPassword.objects.filter(user=user).latest("created_at")


def affiliation(people):
    return Affiliation.objects.using("owner").get(user=people.owner_a.user, organisation=people.organisation_a)


def secret_on(page):
    return Telephone(re.search(r"<code>([A-Z2-7 ]+)</code>", page.content.decode())[1])


def codes_on(page):
    return re.findall(r"<code>([0-9a-z]{5}-[0-9a-z]{5})</code>", page.content.decode())


def test_from_the_two_letters_to_the_portal(people, visitor, posted, fresh):
    assert visitor.sign_in(*posted)["Location"] == FIRST
    assert visitor.strength == Strength.PROVISIONAL
    assert "Choisissez votre mot de passe" in words(visitor.get(FIRST))

    assert visitor.post(FIRST, etape="password", password=NEW)["Location"] == FIRST
    enrol = visitor.get(FIRST)
    assert "Ajoutez un second facteur" in words(enrol)
    qr = visitor.get("/connexion/code-qr.svg")
    assert qr["Content-Type"] == "image/svg+xml"
    assert "no-store" in qr["Cache-Control"]

    shown = visitor.post(FIRST, etape="enrol", code=secret_on(enrol).code())
    codes = codes_on(shown)
    assert len(codes) == 10
    assert "no-store" in shown["Cache-Control"]
    assert visitor.strength == Strength.SECOND_FACTOR
    assert affiliation(people).entered_at is None

    assert visitor.post(FIRST, etape="codes")["Location"] == "/portail/"
    assert affiliation(people).entered_at
    assert fresh(people.owner_a.user).portal_entered_at
    assert letter_of(people.owner_a.user).finished_at
    assert visitor.get(FIRST)["Location"] == "/connexion/entree"


def test_the_codes_are_shown_once(people, visitor, posted):
    visitor.sign_in(*posted)
    visitor.post(FIRST, etape="password", password=NEW)
    codes = codes_on(visitor.post(FIRST, etape="enrol", code=secret_on(visitor.get(FIRST)).code()))
    again = visitor.get(FIRST).content.decode()
    assert not any(code in again for code in codes)


def test_from_then_on_the_file_needs_the_factor_too(people, visitor, posted):
    visitor.sign_in(*posted)
    visitor.post(FIRST, etape="password", password=NEW)
    phone = secret_on(visitor.get(FIRST))
    visitor.post(FIRST, etape="enrol", code=phone.code())
    visitor.post(FIRST, etape="codes")
    visitor.post("/connexion/deconnexion/")
    assert visitor.sign_in(people.owner_a.email, NEW)["Location"] == "/connexion/code/"
    assert visitor.get("/compte/").status_code == 302


def test_the_posted_secret_opens_nothing_but_the_first_sign_in(people, visitor, posted):
    visitor.sign_in(*posted)
    for path in ("/compte/", "/portail/", "/compte/securite/"):
        assert visitor.get(path)["Location"].startswith("/connexion?"), path


def test_the_posted_secret_needs_the_portal_identifier_to_be_anyones(people, visitor, posted):
    """Typed with the e-mail of the same person it opens too; with anyone else's, nothing."""
    assert visitor.sign_in(people.owner_b.email, posted[1]).status_code == 422
    assert visitor.sign_in("K7QF3M2XB", posted[1]).status_code == 422


@pytest.mark.parametrize(
    "change", [str.lower, lambda secret: secret.replace("-", ""), lambda secret: f" {secret.replace('-', ' ')} "]
)
def test_the_posted_secret_is_read_as_people_type_it(people, visitor, posted, change):
    assert visitor.sign_in(posted[0], change(posted[1]))["Location"] == FIRST


def test_the_password_must_not_be_the_posted_one_nor_a_weak_one(people, visitor, posted):
    visitor.sign_in(*posted)
    same = visitor.post(FIRST, etape="password", password=posted[1])
    assert same.status_code == 422
    assert "mot de passe provisoire du courrier" in words(same)
    assert visitor.post(FIRST, etape="password", password="motdepasse").status_code == 422
    assert letter_of(people.owner_a.user).used_at is None


def test_left_before_the_password_the_letter_still_serves(people, visitor, posted, another):
    visitor.sign_in(*posted)
    later = another()
    assert later.sign_in(*posted)["Location"] == FIRST
    assert "Choisissez votre mot de passe" in words(later.get(FIRST))


def test_left_after_the_password_it_resumes_at_the_factor_by_that_password(people, visitor, posted, another):
    visitor.sign_in(*posted)
    visitor.post(FIRST, etape="password", password=NEW)
    later = another()
    refused = later.sign_in(*posted)
    assert "a déjà servi" in words(refused)
    arrived = later.follow(later.sign_in(posted[0], NEW))
    assert "Ajoutez un second facteur" in words(arrived)
    shown = later.post(FIRST, etape="enrol", code=secret_on(arrived).code())
    assert len(codes_on(shown)) == 10


def test_left_after_the_factor_it_resumes_at_the_codes(people, visitor, posted, another):
    visitor.sign_in(*posted)
    visitor.post(FIRST, etape="password", password=NEW)
    phone = secret_on(visitor.get(FIRST))
    visitor.post(FIRST, etape="enrol", code=phone.code())
    later = another()
    later.sign_in(posted[0], NEW)
    with clock.fixed(clock.outside() + timedelta(minutes=1)):
        arrived = later.follow(later.post("/connexion/code/", code=phone.code()))
        assert "Les avez-vous notés" in words(arrived)
        renewed = codes_on(later.post(FIRST, etape="codes", refaire="1"))
        assert len(renewed) == 10
        assert later.post(FIRST, etape="codes")["Location"] == "/portail/"


@pytest.mark.parametrize(("etape", "fields"), [("codes", {}), ("enrol", {"code": "000000"}), ("done", {}), ("", {})])
def test_no_step_is_skipped(people, visitor, posted, etape, fields):
    visitor.sign_in(*posted)
    assert "Choisissez votre mot de passe" in words(visitor.post(FIRST, etape=etape, **fields))
    assert affiliation(people).entered_at is None


def test_a_wrong_code_enrols_nothing_and_says_what_to_do(people, visitor, posted):
    visitor.sign_in(*posted)
    visitor.post(FIRST, etape="password", password=NEW)
    phone = secret_on(visitor.get(FIRST))
    refused = visitor.post(FIRST, etape="enrol", code=phone.wrong())
    assert refused.status_code == 422
    assert "heure du téléphone" in words(refused)
    assert secret_on(refused).code() == phone.code(), "the same secret, already scanned"


def test_an_expired_letter_says_so_to_who_holds_it(people, visitor, posted):
    with clock.fixed(letter_of(people.owner_a.user).expires_at):
        refused = visitor.sign_in(*posted)
        assert refused.status_code == 422
        assert "dépassé sa date" in words(refused)
        assert "dépassé" not in words(visitor.sign_in(posted[0], "ABCD-EFGH-JKLM-NPQR-STUV"))


def test_a_replaced_letter_says_so_and_the_new_one_opens(people, visitor, posted):
    newer = issue(people.owner_a.user, people.organisation_a)
    assert "courrier plus récent" in words(visitor.sign_in(*posted))
    assert visitor.sign_in(posted[0], newer)["Location"] == FIRST


def test_a_letter_replaced_while_it_is_used_stops_there(people, visitor, posted):
    visitor.sign_in(*posted)
    issue(people.owner_a.user, people.organisation_a)
    assert "n’ouvre plus rien" in words(visitor.post(FIRST, etape="password", password=NEW))
    assert visitor.post(FIRST, etape="password", password=NEW).status_code == 200


def test_who_lost_the_right_meanwhile_does_not_enter(people, visitor, posted, fresh):
    visitor.sign_in(*posted)
    visitor.post(FIRST, etape="password", password=NEW)
    visitor.post(FIRST, etape="enrol", code=secret_on(visitor.get(FIRST)).code())
    Affiliation.objects.using("owner").filter(user=people.owner_a.user).update(state="ended", ended_at=clock.now())
    refused = visitor.post(FIRST, etape="codes")
    assert refused.status_code == 422
    assert fresh(people.owner_a.user).portal_entered_at is None


def test_with_a_factor_already_one_proves_it_and_keeps_the_password(people, visitor):
    """A second organisation: its letter, the factor one has, the password one has."""
    manager, phone = people.manager.user, telephone_of(people.manager.user.pk)
    codes = paper_of(manager.pk)
    Affiliation(
        user_id=manager.pk, organisation_id=people.organisation_b.pk, rights=[MANAGE], started_at=clock.now()
    ).save(using="owner")
    secret = issue(manager, people.organisation_b)
    arrived = visitor.follow(visitor.sign_in("K1000001", secret))
    assert "Votre second facteur" in words(arrived)
    assert visitor.post("/connexion/code/", code=phone.wrong()).status_code == 422
    assert letter_of(manager).used_at is None, "without the factor the letter is not spent"
    done = visitor.post("/connexion/code/", code=phone.code())
    assert done.status_code == 302
    assert letter_of(manager).finished_at
    entered = Affiliation.objects.using("owner").get(user=manager, organisation=people.organisation_b)
    assert entered.entered_at
    assert visitor.session.acting_for == people.organisation_b.pk
    assert RecoveryCode.objects.using("owner").filter(user=manager).count() == len(codes)
    visitor.post("/connexion/deconnexion/")
    assert visitor.sign_in("K1000001", PASSWORD)["Location"] == "/connexion/code/"


def test_after_the_factors_were_erased_the_password_alone_leads_nowhere(people, visitor):
    """Between the erasure and the letter, who stole the password must not bring their own telephone."""
    from kairos.foundation import engine
    from kairos.identity.accounts.lifecycle import Account

    telephone_of(people.manager.user.pk)
    with scope(people.instructor.actor) as actor:
        engine.run(Account.reset_factors, people.manager.user.pk, actor, who="la directrice", how="rappelée")
    arrived = visitor.follow(visitor.sign_in(people.manager.email))
    assert "Un courrier vous est envoyé" in words(arrived)
    visitor.post(FIRST, etape="enrol", code="000000")
    assert visitor.get("/connexion/code-qr.svg").status_code == 404
    secret = issue(people.manager.user, people.organisation_m)
    assert visitor.sign_in("K1000001", secret)["Location"] == FIRST
    assert "Choisissez votre mot de passe" in words(visitor.get(FIRST))


def test_the_owner_is_told_at_each_step(people, visitor, posted):
    visitor.sign_in(*posted)
    visitor.post(FIRST, etape="password", password=NEW)
    visitor.post(FIRST, etape="enrol", code=secret_on(visitor.get(FIRST)).code())
    assert mails("PasswordChanged", people.owner_a.email)
    assert mails("FactorAdded", people.owner_a.email)


def test_without_a_session_the_first_sign_in_leads_to_the_sign_in(visitor):
    assert visitor.get(FIRST)["Location"] == "/connexion"
    assert visitor.get("/connexion/code-qr.svg").status_code == 404
