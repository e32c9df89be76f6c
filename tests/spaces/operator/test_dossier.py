"""The operator's page of an application, from the queue to the decision."""

import re

import pytest

from kairos.foundation.actor import system
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalDetail, JournalEntry
from kairos.identity.memberships import jobs
from kairos.identity.memberships.lifecycle import Application
from kairos.identity.memberships.models import MembershipApplication
from tests.support import applications as stories
from tests.support.statements import statements_of

State = MembershipApplication.State


def at(application: MembershipApplication, tail: str = "") -> str:
    return f"/operateur/adhesions/{application.pk}/{tail}"


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def state_of(response) -> str:
    return re.search(r'data-lifecycle="([a-z_]+)"', text(response))[1]


def test_a_request_is_taken_examined_and_accepted(people, as_person):
    application = stories.submitted(people.owner_a)
    client = as_person(people.instructor)
    page = client.get(at(application))
    assert state_of(page) == "submitted"
    assert "Prendre en charge" in text(page)
    assert 'data-act="membership_application.accept"' not in text(page)
    assert client.post(at(application, "prendre/")).status_code == 302
    page = client.get(at(application))
    assert "À vous de décider." in text(page)
    asked = client.post(at(application, "accepter/"), {"reason": "Pièces vues au guichet."})
    assert asked.status_code == 200
    assert "Pièces vues au guichet." in text(asked)
    assert stories.fresh(application, people.instructor).state == State.IN_REVIEW, "asked once more first"
    confirmed = {"reason": "Pièces vues au guichet.", "confirme": "1"}
    assert client.post(at(application, "accepter/"), confirmed).status_code == 302
    assert client.post(at(application, "accepter/"), confirmed).status_code == 302, (
        "a second click is the same decision"
    )
    page = client.get(at(application))
    assert state_of(page) == "accepted"
    assert "Acceptée par Paul Instruit" in text(page)


def test_the_reason_for_going_on_is_kept_in_the_journal(people, as_person):
    application = stories.in_review(people.owner_a, people.instructor)
    as_person(people.instructor).post(at(application, "accepter/"), {"reason": "Pièces vues.", "confirme": "1"})
    with scope(system("tests")):
        entry = JournalEntry.objects.get(acts__contains=["membership_application.accept"])
        assert JournalDetail.objects.get(pk=entry.uid).body == {"reason": "Pièces vues."}


def test_without_a_reason_nothing_is_accepted_and_the_page_says_why(people, as_person):
    application = stories.in_review(people.owner_a, people.instructor)
    refused = as_person(people.instructor).post(at(application, "accepter/"), {"reason": ""})
    assert refused.status_code == 422
    assert "dites pourquoi vous passez outre" in text(refused)


def test_what_is_not_in_order_comes_first(people, as_person):
    application = stories.in_review(people.owner_a, people.instructor)
    page = text(as_person(people.instructor).get(at(application)))
    states = re.findall(r'<td class="wide"><span class="badge" data-state="(\w+)"', page)
    assert states == sorted(states, key=("bad", "warn", "ok").index)
    assert len(states) == 10


def test_a_complement_shows_what_changed(people, as_person):
    application = stories.in_review(people.owner_a, people.instructor)
    client = as_person(people.instructor)
    assert client.post(at(application, "complement/"), {"reason": ""}).status_code == 422
    assert client.post(at(application, "complement/"), {"reason": "Une adresse nominative ?"}).status_code == 302
    assert state_of(client.get(at(application))) == "complement"
    stories.edit_file(people.owner_a, account_manager__email="ines.marchetti@ateliers.example")
    stories.submit(stories.fresh(application, people.owner_a), people.owner_a)
    page = text(client.get(at(application)))
    assert "<del>i.marchetti@ateliers.example</del>" in page
    assert "<ins>ines.marchetti@ateliers.example</ins>" in page
    assert "entre la version 1 et la version 2" in page
    assert "Une adresse nominative ?" in page


def test_a_refusal_is_read_by_the_provider(people, as_person):
    application = stories.in_review(people.owner_a, people.instructor)
    client = as_person(people.instructor)
    page = client.get(at(application, "refuser/"))
    assert "Établissement déjà adhérent" in text(page)
    assert client.post(at(application, "refuser/"), {"motive": "", "reason": ""}).status_code == 422
    sent = {"motive": "Établissement déjà adhérent", "reason": "Sous le SIRET du siège."}
    assert client.post(at(application, "refuser/"), sent).status_code == 302
    assert "Refusée par Paul Instruit" in text(client.get(at(application)))
    assert "Sous le SIRET du siège." in text(as_person(people.owner_a).get("/compte/demande/"))


