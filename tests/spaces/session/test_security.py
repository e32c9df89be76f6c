"""« Ma sécurité »: what one sees and changes of one's own account, freshly proved."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kairos.foundation import clock
from kairos.foundation.actor import Strength, system
from kairos.foundation.isolation import scope
from kairos.identity.accounts.models import SecurityKey, Session, TotpFactor
from tests.spaces.session.conftest import words
from tests.support.authenticator import SoftwareKey
from tests.support.factors import Telephone, link_in, mails, paper_of, telephone_of
from tests.support.people import PASSWORD

HERE = "/compte/securite/"
NEW = "cinq autres mots choisis au hasard"
STALE = timedelta(minutes=16)


@pytest.fixture
def phone(people):
    return telephone_of(people.manager.user.pk)


@pytest.fixture
def manager(people, visitor, phone):
    """The manager's browser, signed in all the way."""
    visitor.sign_in(people.manager.email)
    visitor.post("/connexion/code/", code=phone.code())
    return visitor


def later(**span):
    return clock.fixed(clock.outside() + timedelta(**span))


def test_one_sees_ones_identifiers_factors_and_sessions(people, manager, another):
    another("Mozilla/5.0 (iPhone) Safari/604.1", "198.51.100.7").sign_in(people.manager.email)
    said = words(manager.get(HERE))
    for part in (people.manager.email, "K1000001", "Application de codes enregistrée", "Firefox sur Linux", "Celle-ci"):
        assert part in said
    assert "Safari sur iPhone" in said
    assert "198.51.100.0/24" in said
    assert "198.51.100.7" not in said


def test_one_session_is_closed_and_no_other(people, manager, another):
    elsewhere = another()
    elsewhere.sign_in(people.manager.email)
    manager.post(f"{HERE}sessions/{elsewhere.session.pk}/")
    assert elsewhere.session is None
    assert manager.session


def test_all_the_others_are_closed(people, manager, another):
    others = [another(), another()]
    for other in others:
        other.sign_in(people.manager.email)
    manager.post(f"{HERE}sessions/")
    assert [other.session for other in others] == [None, None]
    assert manager.get(HERE).status_code == 200


def test_nobody_closes_anothers_session(people, manager, another):
    owner = another()
    owner.sign_in(people.owner_a.email)
    manager.post(f"{HERE}sessions/{owner.session.pk}/")
    assert owner.session


def test_changing_the_password_ends_the_other_sessions_and_renews_the_token(people, manager, another):
    elsewhere = another()
    elsewhere.sign_in(people.manager.email)
    before = manager.token
    done = manager.post(f"{HERE}mot-de-passe/", mot_de_passe=PASSWORD, password=NEW)
    assert "Votre mot de passe est changé" in words(manager.follow(done))
    assert elsewhere.session is None
    assert manager.token != before
    assert mails("PasswordChanged", people.manager.email)


@pytest.mark.parametrize(
    ("current", "new", "said"),
    [
        ("pas le bon", NEW, "Mot de passe actuel incorrect"),
        (PASSWORD, "motdepasse", "caractères"),
        (PASSWORD, "méridienne formation", "que l’on sait de vous"),
        (PASSWORD, PASSWORD, "déjà votre mot de passe"),
        ("", NEW, "Écrivez votre mot de passe"),
    ],
)
def test_a_refused_change_says_why_and_changes_nothing(people, manager, fresh, current, new, said):
    before = fresh(people.manager.user).password
    refused = manager.post(f"{HERE}mot-de-passe/", mot_de_passe=current, password=new)
    assert refused.status_code == 422
    assert said in words(refused)
    assert fresh(people.manager.user).password == before


def test_guessing_the_present_password_locks(people, manager):
    start = clock.outside()
    for turn in range(10):
        with clock.fixed(start + timedelta(seconds=70 * turn)):
            last = manager.post(f"{HERE}mot-de-passe/", mot_de_passe="au hasard, encore", password=NEW)
    assert "verrouillé" in words(last)
    assert mails("Locked", people.manager.email)


PROVED = ["courriel/", "application/", "cles/", "codes/"]


@pytest.mark.parametrize("path", PROVED)
def test_what_is_grave_asks_the_factor_again_then_comes_back(manager, phone, path):
    with later(seconds=STALE.total_seconds()):
        asked = manager.get(HERE + path)
        assert asked["Location"].startswith("/connexion/preuve/?suite=")
        page = manager.follow(asked)
        assert "Confirmez que c’est vous" in words(page)
        before = manager.token
        assert manager.post("/connexion/preuve/", code=phone.wrong(), suite=HERE + path).status_code == 422
        back = manager.post("/connexion/preuve/", code=phone.code(), suite=HERE + path)
        assert back["Location"] == HERE + path
        assert manager.token != before
        assert manager.get(HERE + path).status_code == 200


