import re
from dataclasses import replace
from datetime import date

import pytest

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.identity.memberships import terms
from kairos.identity.memberships.models import TermsVersion
from kairos.identity.memberships.terms import Clause, Terms, publishing

#: A published version never changes: what was accepted under this hash must be found again under it.
PUBLISHED = {
    "2026-06": "32fac0194077bad3635b548e51a95452e53acc22dd0bf44da5c499be9ccb367e",
}

SUBJECTS = [
    "gratuit", "droit d’usage", "ne se cède", "L.\u00a06351-1", "RGC", "second moyen", "L.\u00a06121-5", "démarcher",
    "publicitaires", "sécurité sociale", "journal", "aussitôt", "trois ans", "quinze jours", "droit français",
]  # fmt: skip


def test_every_version_is_published_as_it_was():
    assert {version: terms.load(version).sha256 for version in terms.versions()} == PUBLISHED


@pytest.mark.parametrize("version", terms.versions())
class TestEveryVersion:
    def test_is_whole(self, version):
        loaded = terms.load(version)
        assert loaded.version == version
        assert isinstance(loaded.effective_from, date)
        assert [clause.number for clause in loaded.clauses] == list(range(1, len(loaded.clauses) + 1))
        assert 10 <= len(loaded.clauses) <= 14
        assert all(clause.heading and all(clause.paragraphs) for clause in loaded.clauses)

    @pytest.mark.parametrize("subject", SUBJECTS)
    def test_covers(self, version, subject):
        assert subject in terms.load(version).text

    def test_is_set_as_french_is_printed(self, version):
        text = terms.load(version).text
        assert not re.search("[ \u00a0]{2}| [:;?!»]|« |'|\"|\\.\\.\\.", text)


def test_an_unknown_version():
    with pytest.raises(KeyError):
        terms.load("../2026-06")


def test_the_hash_covers_every_word():
    original = Terms("1", date(2026, 6, 1), "Titre", (Clause(1, "Objet", ("Un.", "Deux.")),))
    assert original.text == ("Titre\nVersion 1, en vigueur depuis le 2026-06-01\n1. Objet\n1.1 Un.\n1.2 Deux.\n")
    changed = [
        replace(original, version="2"),
        replace(original, effective_from=date(2026, 6, 2)),
        replace(original, title="Autre"),
        replace(original, clauses=(Clause(1, "Objet", ("Un.", "Trois.")),)),
        replace(original, clauses=(Clause(1, "But", ("Un.", "Deux.")),)),
    ]
    assert len({original.sha256, *(terms.sha256 for terms in changed)}) == 6


def test_publishing_twice_changes_nothing_and_another_text_is_refused(real_db):
    with scope(system("tests")):
        before = list(TermsVersion.objects.values_list("version", "sha256"))
        publishing.publish()
        assert list(TermsVersion.objects.values_list("version", "sha256")) == before == list(PUBLISHED.items())
        TermsVersion.objects.update(sha256="0" * 64)
        with pytest.raises(publishing.PublishedOtherwise, match="2026-06"):
            publishing.publish()


def test_the_version_in_force_is_that_of_the_day(real_db):
    with scope(system("tests")):
        TermsVersion.objects.create(
            version="2030-01", effective_from=date(2030, 1, 1), title="À venir", clauses=[], sha256="1" * 64
        )
        assert publishing.current(date(2029, 12, 31)).version == "2026-06"
        assert publishing.current(date(2030, 1, 1)).version == "2030-01"
        with pytest.raises(TermsVersion.DoesNotExist):
            publishing.current(date(2026, 5, 31))


def test_what_was_published_is_read_again_word_for_word(real_db):
    with scope(system("tests")):
        assert publishing.as_published(publishing.current()) == terms.load("2026-06")
