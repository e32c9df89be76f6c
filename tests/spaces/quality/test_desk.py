"""The operator's queue and dossier: what is seen, what is pressed, what is journaled."""

import re
from datetime import timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.quality import jobs
from kairos.identity.quality.lifecycle import Request
from kairos.identity.quality.models import QualityCertificate, QualityRequest
from tests.spaces.quality.test_filing import text
from tests.support import papers
from tests.support import quality as stories
from tests.support.statements import assert_statements

State = QualityRequest.State


@pytest.fixture
def desk(people, as_person):
    return as_person(people.instructor)


def address(request, act: str = "") -> str:
    return f"/operateur/qualite/{request.pk}/{act}"


def readings(people, name: str) -> list:
    with scope(people.instructor.actor):
        return [entry.subjects for entry in JournalEntry.objects.filter(acts=[name]).order_by("id")]


class TestQueue:
    def test_the_most_urgent_first_each_page_after_the_last_line(self, people, desk, monkeypatch):
        from kairos.spaces.operator import quality_list

        with clock.fixed(clock.now() - timedelta(days=9)):
            urgent = stories.sent(people.owner_b)
        later = stories.sent(people.owner_a)
        monkeypatch.setattr(quality_list, "SIZE", 1)
        first = desk.get("/operateur/qualite/")
        assert urgent.number in text(first)
        assert later.number not in text(first)
        following = re.search(r'href="(\?apres=[^"]+)"', first.content.decode())[1].replace("&amp;", "&")
        second = desk.get(f"/operateur/qualite/{following}")
        assert later.number in text(second)
        back = re.search(r'href="(\?avant=[^"]+)"', second.content.decode())[1].replace("&amp;", "&")
        assert urgent.number in text(desk.get(f"/operateur/qualite/{back}"))
        assert readings(people, "quality_request.list")[0] == [urgent.pk]

    @pytest.mark.parametrize("words", ["ateliers", "732 829 320 00074", "732829320", "{number}", "{figures}"])
    def test_a_request_is_found(self, people, desk, words):
        request, other = stories.sent(people.owner_a), stories.sent(people.owner_b)
        typed = words.format(number=request.number, figures=request.number[-5:].lstrip("0"))
        said = text(desk.get("/operateur/qualite/", {"q": typed}))
        assert request.number in said
        assert other.number not in said

    @pytest.mark.parametrize("query", ["?apres=abîmé", "?avant=~", "?type=rien", "?q=%00%27%22", "?q=" + "x" * 900])
    def test_an_altered_address_starts_at_the_beginning(self, people, desk, query):
        stories.sent(people.owner_a)
        assert desk.get(f"/operateur/qualite/{query}").status_code == 200

    def test_each_state_has_its_tab(self, people, desk):
        waiting = stories.awaiting(people.owner_a, people.instructor)
        refused = stories.refused(people.owner_b, people.instructor)
        assert waiting.number in text(desk.get("/operateur/qualite/en-attente/"))
        assert refused.number in text(desk.get("/operateur/qualite/decidees/"))
        assert "Rien à instruire" in text(desk.get("/operateur/qualite/"))

    def test_it_is_in_what_is_to_be_done(self, people, desk):
        stories.sent(people.owner_a)
        assert "Demande qualité : Les Ateliers du Canal" in text(desk.get("/operateur/"))