def test_what_only_a_button_does_comes_back_to_its_page(manager):
    with later(seconds=STALE.total_seconds()):
        page = manager.client.post(f"{HERE}application/retirer/", HTTP_REFERER=f"http://testserver{HERE}")
        assert "Confirmez que c’est vous" in words(page)
        assert f'value="{HERE}"' in page.content.decode()
    assert TotpFactor.objects.using("owner").count() == 1


def test_closing_a_session_asks_the_factor_again(people, manager, another):
    elsewhere = another()
    elsewhere.sign_in(people.manager.email)
    with later(seconds=STALE.total_seconds()):
        for path in ("sessions/", f"sessions/{elsewhere.session.pk}/"):
            assert "Confirmez que c’est vous" in words(manager.post(HERE + path))
    assert elsewhere.session


def test_the_secret_to_scan_is_not_shown_to_an_old_session(manager):
    manager.get(f"{HERE}application/")
    assert manager.get("/connexion/code-qr.svg").status_code == 200
    with later(seconds=STALE.total_seconds()):
        assert manager.get("/connexion/code-qr.svg")["Location"].startswith("/connexion/preuve/")


def test_a_recovery_code_proves_again_and_its_owner_hears_of_it(people, manager):
    codes = paper_of(people.manager.user.pk)
    assert manager.post("/connexion/preuve/?secours=1", code=codes[0], suite=HERE)["Location"] == HERE
    assert len(mails("CodeUsed", people.manager.email)) == 1


def test_without_a_factor_the_password_is_asked_again(people, visitor):
    visitor.sign_in(people.owner_a.email)
    with later(seconds=STALE.total_seconds()):
        page = visitor.follow(visitor.get(f"{HERE}courriel/"))
        assert 'name="mot_de_passe"' in page.content.decode()
        assert visitor.post("/connexion/preuve/", mot_de_passe="pas le bon").status_code == 422
        back = visitor.post("/connexion/preuve/", mot_de_passe=PASSWORD, suite=f"{HERE}courriel/")
        assert back["Location"] == f"{HERE}courriel/"
        assert visitor.get(f"{HERE}courriel/").status_code == 200


def test_what_was_typed_survives_a_proof_that_is_too_old(people, manager, phone):
    with later(seconds=STALE.total_seconds()):
        page = manager.post(f"{HERE}courriel/", email="maud@nouvelle.example")
        sealed = re.search(r'name="reprise" value="([^"]+)"', page.content.decode())[1]
        assert not mails("ConfirmEmail"), "nothing is done yet"
        manager.post("/connexion/preuve/", code=phone.code(), suite=f"{HERE}courriel/", reprise=sealed)
        again = manager.get(f"{HERE}courriel/")
    assert 'value="maud@nouvelle.example"' in again.content.decode()
    assert "Rien n’est perdu" in words(again)


def test_a_first_generator_brings_ten_codes_and_raises_the_session(people, visitor):
    visitor.sign_in(people.owner_a.email)
    page = visitor.get(f"{HERE}application/")
    phone = Telephone(re.search(r"<code>([A-Z2-7 ]+)</code>", page.content.decode())[1])
    shown = visitor.post(f"{HERE}application/", code=phone.code())
    assert len(re.findall(r"<code>[0-9a-z]{5}-[0-9a-z]{5}</code>", shown.content.decode())) == 10
    assert visitor.strength == Strength.SECOND_FACTOR
    assert visitor.get(HERE).status_code == 200


def test_another_generator_replaces_the_first_and_keeps_the_codes(people, manager, phone):
    paper_of(people.manager.user.pk)
    page = manager.get(f"{HERE}application/")
    newer = Telephone(re.search(r"<code>([A-Z2-7 ]+)</code>", page.content.decode())[1])
    assert manager.post(f"{HERE}application/", code=newer.code())["Location"] == f"{HERE}?fait=application"
    with later(minutes=1):
        manager.post("/connexion/deconnexion/")
        manager.sign_in(people.manager.email)
        assert manager.post("/connexion/code/", code=phone.code()).status_code == 422
        assert manager.post("/connexion/code/", code=newer.code()).status_code == 302


def test_the_last_factor_cannot_be_removed(manager):
    refused = manager.post(f"{HERE}application/retirer/")
    assert refused.status_code == 422
    assert "dernier second facteur" in words(refused)


def test_new_codes_kill_the_former(people, manager):
    former = paper_of(people.manager.user.pk)
    shown = manager.post(f"{HERE}codes/")
    new = re.findall(r"<code>([0-9a-z]{5}-[0-9a-z]{5})</code>", shown.content.decode())
    manager.post("/connexion/deconnexion/")
    manager.sign_in(people.manager.email)
    assert manager.post("/connexion/code/", code=former[0]).status_code == 422
    assert manager.post("/connexion/code/", code=new[0]).status_code == 302


