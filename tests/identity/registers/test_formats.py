import csv
import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.identity.registers.formats import Header, Refused, Unreadable, detect, inspect, read
from kairos.identity.registers.records import FORMATS, Establishment, Kind, LegalUnit, Provider

LABELS = {column.name: column.label or column.name for column in FORMATS[Kind.PROVIDERS].columns}
CANAL = {
    "numerodeclarationactivite": "11930784215",
    "numerosdeclarationactiviteprecedent": "",
    "denomination": "LES ATELIERS DU CANAL",
    "siren": "999842115",
    "siretetablissementdeclarant": "99984211500019",
    "adressephysiqueorganismeformation_voie": "12 QUAI DE L'OURCQ",
    "adressephysiqueorganismeformation_codepostal": "93500",
    "adressephysiqueorganismeformation_ville": "PANTIN",
    "certifications_actionsdeformation": "true",
    "certifications_bilansdecompetences": "false",
    "certifications_vae": "",
    "certifications_actionsdeformationparapprentissage": "false",
    "informationsdeclarees_datedernieredeclaration": "2026-05-12",
}
QUAY = {
    "siren": "999842115",
    "siret": "99984211500019",
    "dateCreationEtablissement": "2014-02-17",
    "etablissementSiege": "true",
    "complementAdresseEtablissement": "BATIMENT C",
    "numeroVoieEtablissement": "12",
    "indiceRepetitionEtablissement": "B",
    "typeVoieEtablissement": "AV",
    "libelleVoieEtablissement": "DE L'OURCQ",
    "distributionSpecialeEtablissement": "BP 12",
    "codePostalEtablissement": "93500",
    "libelleCommuneEtablissement": "PANTIN",
    "libelleCommuneEtrangerEtablissement": "",
    "libellePaysEtrangerEtablissement": "",
    "dateDebut": "2020-01-01",
    "etatAdministratifEtablissement": "A",
    "enseigne1Etablissement": "",
    "denominationUsuelleEtablissement": "LES ATELIERS",
}
KERVIEL = {
    "siren": "999439888",
    "etatAdministratifUniteLegale": "A",
    "categorieJuridiqueUniteLegale": "1000",
    "denominationUniteLegale": "",
    "nomUniteLegale": "KERVIEL",
    "nomUsageUniteLegale": "",
    "prenom1UniteLegale": "MAUD",
    "prenomUsuelUniteLegale": "",
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "liste.csv"


def written(path: Path, rows: list[dict], delimiter: str = ";", encoding: str = "utf-8", header=None) -> Path:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(header or rows[0])
    writer.writerows(row.values() for row in rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


class TestProviders:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    def test_a_line_becomes_a_record(self, path, encoding):
        assert list(read(written(path, [CANAL], encoding=encoding))) == [
            Provider(
                nda="11930784215",
                previous_ndas=[],
                name="LES ATELIERS DU CANAL",
                siren="999842115",
                siret="99984211500019",
                street="12 QUAI DE L'OURCQ",
                postcode="93500",
                town="PANTIN",
                qualiopi_training=True,
                qualiopi_skills_review=False,
                qualiopi_experience=None,
                qualiopi_apprenticeship=False,
                last_declared_on=date(2026, 5, 12),
            )
        ]

    def test_a_bom_before_a_quoted_header(self, path):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows([list(CANAL), list(CANAL.values())])
        path.write_bytes(text.getvalue().encode("utf-8-sig"))
        (provider,) = read(path)
        assert provider.nda == "11930784215"

    def test_the_portal_may_write_labels_in_the_header(self, path):
        by_name = list(read(written(path, [CANAL])))
        assert list(read(written(path, [CANAL], header=LABELS.values()))) == by_name

    def test_a_postcode_the_portal_made_a_number_gets_its_zero_back(self, path):
        (provider,) = read(written(path, [CANAL | {"adressephysiqueorganismeformation_codepostal": "1000"}]))
        assert provider.postcode == "01000"

    def test_several_previous_numbers(self, path):
        numbers = {"numerosdeclarationactiviteprecedent": "82010113362, 82010113363/x"}
        (provider,) = read(written(path, [CANAL | numbers]))
        assert provider.previous_ndas == ["82010113362", "82010113363"]

    def test_the_columns_a_file_lacks_are_unknown_not_false(self, path):
        needed = {column.name: CANAL[column.name] for column in FORMATS[Kind.PROVIDERS].needed}
        (provider,) = read(written(path, [needed]))
        assert provider.qualiopi_training is None
        assert provider.last_declared_on is None
        assert "certifications_vae" in inspect(path).missing

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"numerodeclarationactivite": "1973148210"}, "zéros de tête"),
            ({"numerodeclarationactivite": "11A30784215"}, "n’a pas 11 chiffres"),
            ({"siren": ""}, "Le SIREN"),
            ({"siretetablissementdeclarant": "99931044400024"}, "n’appartient pas au SIREN 999842115"),
            ({"certifications_vae": "peut-être"}, "ni «\u00a0true\u00a0»"),
            ({"informationsdeclarees_datedernieredeclaration": "12/05/2026"}, "AAAA-MM-JJ"),
            ({"denomination": "a\0b"}, "caractère nul"),
        ],
    )
    def test_a_wrong_line_is_left_out_with_its_number_and_reason(self, path, change, reason):
        before, wrong, after = read(written(path, [CANAL, CANAL | change, CANAL]))
        assert before == after
        assert isinstance(wrong, Refused)
        assert wrong.line == 3
        assert reason in wrong.reason

    def test_a_line_of_another_width(self, path):
        written(path, [CANAL])
        path.write_text(path.read_text() + "trop;court\n\n")
        assert list(read(path))[1] == Refused(3, "La ligne a 2 colonnes, l’en-tête 13.")

    def test_lines_are_counted_over_values_of_several_lines(self, path):
        tall = CANAL | {"denomination": "LES\nATELIERS"}
        assert [
            row.line for row in read(written(path, [tall, CANAL | {"siren": "x"}])) if isinstance(row, Refused)
        ] == [4]


