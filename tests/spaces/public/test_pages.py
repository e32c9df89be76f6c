"""The pages of everyone: open to all, light, in few statements."""

import re
from datetime import datetime, timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.retention import Fate
from kairos.identity.memberships import settings as memberships
from kairos.identity.memberships.terms import publishing
from kairos.path.attendance import settings as attendance
from kairos.path.enrolments.training import deadlines as training
from kairos.spaces.public import news, retention

PAGES = (
    "/",
    "/aide/",
    "/conditions/",
    "/donnees-personnelles/",
    "/accessibilite/",
    "/nouveautes/",
    "/compte/creer/",
    "/compte/cree/",
    "/compte/renvoyer/",
    "/compte/active/",
)


@pytest.fixture
def published(real_db) -> None:
    with scope(system("tests")):
        publishing.publish()


@pytest.mark.parametrize("address", PAGES)
def test_open_to_all_in_few_statements(published, client, statements, address):
    client.get(address)
    with statements() as found:
        response = client.get(address)
    assert response.status_code == 200
    assert len(found) <= 4 + 2, [query["sql"] for query in found.captured_queries]
    assert "kairos" not in response.cookies, "a visitor gets no session"


def test_every_link_of_the_footer_and_the_header_leads_somewhere(published, client):
    home = client.get("/").content.decode()
    addresses = {found for found in re.findall(r'href="(/[^"#]*)', home) if not found.startswith("/static/")}
    assert {"/aide/", "/conditions/", "/donnees-personnelles/", "/accessibilite/", "/compte/creer/"} <= addresses
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_the_deadlines_are_those_of_the_settings(published, client):
    with scope(system("tests")):
        days = memberships.DECISION_DAYS.value()
    assert f"{days} jours ouvrés après la demande" in client.get("/").content.decode()


def test_whoever_seeks_a_job_has_a_door(published, client):
    page = client.get("/").content.decode()
    door = page[page.index("Demandeur d’emploi") :]
    assert 'href="/connexion"' in door[: door.index("</div>")]
    help_ = re.search(r'href="(/aide/#[^"]*)"', door)[1]
    assert f'id="{help_.partition("#")[2]}' in client.get("/aide/").content.decode()
    for not_there in ("devis", "ouvrira", "ouverture des déclarations"):
        assert not_there not in page.lower(), not_there


def test_the_deadlines_of_training_are_those_of_the_settings(published, client, people, as_person):
    with scope(system("tests")):
        months, declared = attendance.DUE_DAYS.value(), training.in_words()
    page = client.get("/").content.decode().replace("\u00a0", " ")
    assert f"{months} jours après la fin du mois" in page
    assert f"{declared} après l’arrivée" in page


def test_machines_list_the_pages_of_everyone_alone(published, client, settings):
    settings.KAIROS_MODE = "production"
    said = client.get("/robots.txt")
    assert said["Content-Type"].startswith("text/plain")
    lines = said.content.decode().splitlines()
    assert lines[:2] == ["User-agent: *", "Disallow: /"]
    allowed = [line.removeprefix("Allow: ").removesuffix("$") for line in lines[2:]]
    assert {"/", "/aide/", "/conditions/"} <= set(allowed)
    for address in allowed:
        assert client.get(address).status_code == 200, address
    settings.KAIROS_MODE = "demo"
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


def test_whoever_finds_a_weakness_knows_whom_to_tell_for_less_than_a_year(published, client):
    said = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())
    assert said["Contact"].startswith("mailto:")
    assert clock.now() < datetime.fromisoformat(said["Expires"]) < clock.now() + timedelta(days=365)


def test_the_terms_in_force_are_read_whole(published, client):
    text = client.get("/conditions/").content.decode()
    with scope(system("tests")):
        version = publishing.as_published(publishing.current())
    assert version.version in text
    for clause in version.clauses:
        assert f'id="article-{clause.number}"' in text


class TestRetention:
    def test_every_table_is_in_one_concept(self):
        listed = [table for _, tables in retention.CONCEPTS.values() for table in tables]
        assert sorted(listed) == sorted(retention.declarations()), "say on the privacy page what this table keeps"

    def test_every_column_that_says_something_of_a_person_has_its_words(self):
        personal = {
            column
            for kept in retention.declarations().values()
            for column, fate in kept.columns.items()
            if fate != Fate.PLAIN
        }
        assert personal - set(retention.WORDS) == set(), "say on the privacy page what these columns are, in French"

    def test_every_term_has_its_words(self):
        after = {kept.after for kept in retention.declarations().values()}
        assert after - set(retention.AFTER) == set()

    def test_what_the_page_says_is_what_the_tables_declare(self):
        rows = {concept.name: concept.rows for concept in retention.concepts()}
        assert any("3\u00a0ans après la fermeture du compte" in row.term for row in rows["Votre compte"])
        assert any("mot de passe" in row.what and row.fate == "effacé" for row in rows["Votre compte"])


class TestNews:
    def test_headings_lists_and_paragraphs(self):
        text = "# Titre\n\n## Version 1\n\nUne phrase\nsur deux lignes.\n\n### Pour qui\n- un\n- deux\n  suite\n"
        assert news.parse(text) == [
            ("h2", ("Version 1",)),
            ("text", ("Une phrase sur deux lignes.",)),
            ("h3", ("Pour qui",)),
            ("list", ("un", "deux suite")),
        ]

    def test_the_changelog_of_the_repository_is_shown(self):
        blocks = news.blocks()
        assert blocks[0].kind == "h2"
        assert any(block.kind == "list" for block in blocks)

    def test_nothing_in_it_becomes_markup(self, real_db, client, monkeypatch):
        monkeypatch.setattr(news, "blocks", lambda: news.parse("## <script>alert(1)</script>"))
        assert b"<script>alert" not in client.get("/nouveautes/").content
