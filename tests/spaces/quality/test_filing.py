"""A provider writes a request with its documents, without losing anything, and sends it."""

import re
from datetime import timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.uploads.models import Upload
from kairos.foundation.uploads.settings import MEGA
from kairos.identity.quality.models import QualityDocument, QualityRequest
from tests.support import papers
from tests.support import quality as stories

State, Kind = QualityRequest.State, QualityRequest.Kind


@pytest.fixture
def draft(people) -> QualityRequest:
    return stories.drafted(people.owner_a)


@pytest.fixture
def client(people, as_person):
    return as_person(people.owner_a)


def address(request) -> str:
    return f"/compte/qualite/{request.pk}/"


def typed(client, request, **changes) -> dict:
    """What the browser would send back of the page, with changes."""
    html = client.get(address(request)).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(seen|token)" value="([^"]*)"', html))
    until = clock.today() + timedelta(days=300)
    known = {
        "certificate_number": "RNQ 12",
        "certifier": "Certif’Exemple",
        "categories": ["training"],
        "valid_from": "3/9/2025",
        "valid_until": f"{until:%d/%m/%Y}",
        "comment": "",
        "faire": "enregistrer",
    }
    return hidden | known | changes


def fresh(people, request) -> QualityRequest:
    return stories.fresh(request, people.owner_a)


def text(response) -> str:
    """The words of the page, entities and spaces made plain."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    words = words.replace("&#39;", "’").replace("&amp;", "&").replace("\u00a0", " ")
    return " ".join(words.split())


def uploads(someone) -> list[str]:
    with scope(someone.actor):
        return sorted(Upload.objects.values_list("name", flat=True))


class TestBeginning:
    def test_a_request_is_begun_once(self, people, client):
        token = re.search(r'name="token" value="([^"]+)"', client.get("/compte/qualite/").content.decode())[1]
        for _ in range(2):
            response = client.post("/compte/qualite/commencer/", {"type": "attestation", "token": token})
            assert response.status_code == 302
        with scope(people.owner_a.actor):
            [request] = QualityRequest.objects.all()
        assert response.url == address(request)

    def test_another_of_the_same_kind_is_refused_and_led_to_the_first(self, client, draft):
        response = client.post("/compte/qualite/commencer/", {"type": "attestation"})
        assert response.status_code == 422
        assert draft.number in text(response)

    @pytest.mark.parametrize("who", ["owner_b", "manager"])
    def test_a_member_or_not_may_begin(self, people, as_person, who):
        response = as_person(getattr(people, who)).post("/compte/qualite/commencer/", {"type": "catalogue"})
        assert response.status_code == 302


class TestWriting:
    def test_a_draft_is_saved_however_little_is_known(self, people, client, draft):
        nothing = dict.fromkeys(("certifier", "certificate_number", "valid_from", "valid_until"), "")
        response = client.post(address(draft), typed(client, draft, **nothing, categories=[]))
        assert response.status_code == 302
        assert fresh(people, draft).certifier == ""

    def test_a_date_that_is_none_is_said_and_everything_typed_is_still_there(self, people, client, draft):
        response = client.post(address(draft), typed(client, draft, valid_from="31/02/2026", comment="Bonjour"))
        assert response.status_code == 422
        page = response.content.decode()
        assert 'value="31/02/2026"' in page
        assert "RNQ 12" in page
        assert "Bonjour" in page
        assert fresh(people, draft).certifier == ""

    def test_a_social_security_number_is_refused(self, client, draft):
        response = client.post(address(draft), typed(client, draft, comment="n° 1 85 05 78 006 084 91"))
        assert response.status_code == 422
        assert "sécurité sociale" in text(response)

    def test_two_tabs(self, people, client, draft):
        old = typed(client, draft, comment="le second")
        client.post(address(draft), typed(client, draft, comment="le premier"))
        response = client.post(address(draft), old)
        assert response.status_code == 422
        assert "a changé pendant que vous écriviez" in text(response)
        assert "le second" in response.content.decode()
        assert fresh(people, draft).comment == "le premier"
        hidden = dict(re.findall(r'name="(seen|token)" value="([^"]*)"', response.content.decode()))
        assert client.post(address(draft), old | hidden).status_code == 302
        assert fresh(people, draft).comment == "le second"


class TestDocuments:
    def test_good_files_are_kept_while_bad_ones_and_bad_words_are_refused(self, people, client, draft):
        files = [
            papers.sent(papers.pdf(), "certificat.pdf"),
            papers.sent(b"<svg onload=alert(1)>", "logo.pdf"),
            papers.sent(papers.pdf(b"<< /S /JavaScript >>"), "piege.pdf"),
        ]
        sent = typed(client, draft, valid_from="bientôt", certificate=files, other=[papers.sent(papers.png(), "p.png")])
        response = client.post(address(draft), sent)
        assert response.status_code == 422
        assert uploads(people.owner_a) == ["certificat.pdf", "p.png"]
        said = text(response)
        for words in ("« logo.pdf » : Ce fichier n’est ni un PDF", "« piege.pdf » : Ce PDF contient un programme"):
            assert words in said
        assert 'value="bientôt"' in response.content.decode()

    def test_a_file_too_heavy_is_said_with_its_weight_and_nothing_typed_is_lost(self, people, client, draft):
        heavy = papers.sent(b"%PDF-" + bytes(10 * MEGA), "lourd.pdf")
        response = client.post(address(draft), typed(client, draft, certificate=heavy, comment="Bonjour"))
        assert response.status_code == 422
        assert "« lourd.pdf » : Ce fichier pèse 10,1 Mo" in text(response)
        assert uploads(people.owner_a) == []
        assert fresh(people, draft).comment == "Bonjour"

    def test_a_sending_beyond_all_bounds_is_refused_before_it_is_read(self, people, client, draft):
        heavy = [papers.sent(bytes(10 * MEGA), f"{n}.pdf") for n in range(6)]
        response = client.post(address(draft), typed(client, draft, certificate=heavy))
        assert response.status_code == 413
        assert uploads(people.owner_a) == []

    def test_files_sent_to_a_page_that_takes_none_are_dropped(self, people, client, draft):
        response = client.post(f"{address(draft)}retirer/", {"piece": papers.sent(papers.pdf())})
        assert response.status_code == 302
        assert response.wsgi_request.FILES == {}

    def test_a_visitor_s_files_are_not_even_kept_for_the_request(self, draft):
        from django.test import Client

        response = Client().post(address(draft), {"certificate": papers.sent(papers.pdf())})
        assert response.wsgi_request.FILES == {}

    def test_a_document_is_taken_back(self, people, client, draft):
        document = stories.join(draft, people.owner_a)
        response = client.post(address(draft), typed(client, draft, retirer=[str(document.pk), "rien"]))
        assert response.status_code == 302
        assert uploads(people.owner_a) == []

    def test_a_document_is_given_back_as_a_file_that_nothing_runs(self, people, client, draft):
        document = stories.join(draft, people.owner_a, papers.png(), 'certificat "2026" – é.png')
        response = client.get(f"/compte/qualite/documents/{document.pk}/")
        assert response.content == papers.png()
        assert response["Content-Type"] == "image/png"
        assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''certificat%202026%20%E2%80%93")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
        assert "no-store" in response["Cache-Control"]
        with scope(people.owner_a.actor):
            entry = JournalEntry.objects.get(acts=["quality.document"])
        assert (entry.kind, entry.subjects) == ("reading", [document.pk])

    def test_nobody_else_gets_it(self, people, as_person, draft):
        document = stories.join(draft, people.owner_a)
        for someone in (people.owner_b, people.freelance, people.instructor):
            for space in ("compte", "operateur"):
                response = as_person(someone).get(f"/{space}/qualite/documents/{document.pk}/")
                assert response.status_code == 404

    def test_what_the_machine_could_not_see_is_said(self, people, client, draft):
        stories.join(draft, people.owner_a, papers.pdf(trailer=b"/Encrypt 9 0 R"))
        assert "PDF protégé : une partie de son contenu n’a pas pu être examinée" in text(client.get(address(draft)))


class TestSending:
    def test_everything_at_once_in_one_press(self, people, client, draft):
        sent = typed(client, draft, faire="envoyer", certificate=papers.sent(papers.pdf()))
        for _ in range(2):
            response = client.post(address(draft), sent)
        assert fresh(people, draft).state == State.SUBMITTED
        page = client.get(address(draft))
        assert "Votre demande est chez l’opérateur" in text(page)
        assert 'data-lifecycle="submitted"' in page.content.decode()
        assert response.status_code in (302, 422)

    def test_what_lacks_and_what_is_wrong_are_said_together(self, people, client, draft):
        sent = typed(client, draft, faire="envoyer", valid_from="31/02/2026", certifier="", categories=[])
        said = text(client.post(address(draft), sent))
        for words in ("Écrivez une date qui existe", "nom de l’organisme certificateur", "au moins une catégorie",
                      "Joignez le certificat"):  # fmt: skip
            assert words in said
        assert "4 points à corriger" in said
        assert fresh(people, draft).state == State.DRAFT

    def test_a_complement_is_answered_from_the_same_page(self, people, client):
        request = stories.awaiting(people.owner_a, people.instructor)
        assert "La page 2 manque." in text(client.get(address(request)))
        sent = typed(client, request, faire="envoyer", other=papers.sent(papers.jpeg(), "page 2.jpg"))
        assert client.post(address(request), sent).status_code == 302
        assert fresh(people, request).state == State.IN_REVIEW
        with scope(people.owner_a.actor):
            assert QualityDocument.objects.get(kind="other").version == 2

    def test_a_page_left_open_while_it_was_sent_says_so(self, people, client, draft):
        old = typed(client, draft, comment="trop tard")
        stories.edit(draft, people.owner_a, stories.facts())
        stories.join(draft, people.owner_a)
        stories.send(draft, people.owner_a)
        response = client.post(address(draft), old)
        assert response.status_code == 422
        assert "n’est plus possible" in text(response)


def test_a_withdrawal_is_asked_once_more(people, client):
    request = stories.sent(people.owner_a)
    assert "Elle ne sera pas instruite" in text(client.get(f"{address(request)}retirer/"))
    assert client.post(f"{address(request)}retirer/").status_code == 302
    assert fresh(people, request).state == State.WITHDRAWN
    assert client.post(f"{address(request)}retirer/").status_code == 422


class TestStanding:
    def test_the_home_of_quality_and_of_the_file_say_how_certificates_stand(self, people, client):
        stories.recorded(people.owner_a, people.instructor, valid_until=clock.today() + timedelta(days=20))
        for url in ("/compte/qualite/", "/compte/"):
            assert "Expire dans 20 jours" in text(client.get(url))

    def test_none_is_said_too(self, client):
        assert "Aucun certificat" in text(client.get("/compte/qualite/"))

    def test_the_public_list_is_shown_beside_with_its_source(self, people, client):
        from kairos.identity.registers.models import RegisterImport
        from tests.identity.quality.test_watching import listed

        listed(people, qualiopi_training=False, qualiopi_experience=True)
        imported = {"kind": "providers", "sha256": "0" * 64, "rows": 1, "refused": 0, "added": 1, "changed": 0}
        RegisterImport(imported_at=clock.now(), **imported).save(using="owner")
        stories.recorded(people.owner_a, people.instructor)
        said = text(client.get("/compte/qualite/"))
        assert "Source : Liste publique des organismes de formation, copie du" in said
        assert re.search(r"Actions de formation Valable .* non Bilans", said)

    def test_a_complement_is_to_be_done_on_the_file_s_home(self, people, client):
        request = stories.awaiting(people.owner_a, people.instructor)
        page = client.get("/compte/")
        assert "Compléter la demande qualité" in text(page)
        assert address(request) in page.content.decode()
