"""« Demande d’adhésion » as its organisation sees it, state after state."""

import re
from datetime import timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.memberships import jobs
from kairos.identity.memberships.lifecycle import Application
from kairos.identity.memberships.models import MembershipApplication, StampedTerms
from tests.support import applications as stories

PAGE = "/compte/demande/"


def one(application: MembershipApplication) -> str:
    return f"{PAGE}{application.pk}/"


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def hidden(response, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', text(response))[1]


def test_a_request_is_recorded_then_validated(people, as_person):
    stories.complete_file(people.owner_a)
    client = as_person(people.owner_a)
    page = client.get(PAGE)
    assert "Enregistrer ma demande" in text(page)
    assert client.post(PAGE, {"token": hidden(page, "token")}).status_code == 302
    page = client.get(PAGE)
    assert "il reste à accepter les conditions et à valider" in text(page)
    assert 'data-lifecycle="draft"' in text(page)
    with scope(people.owner_a.actor):
        application = MembershipApplication.objects.get()
    sent = {"terms": hidden(page, "terms"), "token": hidden(page, "token"), "accepted": "on"}
    assert client.post(one(application), sent).status_code == 302
    assert client.post(one(application), sent).status_code == 302, "a second click is the same submission"
    page = client.get(PAGE)
    assert "en cours de traitement par l’opérateur « Service public de l’emploi »" in text(page)
    assert 'data-lifecycle="submitted"' in text(page)
    assert "Retour à ma fiche" in text(page)


def test_every_refusal_at_once_with_the_way_to_mend_it(people, as_person):
    client = as_person(people.owner_b)
    client.post(PAGE, {"token": str(new_id())})
    with scope(people.owner_b.actor):
        application = MembershipApplication.objects.get()
    page = client.post(one(application), {"terms": "2026-06", "token": str(new_id())})
    assert page.status_code == 422
    assert "<title>Erreur" in text(page)
    assert 'href="/compte/fiche/#id_account_manager-email"' in text(page)
    assert "Cochez la case si vous acceptez les conditions" in text(page)
    assert 'href="#id_accepted"' in text(page)


def test_the_open_page_changes_by_itself_and_costs_nothing_while_nothing_changes(people, as_person, statements):
    application = stories.submitted(people.owner_a)
    jobs.stamp(key=str(stamp_of(people, application).pk))
    client = as_person(people.owner_a)
    page = client.get(PAGE)
    poll = re.search(r'hx-get="([^"]+)"', text(page))[1]
    with statements() as found:
        assert client.get(poll).status_code == 204
    assert len(found.captured_queries) <= 5, "the frame, its transaction, the row, its mark"
    stories.do(Application.take, application, people.instructor)
    stories.do(Application.refuse, application, people.instructor, motive="", reason="Établissement fermé.")
    changed = client.get(poll)
    assert changed.status_code == 200
    assert "Établissement fermé." in text(changed)
    assert "Déposer une nouvelle demande" in text(changed)


def test_a_page_that_asks_by_itself_does_not_keep_an_idle_session_open(people, as_person):
    """Thirty minutes without a reader close the session, whatever the page asks meanwhile."""
    application = stories.submitted(people.owner_a)
    start = clock.now()
    for headers, answer in (({}, 200), ({"Kairos-By-Itself": "1"}, 302)):
        client = as_person(people.owner_a)
        for minutes in (0, 20, 40):
            with clock.fixed(start + timedelta(minutes=minutes)):
                page = client.get(one(application), headers=headers)
        assert page.status_code == answer


def stamp_of(people, application) -> StampedTerms:
    with scope(people.owner_a.actor):
        return StampedTerms.objects.get(application=application)


def test_the_stamped_terms_are_made_once_and_kept_by_their_hash(people, as_person):
    from hashlib import sha256

    application = stories.submitted(people.owner_a)
    stamp = stamp_of(people, application)
    client = as_person(people.owner_a)
    address = f"{PAGE}cgu/{stamp.pk}.pdf"
    waiting = client.get(address)
    assert waiting["Refresh"] == "3"
    assert "se prépare" in text(waiting)
    jobs.stamp(key=str(stamp.pk))
    ready = client.get(address)
    assert ready["Content-Type"] == "application/pdf"
    assert sha256(ready.content).hexdigest() == stamp_of(people, application).sha256
    assert stamp_of(people, application).sha256 in text(client.get(PAGE)).replace(" ", "")
    assert as_person(people.owner_b).get(address).status_code == 404


def test_the_terms_alone_are_read_as_pdf_before_accepting(people, as_person):
    client = as_person(people.owner_a)
    address = f"{PAGE}conditions-2026-06.pdf"
    assert client.get(address)["Refresh"] == "3"
    assert client.get(address)["Refresh"] == "3", "asked again while it waits"
    jobs.print_terms(version="2026-06")
    assert client.get(address).content.startswith(b"%PDF")
    assert client.get(f"{PAGE}conditions-1999-01.pdf").status_code == 404


def test_a_complement_is_read_answered_and_submitted_again(people, as_person):
    application = stories.awaiting(people.owner_a, people.instructor)
    client = as_person(people.owner_a)
    page = client.get(PAGE)
    assert "Quel est le siège ?" in text(page)
    assert "hx-get" not in text(page), "nothing is replaced under the hands of who is ticking a box"
    answer = {"text": "Le siège est à Pantin.", "token": hidden(page, "token")}
    assert client.post(f"{one(application)}message/", answer).status_code == 302
    sent = {"terms": hidden(page, "terms"), "token": str(new_id()), "accepted": "on"}
    assert client.post(one(application), sent).status_code == 302
    assert "version 2" in text(client.get(PAGE))


def test_an_empty_message_is_refused_and_the_page_stays(people, as_person):
    application = stories.submitted(people.owner_a)
    page = as_person(people.owner_a).post(f"{one(application)}message/", {"text": " ", "token": str(new_id())})
    assert page.status_code == 422
    assert "Écrivez votre message." in text(page)


def test_an_acceptance_announces_the_letters_and_the_paper(people, as_person):
    stories.accepted(people.owner_a, people.instructor)
    page = as_person(people.owner_a).get(PAGE)
    assert "sous 72 heures ouvrées" in text(page)
    assert "KA-" in text(page)
    assert 'data-lifecycle="accepted"' in text(page)


def test_an_abandoned_request_leaves_the_way_open(people, as_person):
    application = stories.saved(people.owner_a)
    client = as_person(people.owner_a)
    assert "Abandonner la demande" in text(client.get(f"{one(application)}abandonner/"))
    assert client.post(f"{one(application)}abandonner/").status_code == 302
    assert client.post(f"{one(application)}abandonner/").status_code == 422
    assert "Enregistrer ma demande" in text(client.get(PAGE))


ADDRESSES = ("", "abandonner/", "message/")


@pytest.mark.parametrize("tail", ADDRESSES)
def test_another_organisation_finds_nothing(people, as_person, tail):
    application = stories.submitted(people.owner_a)
    other = as_person(people.owner_b)
    assert other.get(one(application) + tail).status_code == 404
    assert other.post(one(application) + tail, {"text": "Bonjour"}).status_code == 404


def test_eight_statements_at_most(people, as_person, statements):
    accepted = stories.accepted(people.owner_a, people.instructor)
    client = as_person(people.owner_a)
    client.get(PAGE)
    with statements() as found:
        assert client.get(PAGE).status_code == 200
    assert accepted
    assert len(found.captured_queries) <= 8 + FRAME, "\n".join(q["sql"] for q in found.captured_queries)


FRAME = 4