class TestEstablishments:
    def test_a_line_becomes_a_record(self, path):
        assert list(read(written(path, [QUAY], delimiter=","))) == [
            Establishment(
                siret="99984211500019",
                siren="999842115",
                name="LES ATELIERS",
                street="12B AVENUE DE L'OURCQ",
                complement="BATIMENT C BP 12",
                postcode="93500",
                town="PANTIN",
                head_office=True,
                active=True,
                opened_on=date(2014, 2, 17),
                closed_on=None,
            )
        ]

    def test_a_closed_one_has_its_date(self, path):
        (closed,) = read(written(path, [QUAY | {"etatAdministratifEtablissement": "F"}], delimiter=","))
        assert (closed.active, closed.closed_on) == (False, date(2020, 1, 1))

    def test_what_is_not_published_is_empty(self, path):
        hidden = dict.fromkeys(["numeroVoieEtablissement", "typeVoieEtablissement", "libelleVoieEtablissement"], "[ND]")
        (row,) = read(written(path, [QUAY | hidden], delimiter=","))
        assert row.street == "B"
        assert row.town == "PANTIN"

    def test_abroad(self, path):
        abroad = {
            "codePostalEtablissement": "",
            "libelleCommuneEtablissement": "",
            "libelleCommuneEtrangerEtablissement": "LIEGE",
            "libellePaysEtrangerEtablissement": "BELGIQUE",
        }
        (row,) = read(written(path, [QUAY | abroad], delimiter=","))
        assert (row.postcode, row.town) == ("", "LIEGE BELGIQUE")

    def test_an_unknown_state(self, path):
        (row,) = read(written(path, [QUAY | {"etatAdministratifEtablissement": "Z"}], delimiter=","))
        assert row == Refused(2, "L’état administratif «\u00a0Z\u00a0» n’est ni A ni F.")


