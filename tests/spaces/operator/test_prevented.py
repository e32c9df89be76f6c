"""« RGC empêché »: suspended at once, told, decided by another agent, letters for the new one, or restored."""

import pytest

from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.habilitations import queries
from kairos.identity.memberships.changes.lifecycle import Change
from kairos.identity.memberships.models import AccessLetter, ChangeRequest
from tests.support.acceptance import accepted
from tests.support.factors import mails
from tests.support.team import place_of

NEW = {
    "account_manager-civility": "mme",
    "account_manager-first_name": "Awa",
    "account_manager-last_name": "Ndiaye",
    "account_manager-title": "Directrice adjointe",
    "account_manager-email": "awa.ndiaye@tests.example",
    "account_manager-phone": "01 99 00 45 99",
}
PROOF = "Acte de décès du 3 novembre, envoyé par le dirigeant."


@pytest.fixture
def made(people):
    return accepted(people)


def address(made) -> str:
    return f"/operateur/adherents/{made.membership.pk}/rgc-empeche/"


def typed(made, **more: str) -> dict[str, str]:
    asked = {"former": str(made.user.pk), "cause": "Décès", "proof": PROOF, "token": str(new_id())}
    return NEW | asked | more


@pytest.fixture
def begun(people, made, as_person):
    answer = as_person(people.instructor).post(address(made), typed(made))
    assert answer.status_code == 302, answer.content.decode()
    return ChangeRequest.objects.using("owner").get(state="pending")


def decide(who, change, act, reason="Acte vérifié auprès de la mairie."):
    with scope(who.actor) as agent:
        return engine.run(act, change.pk, agent, reason=reason)


def place(made):
    return place_of(made.user, made.membership.organisation_id)


def test_the_access_is_suspended_at_once_and_contacts_are_told(made, begun):
    assert place(made).state == "suspended"
    assert place(made).suspended_why == f"RGC empêché : Décès. {PROOF}"
    assert mails("ChangeAsked", made.user.email)
    assert begun.after["account_manager-email"] == NEW["account_manager-email"]


def test_whoever_began_does_not_decide(people, begun):
    with pytest.raises(Refused, match="un autre agent"):
        decide(people.instructor, begun, Change.accept)


def test_another_agent_accepts_and_the_new_one_has_letters(people, made, begun):
    decide(people.supervisor, begun, Change.accept)
    with scope(people.supervisor.actor):
        letters = AccessLetter.objects.filter(user__email=NEW["account_manager-email"], state="to_print")
        assert sorted(letters.values_list("kind", flat=True)) == ["identifier", "password"]
        managers = queries.managers_of(made.membership.organisation_id)
        assert managers == [letters[0].user_id]
    with pytest.raises(Exception, match="matching query"):
        place(made)


def test_refused_the_former_one_acts_again(people, made, begun):
    decide(people.supervisor, begun, Change.refuse, "La personne a répondu au téléphone.")
    row = place(made)
    assert (row.state, row.rights) == ("active", ["accounts.manage"])


def test_the_organisation_does_not_withdraw_what_the_operator_began(people, begun):
    with scope(people.owner_a.actor) as who, pytest.raises(Refused, match="lui seul en décide"):
        engine.run(Change.withdraw, begun.pk, who)


def test_nothing_begins_without_cause_proof_and_person(made, people, as_person):
    client = as_person(people.instructor)
    for missing in ("former", "cause", "proof", "account_manager-email"):
        assert client.post(address(made), typed(made, **{missing: ""})).status_code == 422, missing
    assert not ChangeRequest.objects.using("owner").exists()
    assert place(made).state == "active"


def test_the_page_of_the_member_leads_there(made, people, as_person):
    client = as_person(people.instructor)
    assert address(made) in client.get(f"/operateur/adherents/{made.membership.pk}/").content.decode()
    page = client.get(address(made)).content.decode()
    assert "Inès Marchetti" in page