class TestDossier:
    def test_it_is_taken_examined_and_accepted(self, people, desk):
        request = stories.sent(people.owner_a)
        assert desk.post(address(request, "prendre/")).status_code == 302
        page = desk.get(address(request))
        assert "À vous de décider." in text(page)
        assert 'data-act="quality_request.accept"' in page.content.decode()
        for _ in range(2):
            assert desk.post(address(request, "accepter/")).status_code == 302
        assert stories.fresh(request, people.instructor).state == State.ACCEPTED
        with scope(people.instructor.actor):
            assert QualityCertificate.objects.count() == 1
        assert readings(people, "quality_request.read") == [[request.pk]]

    def test_opening_a_document_is_journaled(self, people, desk):
        request = stories.sent(people.owner_a)
        with scope(people.owner_a.actor):
            document = request.documents.get()
        response = desk.get(f"/operateur/qualite/documents/{document.pk}/")
        assert response.content == papers.pdf()
        assert readings(people, "quality.document") == [[document.pk]]

    def test_a_complement_needs_words_and_keeps_those_typed(self, people, desk):
        request = stories.in_review(people.owner_a, people.instructor)
        assert desk.post(address(request, "complement/"), {"reason": " "}).status_code == 422
        nir = desk.post(address(request, "complement/"), {"reason": "Le n° 1 85 05 78 006 084 91 ?"})
        assert nir.status_code == 422
        assert "Le n° 1 85" in nir.content.decode()
        assert desk.post(address(request, "complement/"), {"reason": "La page 2."}).status_code == 302
        assert stories.fresh(request, people.instructor).state == State.COMPLEMENT

    def test_a_refusal_is_asked_its_motive(self, people, desk):
        request = stories.in_review(people.owner_a, people.instructor)
        response = desk.post(address(request, "refuser/"), {"motive": "", "reason": ""})
        assert response.status_code == 422
        assert "Choisissez un motif" in text(response)
        assert desk.post(address(request, "refuser/"), {"motive": "Certificat expiré"}).status_code == 302
        assert "Certificat expiré." in text(desk.get(address(request)))

    def test_who_comes_second_is_told_what_happened(self, people, desk, as_person):
        request = stories.in_review(people.owner_a, people.instructor)
        stories.do(Request.refuse, request, people.supervisor, motive="Certificat expiré", reason="")
        response = desk.post(address(request, "accepter/"))
        assert response.status_code == 422
        assert "l’état est maintenant « refusée » depuis le" in text(response)

    def test_what_changed_since_the_complement_is_shown_and_what_is_being_written_is_not(self, people, desk):
        request = stories.awaiting(people.owner_a, people.instructor)
        stories.edit(request, people.owner_a, stories.facts(certifier="Certif’Autre"))
        assert "Certif’Autre" not in text(desk.get(address(request)))
        stories.send(request, people.owner_a)
        said = text(desk.get(address(request)))
        assert "Ce qui a changé" in said
        assert "Certif’Autre" in said

    def test_the_public_list_is_compared(self, people, desk):
        from tests.identity.quality.test_watching import listed

        listed(people, qualiopi_training=False)
        request = stories.sent(people.owner_a)
        assert "en train d’être consultée" in text(desk.get(address(request)))
        jobs.ask_register(key=str(request.pk), version=1)
        assert "1 différence avec la liste publique" in text(desk.get(address(request)))

    def test_a_certificate_is_revoked(self, people, desk):
        certificate = stories.recorded(people.owner_a, people.instructor)
        url = f"/operateur/qualite/certificats/{certificate.pk}/retirer/"
        assert desk.post(url, {"reason": ""}).status_code == 422
        assert desk.post(url, {"reason": "Retiré par le certificateur."}).status_code == 302
        assert stories.fresh(certificate, people.instructor).state == "revoked"
        assert desk.post(url, {"reason": "Encore."}).status_code == 422

    def test_a_draft_is_not_found(self, people, desk):
        assert desk.get(address(stories.filled(people.owner_a))).status_code == 404


def test_each_page_asks_eight_statements_at_most(people, desk):
    """With a second sending, a certificate, a register's answer: all a dossier can show."""
    stories.recorded(people.owner_a, people.instructor)
    request = stories.in_review(people.owner_a, people.instructor, certificate_number="AUTRE")
    stories.do(Request.ask_complement, request, people.instructor, reason="La page 2.")
    stories.send(stories.fresh(request, people.owner_a), people.owner_a)
    jobs.ask_register(key=str(request.pk), version=2)
    certificate = stories.recorded(people.owner_b, people.instructor)
    for url in (
        "/operateur/qualite/",
        "/operateur/qualite/decidees/",
        address(request),
        address(request, "refuser/"),
        f"/operateur/qualite/certificats/{certificate.pk}/retirer/",
    ):
        assert_statements(desk, url, 8)
