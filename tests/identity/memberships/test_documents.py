import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairos.foundation import documents
from kairos.foundation.documents import Letterhead, Unrenderable, preview, render
from kairos.identity.memberships.documents import (
    IDENTIFIER_LETTER,
    NOTICE,
    PASSWORD_LETTER,
    TERMS,
    Acceptance,
    IdentifierLetter,
    NoticeLetter,
    PasswordLetter,
    Recipient,
    Signatory,
    TermsDocument,
)
from kairos.identity.memberships.terms import Clause, Terms, load

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0h2v1H0z"/></svg>'
SENDER = Letterhead(
    "Service public de l’emploi",
    ("12 place de la Bourse", "75002 Paris"),
    ("01 99 00 12 12", "aide@kairos.example"),
    LOGO,
)
FRIDAY = datetime(2026, 10, 2, 22, 41, tzinfo=UTC)
TO = Recipient("Les Ateliers du Canal", "Mme Inès Marchetti", ("12 quai de l’Ourcq", "93500 Pantin"))
ACCEPTANCE = Acceptance(
    accepted_at=datetime(2026, 9, 30, 14, 25, tzinfo=UTC),
    accepted_by=Signatory("Mme Solène Le Goff", "présidente"),
    organisation="Les Ateliers du Canal",
    address_lines=("12 quai de l’Ourcq", "93500 Pantin"),
    siret="999 842 115 00019",
    nda="11 93 07842 15",
    represented_by=Signatory("M. Yann Le Goff", "directeur général"),
    account_manager=Signatory("Mme Inès Marchetti", "responsable administrative"),
    application="AD-2026-04766",
    membership="KA-2026-00412",
    membership_from=date(2026, 10, 1),
    membership_until=date(2029, 9, 30),
)
BARE = TermsDocument(FRIDAY, SENDER, load("2026-06"))
STAMPED = replace(BARE, acceptance=ACCEPTANCE)
IDENTIFIER = IdentifierLetter(
    FRIDAY, SENDER, TO, "KA-2026-00412-1", "KA-2026-00412", "KA7Q204C", "https://kairos.example/portail/"
)
PASSWORD = PasswordLetter(
    FRIDAY, SENDER, TO, "KA-2026-00412-2", "K7TMr4wX-9HPc", date(2026, 11, 1), "https://kairos.example/portail/"
)
NOTICE_LETTER = NoticeLetter(
    FRIDAY, SENDER, TO, "KA-2026-00412-P", "KA-2026-00412", "Article 7, Usages interdits",
    "Trois stagiaires démarchés.", "Chaque jour, de nouveaux appels.", date(2026, 10, 23), "https://kairos.example/compte/adhesion/",
)  # fmt: skip
EVERY_ONE = [
    (TERMS, BARE),
    (TERMS, STAMPED),
    (IDENTIFIER_LETTER, IDENTIFIER),
    (PASSWORD_LETTER, PASSWORD),
    (NOTICE, NOTICE_LETTER),
]


def reader(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf))


def words(pdf):
    """The text of every page on one line, spaces as plain ones."""
    return " ".join(" ".join(page.extract_text() for page in reader(pdf).pages).split())


def said(text):
    return " ".join(text.split())


class TestTerms:
    def test_bare_they_hold_every_clause_and_their_hash(self):
        text = words(render(TERMS, BARE))
        for clause in BARE.terms.clauses:
            assert f"{clause.number}. {clause.heading}" in text
            assert all(said(paragraph) in text for paragraph in clause.paragraphs)
        assert BARE.terms.sha256 in text
        assert "Version 2026-06, en vigueur depuis le 1er juin 2026." in text
        assert "Acceptées par" not in text

    def test_stamped_they_say_who_accepted_what_and_when(self):
        text = words(render(TERMS, STAMPED))
        for expected in (
            "Organisme de formation Les Ateliers du Canal",
            "Adresse 12 quai de l’Ourcq, 93500 Pantin",
            "SIRET 999 842 115 00019",
            "11 93 07842 15 (article L. 6351-1 du code du travail)",
            "Représenté par M. Yann Le Goff, directeur général",
            "Mme Inès Marchetti, responsable administrative",
            "le 30 septembre 2026 à 16 h 25 (heure de Paris), par Mme Solène Le Goff, présidente",
            "Demande d’adhésion AD-2026-04766",
            "Adhésion KA-2026-00412, du 1er octobre 2026 au 30 septembre 2029",
            STAMPED.terms.sha256,
        ):
            assert expected in text

    def test_before_the_decision_there_is_no_membership(self):
        waiting = replace(ACCEPTANCE, membership="", membership_from=None, membership_until=None)
        assert "Adhésion" not in words(render(TERMS, replace(STAMPED, acceptance=waiting)))