class TestLegalUnits:
    @pytest.mark.parametrize(
        ("change", "unit"),
        [
            ({}, LegalUnit("999439888", "MAUD KERVIEL", True, True)),
            ({"nomUsageUniteLegale": "LE ROUX"}, LegalUnit("999439888", "MAUD LE ROUX", True, True)),
            ({"etatAdministratifUniteLegale": "C"}, LegalUnit("999439888", "MAUD KERVIEL", False, True)),
            (
                {"nomUniteLegale": "[ND]", "prenom1UniteLegale": "[ND]"},
                LegalUnit("999439888", "", True, True),
            ),
            (
                {
                    "categorieJuridiqueUniteLegale": "5710",
                    "denominationUniteLegale": "SAS X",
                    "nomUniteLegale": "",
                },
                LegalUnit("999439888", "SAS X", True, False),
            ),
        ],
    )
    def test_a_line_becomes_a_record(self, path, change, unit):
        assert list(read(written(path, [KERVIEL | change], delimiter=","))) == [unit]


class TestFiles:
    @pytest.mark.parametrize(
        ("row", "kind"), [(CANAL, "providers"), (QUAY, "establishments"), (KERVIEL, "legal_units")]
    )
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_the_kind_is_seen_from_the_header(self, path, row, kind, delimiter):
        written(path, [row], delimiter=delimiter)
        assert detect(path) == Kind(kind)
        assert inspect(path) == Header(Kind(kind), ())

    def test_gzip(self, path):
        expected = list(read(written(path, [CANAL])))
        path.write_bytes(gzip.compress(path.read_bytes()))
        assert list(read(path)) == expected

    def test_zip(self, path, tmp_path):
        expected = list(read(written(path, [CANAL])))
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.write(path, "StockEtablissement.csv")
            archive.writestr("lisez-moi.txt", "")
        assert list(read(tmp_path / "a.zip")) == expected

    def test_zip_of_two_lists(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("a.csv", "")
            archive.writestr("b.csv", "")
        with pytest.raises(Unreadable, match="contient 2 fichiers CSV"):
            detect(tmp_path / "a.zip")

    def test_missing_columns_are_named(self, path):
        header = dict(QUAY)
        del header["etatAdministratifEtablissement"], header["siren"]
        with pytest.raises(Unreadable, match=r"StockEtablissement.*siren, etatAdministratifEtablissement"):
            detect(written(path, [header], delimiter=","))

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"", "liste connue"),
            (b"nom;prenom\na;b\n", "liste connue"),
            (b"siren;d\xe9nomination\n", "UTF-8"),
            (b"\x1f\x8bnot gzip", "abîmée"),
            (b"PK\x03\x04not zip", "abîmée"),
            (bytes(range(256)) * 100, "UTF-8|liste connue"),
        ],
    )
    def test_a_file_that_is_no_list(self, path, content, reason):
        path.write_bytes(content)
        with pytest.raises(Unreadable, match=reason):
            list(read(path))

    def test_an_archive_cut_short(self, path):
        rows = [CANAL | {"denomination": f"ORGANISME {n}"} for n in range(2000)]
        path.write_bytes(gzip.compress(written(path, rows).read_bytes())[:-2000])
        with pytest.raises(Unreadable, match="incomplète"):
            list(read(path))

    def test_a_quote_never_closed(self, path):
        written(path, [CANAL])
        path.write_text(path.read_text() + '"' + "x" * 200_000)
        with pytest.raises(Unreadable, match="guillemet"):
            list(read(path))

    def test_latin_1_after_the_header(self, path):
        written(path, [CANAL | {"denomination": "ÉCOLE"}], encoding="latin-1")
        with pytest.raises(Unreadable, match="UTF-8"):
            list(read(path))


@given(st.lists(st.lists(st.text(max_size=12), min_size=13, max_size=13), max_size=5))
def test_any_cells_are_read_or_refused_with_their_line(tmp_path_factory, cells):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows([list(CANAL), *cells])
    path.write_bytes(text.getvalue().encode(errors="replace"))
    rows = list(read(path))
    assert len(rows) == len(cells)
    assert all(isinstance(row, Refused | Provider) for row in rows)
