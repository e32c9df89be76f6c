"""The pages of the procedure, the note, the messages to the team, the help: what is shown to whom, what is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.identity.guidance.models import AwarenessNote, HelpEntry, NoteReading, TeamMessage, WrittenProcedure
from kairos.spaces import prose
from tests.support import guidance
from tests.support.team import add_colleague

PROCEDURE, DRAFT, NOTE, WRITE, HELP = (
    "/gid/procedure/", "/gid/procedure/brouillon/", "/gid/note/", "/gid/messages/ecrire/", "/gid/aide/",
)  # fmt: skip
NIR = "1 84 12 76 451 089 46"


def said(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))


@pytest.fixture
def karim(people):
    return add_colleague(people, "sessions.consult")


@pytest.fixture
def manager(people, as_person):
    return as_person(people.manager)


@pytest.fixture
def colleague(karim, as_person):
    return as_person(karim.someone)


def all_of(model):
    return model.objects.using("owner").order_by("pk")


class TestMenu:
    def test_each_finds_what_they_may_open(self, manager, colleague):
        for client, there in ((manager, True), (colleague, False)):
            page = client.get("/gid/mes-droits/").content.decode()
            assert all(f'href="{path}"' in page for path in (PROCEDURE, NOTE, HELP))
            assert ('href="/gid/messages/"' in page) is there
            assert ('href="/gid/revues/"' in page) is there

    def test_the_portal_has_one_door_to_it(self, manager):
        page = manager.get("/portail/").content.decode()
        assert page.count('<li class="tile">') <= 9
        assert ">Habilitations (GID)</a>" in page


class TestProcedure:
    def test_empty_then_from_the_model_then_read_by_all(self, manager, colleague):
        assert "Partir du modèle" in said(manager.get(PROCEDURE))
        assert "Partir du modèle" not in said(colleague.get(PROCEDURE))
        assert manager.post(PROCEDURE)["Location"] == DRAFT
        assert "Maud Nguyễn" in said(manager.get(DRAFT))
        assert manager.post(PROCEDURE)["Location"] == DRAFT, "the draft is taken up again"
        assert "brouillon attend" not in said(colleague.get(PROCEDURE))
        [row] = all_of(WrittenProcedure)
        assert manager.post(DRAFT, row.sections | {"seen": row.version, "faire": "publier"}).status_code == 302
        page = said(colleague.get(PROCEDURE))
        assert "Version 1, publiée par Maud Nguyễn" in page
        assert "Modifier la procédure" not in page

    def test_a_colleague_begins_nothing(self, people, colleague):
        assert colleague.post(PROCEDURE).status_code == 403
        assert colleague.get(DRAFT).status_code == 403

    def test_what_is_refused_stays_typed_and_what_was_saved_is_not_lost(self, people, manager):
        row = guidance.drafted(people)
        typed = row.sections | {"seen": "0", "purpose": "Notre objet.", "incident": "", "faire": "publier"}
        response = manager.post(DRAFT, typed)
        assert response.status_code == 422
        assert 'href="#id_incident"' in response.content.decode()
        assert "Notre objet." in response.content.decode()
        again = dict(re.findall(r'name="(seen)" value="(\d+)"', response.content.decode()))
        assert manager.post(DRAFT, typed | again | {"incident": "Appeler Maud."}).status_code == 302

    def test_a_social_security_number_is_refused(self, people, manager):
        row = guidance.drafted(people)
        response = manager.post(DRAFT, row.sections | {"seen": "0", "purpose": NIR})
        assert response.status_code == 422
        assert all_of(WrittenProcedure)[0].version == 0

    def test_what_another_saved_meanwhile_is_said(self, people, manager):
        row = guidance.drafted(people)
        manager.post(DRAFT, row.sections | {"seen": "0", "purpose": "Un."})
        response = manager.post(DRAFT, row.sections | {"seen": "0", "purpose": "Deux."})
        assert response.status_code == 422
        assert "Deux." in response.content.decode()

    def test_dropped_whatever_is_typed(self, people, manager):
        guidance.drafted(people)
        assert manager.post(DRAFT, {"faire": "abandonner"}).status_code == 302
        assert manager.get(DRAFT).status_code == 302

    def test_former_versions_stay_readable_and_printed(self, people, colleague):
        first = guidance.published(people)
        guidance.published(people)
        page = said(colleague.get(f"{PROCEDURE}{first.pk}/"))
        assert "Version remplacée" in page
        response = colleague.get(f"{PROCEDURE}{first.pk}/pdf/")
        assert response.content.startswith(b"%PDF")
        assert "procedure-habilitation-v1.pdf" in response["Content-Disposition"]

    def test_a_draft_has_no_address(self, people, manager):
        row = guidance.drafted(people)
        assert manager.get(f"{PROCEDURE}{row.pk}/").status_code == 404


class TestNote:
    def test_asked_on_the_portal_until_it_is_read(self, people, manager, colleague):
        guidance.note(people)
        assert "Lire : Protéger les données" in said(colleague.get("/portail/"))
        page = said(colleague.get(NOTE))
        assert "J’ai lu" in page
        assert "Pas encore lue par" not in page
        assert colleague.post(NOTE)["Location"] == f"{NOTE}?fait=lu"
        assert "Lire : Protéger" not in said(colleague.get("/portail/"))
        assert "Vous avez dit l’avoir lue" in said(colleague.get(NOTE))
        assert colleague.post(NOTE).status_code == 422
        assert all_of(NoteReading).count() == 1

    def test_the_account_manager_sees_who_has_and_who_has_not(self, people, karim, manager):
        lucie = add_colleague(people)
        guidance.read(karim, guidance.note(people))
        page = said(manager.get(NOTE))
        waiting = page[page.index("Pas encore lue par") : page.index("Lue par")]
        assert lucie.affiliation.shown_name in waiting
        assert manager.post(NOTE, {"faire": "relancer"}).status_code == 422, "it was just published"

    def test_published_from_the_model(self, people, manager):
        assert "Publier la note de sensibilisation" in said(manager.get("/portail/"))
        page = manager.get(f"{NOTE}publier/").content.decode()
        assert "Votre accès est à vous seul" in page
        assert manager.post(f"{NOTE}publier/", {"title": "", "text": NIR}).status_code == 422
        assert manager.post(f"{NOTE}publier/", {"title": "T", "text": "Un."}).status_code == 302
        assert all_of(AwarenessNote).count() == 1

    def test_a_colleague_publishes_and_reminds_nothing(self, people, colleague):
        assert colleague.get(f"{NOTE}publier/").status_code == 403
        guidance.note(people)
        assert colleague.post(NOTE, {"faire": "relancer"}).status_code == 403

    def test_nothing_to_say_of_a_note_that_is_not_there(self, colleague):
        assert colleague.post(NOTE).status_code == 200
        assert not all_of(NoteReading).exists()


class TestMessage:
    TYPED = {"topic": "Lundi", "text": "À 9 h.\n\nVoir https://exemple.example/salle.", "audience": "all"}

    def test_read_again_before_it_leaves_and_once(self, people, karim, manager):
        token = re.search(r'name="token" value="([^"]+)"', manager.get(WRITE).content.decode())[1]
        page = manager.post(WRITE, self.TYPED | {"token": token}).content.decode()
        assert not all_of(TeamMessage).exists()
        digest = re.search(r'name="relu" value="([^"]+)"', page)[1]
        sent = self.TYPED | {"token": token, "relu": digest}
        changed = manager.post(WRITE, sent | {"text": "Autre."})
        assert changed.status_code == 200
        assert not all_of(TeamMessage).exists(), "another text is read again"
        assert manager.post(WRITE, sent)["Location"] == "/gid/messages/?parti=2"
        assert manager.post(WRITE, sent).status_code == 302
        [row] = all_of(TeamMessage)
        assert len(row.recipients) == 2
        page = manager.get(f"/gid/messages/{row.pk}/").content.decode()
        assert '<a href="https://exemple.example/salle" rel="noopener noreferrer">' in page
        assert karim.affiliation.shown_name in page

    @pytest.mark.parametrize(
        "typed", [{"topic": ""}, {"text": NIR}, {"audience": "right"}, {"audience": "chosen"}, {"audience": "tous"},
                  {"audience": "chosen", "chosen": "pas-une-personne"}, {"text": "x" * 4001}],
    )  # fmt: skip
    def test_refused_beside_the_field(self, people, manager, typed):
        response = manager.post(WRITE, self.TYPED | typed)
        assert response.status_code == 422
        assert not all_of(TeamMessage).exists()

    def test_markup_is_text(self, people, manager):
        row = guidance.sent(people, text="<script>alert(1)</script> https://a.example/?x=\"onmouseover='y'")
        page = manager.get(f"/gid/messages/{row.pk}/").content.decode()
        assert "<script>alert" not in page
        assert 'href="https://a.example/?x="' in page or 'href="https://a.example/?x=&#34;' in page


class TestHelp:
    def test_written_ordered_withdrawn_put_back(self, people, manager, colleague):
        manager.post(f"{HELP}ajouter/", {"question": "Où ?", "answer": "Ici."})
        manager.post(f"{HELP}ajouter/", {"question": "Quand ?", "answer": "Lundi."})
        first, second = all_of(HelpEntry)
        assert manager.post(f"{HELP}{second.pk}/", {"faire": "monter"}).status_code == 302
        page = said(colleague.get(HELP))
        assert page.index("Quand ?") < page.index("Où ?")
        assert "Monter" not in page
        manager.post(f"{HELP}{first.pk}/", {"faire": "retirer"})
        manager.post(f"{HELP}{first.pk}/", {"faire": "retirer"})
        assert "Où ?" not in said(colleague.get(HELP))
        manager.post(f"{HELP}{first.pk}/", {"faire": "remettre"})
        assert "Où ?" in said(colleague.get(HELP))
        assert colleague.post(f"{HELP}{first.pk}/", {"faire": "retirer"}).status_code == 403

    def test_what_is_refused_stays_typed(self, people, manager):
        response = manager.post(f"{HELP}ajouter/", {"question": "", "answer": f"Le {NIR}"})
        assert response.status_code == 422
        row = guidance.answered(people)
        response = manager.post(f"{HELP}{row.pk}/", {"question": "Qui ?", "answer": "Autre.", "seen": "7"})
        assert response.status_code == 422
        assert "Autre." in response.content.decode()

    def test_a_box_to_search_beyond_ten(self, people, manager):
        for number in range(10):
            guidance.answered(people, f"Question {number} ?")
        assert 'name="q"' not in manager.get(HELP).content.decode()
        guidance.answered(people, "Où est la clé de l’Étage ?")
        assert 'name="q"' in manager.get(HELP).content.decode()
        page = said(manager.get(f"{HELP}?q=etage CLE"))
        assert "Où est la clé" in page
        assert "Question 3" not in page
        assert "Rien ne répond" in said(manager.get(f"{HELP}?q=introuvable"))


class TestProse:
    @given(st.text())
    def test_nothing_is_lost_but_blank_lines(self, text):
        pieces = [piece for part in prose.paragraphs(text) for line in part for piece in line]
        kept = "".join(piece if isinstance(piece, str) else piece.href for piece in pieces)
        assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", text)

    @pytest.mark.parametrize(
        ("text", "href"),
        [("Voir https://a.example/b.", "https://a.example/b"), ("(http://a.example)", "http://a.example"),
         ("javascript:alert(1)", None), ("data:text/html,x", None), ("https://", None),
         ("«https://a.example/»", "https://a.example/")],
    )  # fmt: skip
    def test_only_addresses_of_the_web(self, text, href):
        found = [piece.href for piece in prose.paragraphs(text)[0][0] if isinstance(piece, prose.Address)]
        assert found == ([href] if href else [])