class TestLetters:
    def test_the_first_says_identifier_and_address(self):
        text = words(render(IDENTIFIER_LETTER, IDENTIFIER))
        for expected in ("KA7Q204C", "https://kairos.example/portail/", "KA-2026-00412", "Le 3 octobre 2026"):
            assert expected in text
        assert "Les Ateliers du Canal Mme Inès Marchetti 12 quai de l’Ourcq 93500 Pantin" in text

    def test_the_second_says_the_password_and_not_whose_account_it_opens(self):
        text = words(render(PASSWORD_LETTER, PASSWORD))
        assert "D’un seul tenant : K7TMr4wX-9HPc" in text
        assert "K maj. 7 chiffre T maj. M maj. r min." in text
        assert "- signe" in text
        assert "1er novembre 2026 inclus" in text
        assert "13 caractères" in text
        assert IDENTIFIER.identifier not in text

    def test_the_notice_says_what_is_held_against_and_until_when_one_may_answer(self):
        text = words(render(NOTICE, NOTICE_LETTER))
        for expected in ("Article 7, Usages interdits", "Trois stagiaires démarchés.", "23 octobre 2026", "suspendu"):
            assert expected in text
        assert "sans attendre" not in words(render(NOTICE, replace(NOTICE_LETTER, urgent_reason="")))

    @pytest.mark.parametrize(("template", "letter"), EVERY_ONE[2:])
    def test_one_page_even_with_a_long_address(self, template, letter):
        long = Recipient("Organisme " * 6, "Mme Prénom-Composé Nom-Très-Long", ("Bâtiment C, escalier 12",) * 6)
        assert len(reader(render(template, replace(letter, recipient=long))).pages) == 1

    @pytest.mark.parametrize(("template", "letter"), EVERY_ONE[2:])
    def test_the_address_stands_in_the_window(self, template, letter):
        """DL envelope, A4 folded in three: from 105 mm of the left edge, between 40 and 90 mm from the top."""
        found = []
        page = reader(render(template, letter)).pages[0]
        page.extract_text(visitor_text=lambda text, *place: found.append((text, place[0], place[1])))
        where = {text.strip(): (cm[4] + tm[4], cm[5] + tm[5]) for text, cm, tm in found if text.strip()}
        for row in (TO.organisation, TO.name, *TO.address_lines):
            left, bottom = (points / 72 * 25.4 for points in where[row])
            assert 104 <= left <= 110
            assert 297 - 90 <= bottom <= 297 - 40


@pytest.mark.parametrize(("template", "data"), EVERY_ONE)
class TestEveryDocument:
    def test_the_same_data_gives_the_same_bytes(self, template, data):
        first = render(template, data)
        assert render(template, data) == first
        assert render(template, replace(data, dated=datetime(2026, 10, 3, tzinfo=UTC))) != first

    def test_it_declares_its_standards_language_and_title(self, template, data):
        root = reader(render(template, data)).trailer["/Root"]
        metadata = root["/Metadata"].get_data().decode()
        assert "<pdfaid:part>3</pdfaid:part>" in metadata
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
        assert root["/Lang"] == "fr-FR"
        assert root["/MarkInfo"]["/Marked"]
        assert root["/StructTreeRoot"]
        assert "Kairos" in reader(render(template, data)).metadata.title

    def test_its_date_is_that_of_the_data(self, template, data):
        assert reader(render(template, data)).metadata.creation_date == FRIDAY

    def test_it_goes_without_a_logo_or_contacts(self, template, data):
        assert render(template, replace(data, letterhead=Letterhead("Opérateur")))

    def test_pages_can_be_looked_at(self, template, data):
        pages = preview(template, data, ppi=20)
        assert all(page.startswith(b"\x89PNG") for page in pages)
        assert len(pages) == len(reader(render(template, data)).pages)


