"""The operator's pages for the posted letters, through real requests."""

import io
import re
from datetime import timedelta

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.memberships.letters.acts import secret_of
from kairos.identity.memberships.models import AccessLetter
from kairos.spaces.operator import letters_list
from tests.support import acceptance
from tests.support.acceptance import accepted

FRAME = 4
ROOT = "/operateur/courriers/"


@pytest.fixture
def made(people):
    return accepted(people)


@pytest.fixture
def agent(people, as_person):
    return as_person(people.instructor)


def plain(response):
    return response.content.decode().replace("\xa0", " ")


def fresh(letter):
    with scope(system("tests")):
        return AccessLetter.objects.get(pk=letter.pk)


def text(pdf):
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def secret(made):
    """As the paper says it, in one run; the pages must say it in no way."""
    return secret_of(made.password).replace("-", "")


def printed(agent, letter):
    """The address of the batch this letter was just printed in."""
    response = agent.post(f"{ROOT}imprimer/", {"courrier": letter.pk, "type": letter.kind})
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


class TestQueue:
    def test_shows_the_letters_of_one_kind_with_their_deadline(self, agent, made):
        page = plain(agent.get(ROOT))
        assert "Madame Inès Marchetti" in page
        assert "3 jours ouvrés" in page
        assert str(made.identifier.pk) in page
        assert str(made.password.pk) not in page
        assert str(made.password.pk) in agent.get(f"{ROOT}mots-de-passe/").content.decode()

    def test_leaves_one_entry_with_the_ids_it_showed(self, agent, people, made):
        agent.get(ROOT)
        with scope(people.instructor.actor):
            [entry] = JournalEntry.objects.filter(kind="reading", acts=["letters.queue"])
        assert entry.subjects == [made.identifier.pk]

    @pytest.mark.parametrize("path", ["", "mots-de-passe/", "postes/", "postes/?q=les+ateliers"])
    def test_stays_in_its_budget_of_statements(self, agent, made, path):
        agent.get(ROOT + path)
        with CaptureQueriesContext(connection) as found:
            assert agent.get(ROOT + path).status_code == 200
        assert len(found) <= FRAME + 8, [query["sql"][:90] for query in found]

    def test_pages_by_key(self, people, agent, made, monkeypatch):
        monkeypatch.setattr(letters_list, "MOST", 1)
        other = acceptance.in_review(people, people.organisation_b, people.owner_b, {"email": "b@b.example"})
        second = acceptance.accept(people, other)
        page = plain(agent.get(ROOT))
        assert str(made.identifier.pk) in page
        assert str(second.identifier.pk) not in page
        [after] = re.findall(r'href="\?(apres=[^"]*)"', page)
        page = plain(agent.get(f"{ROOT}?{after}"))
        assert str(made.identifier.pk) not in page
        assert str(second.identifier.pk) in page

    def test_an_altered_key_starts_at_the_beginning(self, agent, made):
        page = agent.get(ROOT, {"apres": "n’importe quoi~\x00"})
        assert page.status_code == 200
        assert "Madame Inès Marchetti" in page.content.decode()

    def test_is_closed_to_others(self, people, as_person, made):
        for someone in (people.owner_a, people.manager):
            assert as_person(someone).get(ROOT).status_code == 403
        assert "/connexion" in as_person(people.visitor).get(ROOT)["Location"]


