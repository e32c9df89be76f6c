"""A person's account at the operator's: found exactly, helped, every look journaled."""

from kairos.foundation import engine
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import User

FIND = "/operateur/comptes/"


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_nobody_is_found_by_a_name(people, as_person):
    client = as_person(people.instructor)
    for words in ("Solène", "Le Goff", people.owner_a.email[:-1], "%", ""):
        assert client.post(FIND, {"words": words}).status_code == 422


def test_found_by_the_whole_address_or_identifier(people, as_person):
    client = as_person(people.instructor)
    found = client.post(FIND, {"words": f" {people.manager.email.upper()} "})
    assert found["Location"] == f"{FIND}{people.manager.user.pk}/"
    assert client.post(FIND, {"words": people.manager.user.portal_identifier.lower()})["Location"] == found["Location"]
    assert people.manager.email in text(client.get(found["Location"]))
    with scope(system("tests")):
        [entry] = JournalEntry.objects.filter(kind="reading", acts=["account.read"])
    assert entry.subjects == [people.manager.user.pk]


def test_a_locked_account_is_unlocked_with_a_reason(people, as_person):
    user = people.owner_a.user
    with scope(system("tests")) as who:
        engine.run(Account.lock, user.pk, who, failures=10, network="127.0.0.0/24")
    client = as_person(people.instructor)
    page = f"{FIND}{user.pk}/"
    assert "Déverrouiller le compte" in text(client.get(page))
    assert client.post(f"{page}deverrouiller/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}deverrouiller/", {"reason": "Rappelée au numéro de la fiche."}).status_code == 302
    with scope(system("tests")):
        assert User.objects.get(pk=user.pk).state == User.State.ACTIVE
    assert client.post(f"{page}deverrouiller/", {"reason": "Encore."}).status_code == 422


def test_a_lost_second_factor_takes_a_proof_of_identity(people, as_person):
    client = as_person(people.instructor)
    page = f"{FIND}{people.manager.user.pk}/second-facteur/"
    assert client.post(page, {"who": "Mme Nguyễn, directrice"}).status_code == 422
    assert client.post(page, {"who": "Mme Nguyễn, directrice", "how": "call"}).status_code == 302
    with scope(system("tests")):
        assert JournalEntry.objects.filter(acts__contains=["account.reset_factors"]).exists()


def test_an_account_is_closed_by_a_supervisor_alone(people, as_person):
    page = f"{FIND}{people.owner_b.user.pk}/fermer/"
    assert as_person(people.instructor).get(page).status_code == 403
    assert as_person(people.supervisor).post(page, {"reason": "Départ."}).status_code == 302
    with scope(system("tests")):
        assert User.objects.get(pk=people.owner_b.user.pk).state == User.State.CLOSED


def test_a_new_password_is_asked_with_a_reason(people, as_person):
    client = as_person(people.instructor)
    page = f"{FIND}{people.owner_b.user.pk}/"
    assert "Demander un nouveau mot de passe" in text(client.get(page))
    assert client.post(f"{page}mot-de-passe/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}mot-de-passe/", {"reason": "Vu chez un tiers."}).status_code == 302
    with scope(system("tests")):
        assert User.objects.get(pk=people.owner_b.user.pk).password_due_at is not None
