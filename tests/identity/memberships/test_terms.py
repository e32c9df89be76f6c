import re
from dataclasses import replace
from datetime import date

import pytest

from kairos.identity.memberships import terms
from kairos.identity.memberships.terms import Clause, Terms

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