class TestPrinting:
    def test_gives_one_file_of_the_chosen_letters(self, agent, made):
        where = printed(agent, made.password)
        assert agent.get(where).status_code == 200
        response = agent.get(f"{where}courriers.pdf")
        assert response["Content-Type"] == "application/pdf"
        assert "no-store" in response["Cache-Control"]
        assert secret(made) in text(response.content)
        assert made.user.portal_identifier not in text(response.content)
        assert fresh(made.password).state == "printed"

    def test_an_identifier_letter_says_no_password(self, agent, made):
        said = text(agent.get(f"{printed(agent, made.identifier)}courriers.pdf").content)
        assert made.user.portal_identifier in said
        assert secret(made) not in said

    def test_two_kinds_at_once_are_refused_in_words(self, agent, made):
        response = agent.post(
            f"{ROOT}imprimer/", {"courrier": [made.password.pk, made.identifier.pk], "type": "password"}
        )
        assert response.status_code == 422
        assert "jamais dans la même enveloppe" in response.content.decode()

    @pytest.mark.parametrize("typed", [[], ["pas-un-identifiant"], ["\x00"]])
    def test_nothing_chosen_is_refused_in_words(self, agent, made, typed):
        response = agent.post(f"{ROOT}imprimer/", {"courrier": typed})
        assert response.status_code == 422
        assert "Choisissez au moins un courrier" in response.content.decode()

    def test_every_reading_of_the_file_is_in_the_journal(self, agent, people, made):
        where = printed(agent, made.password)
        for _ in range(2):
            agent.get(f"{where}courriers.pdf")
        with scope(people.instructor.actor):
            entries = JournalEntry.objects.filter(kind="reading", acts=["letters.pdf"])
            assert [entry.subjects for entry in entries] == [[made.password.pk]] * 2

    def test_no_page_shows_the_secret(self, agent, made):
        where = printed(agent, made.password)
        for path in (ROOT, f"{ROOT}mots-de-passe/", where, f"{ROOT}{made.password.pk}/"):
            page = agent.get(path).content.decode()
            assert secret(made) not in page.replace("-", "")
            assert made.user.portal_identifier not in page


class TestPosting:
    def test_a_batch_is_posted_at_once(self, agent, made):
        where = printed(agent, made.password)
        response = agent.post(f"{ROOT}poster/", {"courrier": made.password.pk, "type": "password"})
        assert response["Location"] == f"{ROOT}postes/"
        assert fresh(made.password).state == "posted"
        assert "Ce lot est posté" in agent.get(where).content.decode()
        assert agent.get(f"{where}courriers.pdf")["Location"] == where

    def test_twice_says_what_happened(self, agent, made):
        printed(agent, made.password)
        form = {"courrier": made.password.pk, "type": "password"}
        agent.post(f"{ROOT}poster/", form)
        response = agent.post(f"{ROOT}poster/", form)
        assert response.status_code == 422
        assert "l’état est maintenant « posté »" in response.content.decode()

    @pytest.mark.parametrize("words", ["les ateliers", "LES ÀTELIERS", "73282932000074", "732 829 320 00074", "number"])
    def test_is_found_again(self, agent, made, words):
        words = made.membership.number if words == "number" else words
        assert str(made.password.pk) in agent.get(f"{ROOT}postes/", {"q": words}).content.decode()

    @pytest.mark.parametrize("words", ["zzz", "%", "_", "’; --", "KA-", "𝔘𝔫", "\x00"])
    def test_odd_words_find_nothing_and_break_nothing(self, agent, made, words):
        page = agent.get(f"{ROOT}postes/", {"q": words})
        assert page.status_code == 200
        assert str(made.password.pk) not in page.content.decode()


LOST = {
    "asked_by": "Mme Marchetti, responsable",
    "how": "call",
    "detail": "Rappelée le 3 mars au numéro de la fiche",
    "reason": "Jamais reçu",
    "what": "both",
}


class TestLost:
    def test_is_made_again_once_identity_is_proved(self, agent, made):
        response = agent.post(f"{ROOT}{made.password.pk}/perdu/", LOST)
        assert response["Location"] == f"{ROOT}{made.password.pk}/"
        for letter in made.letters:
            assert fresh(letter).state == "void"
        assert fresh(made.password).identity_proof == (
            "Mme Marchetti, responsable. Rappel au numéro de la fiche ou du répertoire. "
            "Rappelée le 3 mars au numéro de la fiche"
        )
        with scope(system("tests")):
            [new] = AccessLetter.objects.filter(replaces=made.password.pk)
        assert f'href="{ROOT}{new.pk}/">Le courrier qui le remplace' in plain(agent.get(response["Location"]))
        assert "<b>Préparé</b>" in plain(agent.get(f"{ROOT}{new.pk}/"))
        assert "<b>Annulé et refait</b>" in plain(agent.get(response["Location"]))
        assert "Identité prouvée : Mme Marchetti" in plain(agent.get(response["Location"]))

    @pytest.mark.parametrize("missing", ["asked_by", "how", "detail", "reason"])
    def test_every_field_is_needed_and_nothing_typed_is_lost(self, agent, made, missing):
        response = agent.post(f"{ROOT}{made.password.pk}/perdu/", LOST | {missing: ""})
        assert response.status_code == 422
        page = response.content.decode()
        assert "1 point à corriger" in page.replace("\xa0", " ")
        assert fresh(made.password).state == "to_print"
        for name in {"asked_by", "detail", "reason"} - {missing}:
            assert LOST[name] in page

    def test_one_alone(self, agent, made):
        agent.post(f"{ROOT}{made.password.pk}/perdu/", LOST | {"what": "alone"})
        assert [fresh(letter).state for letter in made.letters] == ["to_print", "void"]