def test_a_key_is_added_used_renamed_and_removed(people, manager, another):
    key = SoftwareKey()
    options = json.loads(manager.post(f"{HERE}cles/demande/").content)
    assert options["rp"]["id"] == "localhost"
    done = manager.post(f"{HERE}cles/", label="clé du bureau", cle=key.register(options))
    assert "clé de sécurité est enregistrée" in words(manager.follow(done))

    elsewhere = another()
    elsewhere.sign_in(people.manager.email)
    assert "Utiliser ma clé" in words(elsewhere.get("/connexion/code/"))
    asked = json.loads(elsewhere.post("/connexion/cle/").content)
    answer = key.prove(asked)
    assert elsewhere.post("/connexion/code/", code="", cle=answer).status_code == 302
    assert elsewhere.strength == Strength.SECOND_FACTOR

    row = SecurityKey.objects.using("owner").get()
    manager.post(f"{HERE}cles/{row.pk}/", label="clé de la maison")
    assert "clé de la maison" in words(manager.get(HERE))
    manager.post(f"{HERE}cles/{row.pk}/retirer/")
    assert not SecurityKey.objects.using("owner").exists()


def test_a_challenge_is_answered_once_and_soon(people, manager, another):
    key = SoftwareKey()
    options = json.loads(manager.post(f"{HERE}cles/demande/").content)
    manager.post(f"{HERE}cles/", label="clé", cle=key.register(options))
    elsewhere = another()
    elsewhere.sign_in(people.manager.email)
    answer = key.prove(json.loads(elsewhere.post("/connexion/cle/").content))
    with later(minutes=6):
        assert elsewhere.post("/connexion/code/", code="", cle=answer).status_code == 422
    answer = key.prove(json.loads(elsewhere.post("/connexion/cle/").content))
    elsewhere.post("/connexion/code/", code="", cle=answer)
    replay = another()
    replay.sign_in(people.manager.email)
    assert replay.post("/connexion/code/", code="", cle=answer).status_code == 422


def test_a_key_that_does_not_answer_is_refused_beside_its_field(manager):
    manager.post(f"{HERE}cles/demande/")
    for answer in ("", "{}", "n’importe quoi"):
        refused = manager.post(f"{HERE}cles/", label="clé", cle=answer)
        assert refused.status_code == 422
        assert "pas pu être vérifiée" in words(refused)
        assert 'value="clé"' in refused.content.decode()


def test_an_address_is_changed_by_its_two_mailboxes(people, manager, visitor, fresh):
    done = manager.post(f"{HERE}courriel/", email=" Maud@Nouvelle.example ")
    assert "Un lien est parti" in words(manager.follow(done))
    assert fresh(people.manager.user).email == people.manager.email
    manager.post(link_in(mails("ConfirmEmail", "maud@nouvelle.example")[0], f"{HERE}courriel/"))
    assert fresh(people.manager.user).email == "maud@nouvelle.example"
    assert {len(mails("EmailChanged", to)) for to in (people.manager.email, "maud@nouvelle.example")} == {1}
    undo = link_in(mails("EmailChanging", people.manager.email)[0], "/connexion/pas-moi/")
    manager.post(undo)
    assert fresh(people.manager.user).email == people.manager.email
    assert manager.session is None


def test_a_taken_address_looks_the_same(people, manager):
    free = manager.post(f"{HERE}courriel/", email="maud@nouvelle.example")
    taken = manager.post(f"{HERE}courriel/", email=people.owner_a.email)
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])


@pytest.mark.parametrize("path", ["", "mot-de-passe/", *PROVED])
def test_nobody_signed_out_sees_it(people, visitor, path):
    assert visitor.get(HERE + path)["Location"].startswith("/connexion?suite=")


def test_who_has_several_organisations_chooses_first(people, visitor):
    arrived = visitor.sign_in(people.freelance.email)
    chosen = visitor.follow(arrived)
    assert "Pour quel organisme agissez-vous" in words(chosen)
    choosing = reverse("session:organisations")
    visitor.post(choosing, organisme=str(people.organisation_a.pk))
    assert visitor.session.acting_for == people.organisation_a.pk
    assert visitor.post(choosing, organisme=str(people.organisation_b.pk)).status_code == 404
    assert visitor.session.acting_for == people.organisation_a.pk


def test_no_session_is_left_of_an_agent_whose_account_is_opened_again(people, visitor):
    from kairos.identity.accounts import staff

    telephone_of(people.instructor.user.pk)
    with scope(system("tests")) as actor:
        staff.open_account(people.instructor.email, "instructor", "", "", actor)
        assert not Session.objects.filter(user=people.instructor.user, ended_at__isnull=True).exists()
    assert visitor.sign_in(people.instructor.email).status_code == 422
