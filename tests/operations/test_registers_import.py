"""`kairos registers import FILE`: what is taken, what is told, what it answers."""

import json
from pathlib import Path

import pytest
from django.conf import settings

import kairos.operations
from kairos.foundation.actor import visitor
from kairos.foundation.isolation import scope
from kairos.identity.registers import queries
from kairos.operations import cli

SAMPLE = Path(kairos.operations.__file__).parent / "demonstration" / "registers" / "organismes.csv"
ZEROS_LOST = ("01973148210", "1973148210")


@pytest.fixture
def changed(tmp_path):
    """A copy of the sample where one text is replaced by another."""

    def make(old, new):
        copy = tmp_path / "organismes.csv"
        copy.write_text(SAMPLE.read_text().replace(old, new))
        return str(copy)

    return make


def known(nda):
    with scope(visitor()):
        return queries.lookup_provider(nda)


def test_a_right_file_is_taken_and_summed_up(real_db, capsys):
    assert cli.main(["registers", "import", str(SAMPLE)]) == 0
    told = capsys.readouterr()
    assert told.out == (
        "Liste publique des organismes de formation\n"
        "Lignes lues\u00a0: 41\nAjoutées\u00a0: 41\nModifiées\u00a0: 0\nÉcartées\u00a0: 0\n"
    )
    assert told.err == ""
    assert known("11930784215").name == "LES ATELIERS DU CANAL"


def test_lines_left_out_are_told_and_the_others_taken(real_db, changed, capsys):
    assert cli.main(["registers", "import", changed(*ZEROS_LOST)]) == 1
    told = capsys.readouterr()
    assert told.err.startswith("Ligne 13\u00a0: Le numéro de déclaration d’activité «\u00a01973148210\u00a0»")
    assert told.err.count("\n") == 1
    assert "Ajoutées\u00a0: 40\n" in told.out
    assert "Écartées\u00a0: 1\n" in told.out
    assert known("11930784215")
    assert known("01973148210") is None


def test_machines_read_json(real_db, changed, capsys):
    assert cli.main(["registers", "import", "--json", changed(*ZEROS_LOST)]) == 1
    told = capsys.readouterr()
    found = json.loads(told.out)
    (line,) = found.pop("lines")
    assert (line["line"], "zéros de tête" in line["reason"]) == (13, True)
    assert len(found.pop("sha256")) == 64
    assert found == {"kind": "providers", "rows": 41, "refused": 1, "added": 40, "changed": 0}
    assert told.err == ""


def test_a_list_that_is_not_known_could_not_be_taken(real_db, tmp_path, capsys):
    file = tmp_path / "autre.csv"
    file.write_text("nom;prenom\nNguyễn;Maud\n")
    assert cli.main(["registers", "import", str(file)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("Ce fichier n’est pas une liste connue.")


def test_a_file_that_cannot_be_opened_is_named(real_db, tmp_path, capsys):
    absent = tmp_path / "absent.csv"
    assert cli.main(["registers", "import", str(absent)]) == 2
    assert capsys.readouterr().err == f"Le fichier {absent} ne peut pas être lu\u00a0: il n’existe pas.\n"
    assert cli.main(["registers", "import", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"Le fichier {tmp_path} ne peut pas être lu\u00a0: c’est un dossier.\n"


def test_only_the_owner_writes_lists(monkeypatch, capsys):
    monkeypatch.delitem(settings.DATABASES, "owner")
    assert cli.main(["registers", "import", str(SAMPLE)]) == 2
    assert capsys.readouterr().err.startswith("DATABASE_OWNER_URL manque")