class TestAddress:
    typed = {"street": "3 rue Neuve", "postcode": "69 001", "town": "Lyon", "proof": "Bail vu le 2 mars, dossier AD-1"}

    def test_a_proved_one_is_recorded(self, agent, people):
        made = accepted(people, known=False)
        assert "Adresse à prouver" in plain(agent.get(ROOT))
        response = agent.post(f"{ROOT}{made.password.pk}/adresse/", self.typed)
        assert response.status_code == 302
        for letter in made.letters:
            assert fresh(letter).address_lines == ["3 rue Neuve", "69001 Lyon"]
            assert fresh(letter).address_source == self.typed["proof"]

    def test_without_its_proof_is_refused(self, agent, made):
        response = agent.post(f"{ROOT}{made.password.pk}/adresse/", self.typed | {"proof": " "})
        assert response.status_code == 422
        assert "Dites ce qui prouve cette adresse" in response.content.decode()

    def test_the_register_still_silent_says_so(self, agent, people):
        made = accepted(people, known=False)
        response = agent.post(f"{ROOT}{made.password.pk}/repertoire/")
        assert response.status_code == 422
        assert "n’a pas répondu" in response.content.decode()

    @pytest.mark.parametrize("name", ["Łukasz « Œ » 漢字", "<script>alert(1)</script>", "= #panic() $x$", "n" * 38])
    def test_hostile_addresses_are_printed_as_they_are(self, agent, made, name):
        response = agent.post(f"{ROOT}{made.identifier.pk}/adresse/", self.typed | {"street": name, "town": "L’Île"})
        assert response.status_code == 302
        page = plain(agent.get(response["Location"]))
        assert "<script>alert" not in page
        said = text(agent.get(f"{printed(agent, made.identifier)}courriers.pdf").content)
        assert name.replace("漢字", "□□") in said


class TestOneLetter:
    def test_says_what_happened_and_by_whom(self, agent, made):
        printed(agent, made.password)
        page = agent.get(f"{ROOT}{made.password.pk}/").content.decode()
        assert f'data-subject="{made.password.pk}" data-lifecycle="printed"' in page
        assert 'data-act="access_letter.post"' in page
        assert "Paul Instruit" in page
        assert "copie du" in page

    @pytest.mark.parametrize("path", ["", "perdu/", "adresse/"])
    def test_stays_in_its_budget(self, agent, made, path):
        url = f"{ROOT}{made.password.pk}/{path}"
        agent.get(url)
        with CaptureQueriesContext(connection) as found:
            assert agent.get(url).status_code == 200
        assert len(found) <= FRAME + 8, [query["sql"][:90] for query in found]

    def test_is_not_shown_to_the_other_side(self, people, as_person, made):
        url = f"{ROOT}{made.password.pk}/"
        assert as_person(people.owner_b).get(url).status_code == 404
        assert as_person(people.owner_a).get(url).status_code == 403


class TestClock:
    @pytest.mark.parametrize(
        ("hours", "state", "label"),
        [
            (-80, "info", "3 jours ouvrés"),
            (-1, "bad", "Aujourd’hui"),
            (1, "bad", "En retard"),
            (30, "bad", "1 jour ouvré de retard"),
        ],
    )
    def test_says_what_is_left(self, real_db, hours, state, label):
        from datetime import UTC, datetime

        due_at = datetime(2026, 10, 8, 9, 0, tzinfo=UTC)  # a Thursday
        with scope(system("tests")):
            found = letters_list.due(due_at, "75011", due_at + timedelta(hours=hours))
        assert (found.state, found.label.replace("\xa0", " ")) == (state, label)