def test_the_loser_is_told_what_happened_by_whom_and_when(people, as_person):
    application = stories.in_review(people.owner_a, people.instructor)
    stories.do(Application.refuse, application, people.supervisor, motive="", reason="Non.")
    late = as_person(people.instructor).post(at(application, "accepter/"), {"reason": "Vu.", "confirme": "1"})
    assert late.status_code == 422
    assert "l’état est maintenant « refusée » depuis le" in text(late)
    assert "Refusée par Sofia Supervise, le" in text(late)
    assert state_of(late) == "refused"


def test_a_colleagues_file_says_so_and_can_be_taken_over(people, as_person):
    application = stories.in_review(people.owner_a, people.instructor)
    client = as_person(people.supervisor)
    assert "Paul Instruit a pris ce dossier en charge" in text(client.get(at(application)))
    assert client.post(at(application, "prendre/")).status_code == 302
    assert "À vous de décider." in text(client.get(at(application)))
    form = client.get(at(application, "passer/"))
    assert "Paul Instruit" in text(form)
    assert client.post(at(application, "passer/"), {"officer": "x"}).status_code == 422
    assert client.post(at(application, "passer/"), {"officer": people.instructor.user.pk}).status_code == 302
    assert client.post(at(application, "rendre/")).status_code == 302
    assert state_of(client.get(at(application))) == "submitted"
    assert client.post(at(application, "rendre/")).status_code == 422


def test_messages_go_both_ways(people, as_person):
    application = stories.in_review(people.owner_a, people.instructor)
    client, token = as_person(people.instructor), str(new_id())
    for _ in range(2):
        assert client.post(at(application, "message/"), {"text": "Le siège ?", "token": token}).status_code == 302
    assert text(client.get(at(application))).count("<p>Le siège ?</p>") == 1
    assert client.post(at(application, "message/"), {"text": "\x00"}).status_code == 422
    assert "Le siège ?" in text(as_person(people.owner_a).get("/compte/demande/"))


def test_checks_come_by_themselves_on_the_open_page(people, as_person):
    application = stories.in_review(people.owner_a, people.instructor)
    client = as_person(people.instructor)
    assert client.post(at(application, "controles/")).status_code == 302
    page = client.get(at(application))
    assert "Les contrôles sont en cours" in text(page)
    poll = re.search(r'hx-get="([^"]+)"', text(page))[1]
    assert client.get(poll).status_code == 204
    jobs.check(key=str(application.pk), version=1)
    assert "Résultat des contrôles" in text(client.get(poll))


def test_an_opened_file_is_one_reading(people, as_person):
    application = stories.in_review(people.owner_a, people.instructor)
    as_person(people.instructor).get(at(application))
    with scope(system("tests")):
        [entry] = JournalEntry.objects.filter(kind="reading", acts=["membership_application.read"])
    assert (entry.subjects, entry.organisation) == ([application.pk], people.organisation_a.pk)


def test_a_draft_is_nobodys_business_at_the_operators(people, as_person):
    draft = stories.saved(people.owner_a)
    assert as_person(people.instructor).get(at(draft)).status_code == 404


@pytest.mark.parametrize("story", ["submitted", "in_review", "awaiting", "refused", "accepted"])
def test_eight_statements_at_most_in_every_state(people, as_person, story):
    make = getattr(stories, story)
    application = make(people.owner_a) if story == "submitted" else make(people.owner_a, people.instructor)
    client = as_person(people.instructor)
    client.get(at(application))
    found = statements_of(client, at(application))
    assert len(found) <= 8, "\n".join(found)


def test_the_accepted_terms_are_read_by_the_operator_too(people, as_person):
    application = stories.in_review(people.owner_a, people.instructor)
    client = as_person(people.instructor)
    address = re.search(r'href="(/operateur/adhesions/cgu/[^"]+)"', text(client.get(at(application))))[1]
    assert client.get(address)["Refresh"] == "3"
    with scope(system("tests")):
        stamp = application.stamps.get()
    jobs.stamp(key=str(stamp.pk))
    assert client.get(address).content.startswith(b"%PDF")