HOSTILE = [
    '#panic() #import "x" #eval("1")',
    "$ x^2 $ *gras* _bas_ `code` = titre",
    "\\ \\n \\u{41} {data} [contenu] // commentaire /* bloc */",
    "<étiquette> @renvoi ~ -- ... ''",
    "مؤسسة التدريب שלום Ελένη Владимир",
    "👩‍🏫 漢字 한국어 \U0001f9ff \U000f0000",
    "une\nligne\n\npuis une autre\ttabulée",
    "é" * 5000,
    "mot " * 1250,
    "</rdf:li> & <script>",
    "\u202eà l’envers\u2066",
    "",
]


class TestHostileText:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_it_is_shown_as_text_or_as_boxes(self, text):
        someone = Signatory(text, text)
        stamp = replace(
            ACCEPTANCE, organisation=text, represented_by=someone, accepted_by=someone, address_lines=(text, text)
        )
        letterhead = replace(SENDER, name=text or "x", contact_lines=(text,))
        pdf = render(TERMS, replace(STAMPED, acceptance=stamp, letterhead=letterhead))
        if text.isascii() and len(text) < 500:  # on one page
            assert said(text) in words(pdf)

    @pytest.mark.parametrize("text", HOSTILE)
    @pytest.mark.parametrize(("template", "letter"), EVERY_ONE[2:])
    def test_in_a_letter(self, template, letter, text):
        assert render(template, replace(letter, recipient=Recipient(text, text, (text,)), reference=text))

    def test_what_no_font_shows_is_a_box(self):
        pdf = render(IDENTIFIER_LETTER, replace(IDENTIFIER, recipient=replace(TO, name="王 Élise")))
        assert "□ Élise" in words(pdf)

    def test_an_endless_word_stays_on_the_page(self):
        page = reader(render(TERMS, replace(STAMPED, acceptance=replace(ACCEPTANCE, organisation="W" * 200)))).pages[0]
        rights = []
        page.extract_text(visitor_text=lambda text, cm, tm, font, size: rights.append((text, cm[4] + tm[4], size)))
        lines = [(text.strip(), left) for text, left, _ in rights if "W" in text]
        assert len(lines) > 3
        assert max(len(text) for text, _ in lines) <= 33

    @settings(max_examples=60)
    @given(st.text(max_size=200))
    def test_any_text(self, text):
        assert render(IDENTIFIER_LETTER, replace(IDENTIFIER, membership=text, identifier=text))

    def test_a_clause_is_text_too(self):
        terms = Terms("1", date(2026, 6, 1), "#Titre", (Clause(1, "$x$ #y", ("*un* #deux",)),))
        assert "1. $x$ #y 1.1 *un* #deux" in words(render(TERMS, replace(BARE, terms=terms)))

    def test_every_character_said_to_be_covered_is(self):
        ranges = (Path(documents.__file__).parent / "fonts" / "coverage.txt").read_text().split()
        bounds = ((int(a, 16), int(b, 16)) for a, b in (re.findall("[0-9a-f]{8}", line) for line in ranges))
        covered = " ".join(chr(code) for first, last in bounds for code in range(first, last + 1))
        assert "□" in covered
        assert render(IDENTIFIER_LETTER, replace(IDENTIFIER, membership=covered, identifier=covered))


def test_a_logo_that_is_no_image():
    with pytest.raises(Unrenderable, match=r"terms\.typ"):
        render(TERMS, replace(BARE, letterhead=replace(SENDER, logo=b"not an image")))


def test_a_template_takes_its_own_data():
    with pytest.raises(TypeError, match="takes IdentifierLetter"):
        render(IDENTIFIER_LETTER, PASSWORD)
