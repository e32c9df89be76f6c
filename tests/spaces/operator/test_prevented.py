"""« RGC empêché »: suspended at once, told, decided by another agent, letters for the new one, or restored."""

import pytest
from django.db import DatabaseError

from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.uploads.models import Upload
from kairos.identity.habilitations import queries
from kairos.identity.memberships.changes.lifecycle import Change
from kairos.identity.memberships.models import AccessLetter, ChangeProof, ChangeRequest
from tests.support import papers
from tests.support.acceptance import accepted
from tests.support.factors import mails
from tests.support.people import _staff
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


def typed(made, **more: object) -> dict[str, object]:
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
    assert place(made).suspended_why == "RGC empêché : Décès."
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


@pytest.fixture
def shown(people, made, as_person):
    """Begun with a paper; the address of that paper."""
    sent = typed(made, papers=papers.sent(papers.pdf(), "acte.pdf"))
    answer = as_person(people.instructor).post(address(made), sent)
    assert answer.status_code == 302, answer.content.decode()
    return f"/operateur/changements/pieces/{ChangeProof.objects.using('owner').get().pk}/"


def test_the_paper_is_read_by_whoever_may_decide_and_each_reading_is_written(people, made, shown, as_person):
    change = ChangeRequest.objects.using("owner").get(state="pending")
    for agent in (people.instructor, people.supervisor):
        page = as_person(agent).get(f"/operateur/changements/{change.pk}/").content.decode()
        assert shown in page
        assert "acte.pdf" in page
        file = as_person(agent).get(shown)
        assert file.content == papers.pdf()
        assert file["Content-Disposition"].startswith("attachment")
    read = JournalEntry.objects.using("owner").filter(acts=["change_request.proof"])
    assert {entry.actor_user for entry in read} == {people.instructor.user.pk, people.supervisor.user.pk}


def test_once_decided_the_two_agents_alone_read_it(people, shown, as_person):
    change = ChangeRequest.objects.using("owner").get(state="pending")
    decide(people.supervisor, change, Change.refuse, "La personne a répondu au téléphone.")
    other = _staff("instructor", "Jeanne", "Autre")
    assert as_person(people.instructor).get(shown).status_code == 200
    assert as_person(people.supervisor).get(shown).status_code == 200
    assert as_person(other).get(shown).status_code == 404
    assert shown not in as_person(other).get(f"/operateur/changements/{change.pk}/").content.decode()


def test_the_organisation_does_not_see_the_paper_in_the_database_either(people, made, shown):
    with scope(people.owner_a.actor):
        assert not Upload.objects.exists()
    with pytest.raises(DatabaseError, match="permission denied"), scope(people.owner_a.actor):
        ChangeProof.objects.count()


def test_a_refused_form_says_that_the_paper_is_to_be_chosen_again(made, people, as_person):
    client = as_person(people.instructor)
    sent = typed(made, cause="", papers=papers.sent(papers.pdf(), "acte.pdf"))
    answer = client.post(address(made), sent)
    assert answer.status_code == 422
    assert "Choisissez de nouveau vos pièces" in answer.content.decode()
    disguised = client.post(address(made), typed(made, papers=papers.sent(b"<svg onload=alert(1)>", "acte.pdf")))
    assert disguised.status_code == 422
    assert not ChangeRequest.objects.using("owner").exists()
    assert not Upload.objects.using("owner").exists()


def test_what_an_agent_was_shown_is_not_told_to_the_organisation(people, made, begun, as_person):
    said = as_person(people.owner_a).get("/compte/demande/changement/").content.decode()
    assert "Commencé par l’opérateur" in said
    assert PROOF not in said
    assert PROOF in as_person(people.supervisor).get(f"/operateur/changements/{begun.pk}/").content.decode()


def test_whoever_began_is_offered_no_decision_and_the_other_is_told_to_verify(people, begun, as_person):
    page = f"/operateur/changements/{begun.pk}/"
    own = as_person(people.instructor).get(page).content.decode()
    assert "un autre agent vérifie la preuve" in own
    assert 'data-act="change_request.accept"' not in own
    other = as_person(people.supervisor).get(page).content.decode()
    assert "Vérifiez la preuve par une autre voie que votre collègue" in other
    assert 'data-act="change_request.accept"' in other
