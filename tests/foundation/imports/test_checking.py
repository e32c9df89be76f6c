"""Every line is judged, every reason is said; our own files read back as they were."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairos.foundation.imports import mapping, parsing, writing
from kairos.foundation.imports.cells import neutral, plain
from kairos.foundation.imports.checking import ForbiddenNumber
from kairos.foundation.imports.columns import Column
from kairos.foundation.imports.kinds import ImportKind, declare
from kairos.foundation.imports.reading.forms import CSV, XLSX
from kairos.foundation.imports.reports import SHOWN_ERRORS, Report
from tests.foundation.imports.samples import (
    COLUMNS,
    KIND,
    ROWS,
    TITLES,
    form_of,
    messages,
    read,
    text,
    values,
    written,
)


def lines(*rows: list[str]) -> bytes:
    return text([TITLES, *rows]).encode()


class TestParsing:
    @pytest.mark.parametrize(
        ("cell", "found"),
        [
            ("3/9/2026", date(2026, 9, 3)),
            ("03-09-26", date(2026, 9, 3)),
            ("2026-09-03", date(2026, 9, 3)),
            ("2026-09-03 00:00:00", date(2026, 9, 3)),
            ("46268", date(2026, 9, 3)),
        ],
    )
    def test_days(self, cell, found):
        assert parsing.day(cell) == found

    @pytest.mark.parametrize("cell", ["31/2/2026", "demain", "3/9", "9999999", "3/9/202", "3/9/2026 08:30", "٣/٩/٢٠٢٦"])
    def test_no_days(self, cell):
        with pytest.raises(ValueError, match="03/09/2026"):
            parsing.day(cell)

    @given(st.dates(date(1954, 11, 1), date(2118, 1, 1)))
    def test_a_spreadsheets_serial_is_its_day(self, found):
        assert parsing.day(str((found - date(1899, 12, 30)).days)) == found

    @pytest.mark.parametrize(("cell", "found"), [("1 234,5", "1234.50"), ("-0.25", "-0.25"), ("12,500", "12.50")])
    def test_numbers(self, cell, found):
        assert parsing.decimal(2)(cell) == Decimal(found)

    @pytest.mark.parametrize("cell", ["12,345", "1.234,5", "douze", "1e3", "", "²"])
    def test_no_numbers(self, cell):
        with pytest.raises(ValueError, match=r"nombre"):
            parsing.decimal(2)(cell)

    def test_bounds_are_said(self):
        with pytest.raises(ValueError, match="de 1 à 7"):
            parsing.integer(1, 7)("8")
        assert parsing.integer(1, 7)("7,0") == 7

    def test_words_and_addresses(self):
        assert parsing.choice({"Après-midi": "pm"})("APRES MIDI") == "pm"
        with pytest.raises(ValueError, match="l’un de ces mots : Après-midi"):
            parsing.choice({"Après-midi": "pm"})("soir")
        assert parsing.email("Solene.LeGoff@Ateliers.example ") == "solene.legoff@ateliers.example"
        for wrong in ("a@b", "a@b.fr; c@d.fr", "a b", "@x.fr"):
            with pytest.raises(ValueError, match="une seule adresse"):
                parsing.email(wrong)


class TestLines:
    def test_every_error_of_every_line_with_its_column_and_remedy(self):
        found = read(lines(["", "31/2/2026", "douze", "soir"], ROWS[0], ["Bo", "", "", ""]))
        assert messages(found) == [
            (2, "name", "Cette case est vide : remplissez-la."),
            (2, "born", "Cette date n’existe pas. Écrivez jour/mois/année, par exemple 03/09/2026."),
            (2, "hours", "Écrivez un nombre, avec une virgule pour les décimales : 12,5."),
            (2, "half", "Écrivez l’un de ces mots : matin, après-midi."),
            (4, "hours", "Cette case est vide : remplissez-la."),
        ]

    def test_of_two_lines_of_one_thing_the_second_is_refused(self):
        [(line, key, message)] = messages(read(lines(ROWS[0], ROWS[1], [" le goff".title(), "03.09.1990", "3", ""])))
        assert (line, key) == (4, "name")
        assert "que la ligne 2" in message

    def test_more_cells_than_titles(self):
        [(line, _, message)] = messages(read(lines([*ROWS[0], "", "trop"], [*ROWS[1], "", ""])))
        assert (line, "plus de cellules que les titres (4)" in message) == (2, True)

    def test_a_number_that_the_spreadsheet_shortened_is_named(self):
        kind = ImportKind("s", "S", "x", (Column("n", "Numéro", parsing.integer(), required=True),), print)
        [(_, _, message)] = messages(read("Numéro\n7,32829E+13\n".encode(), kind))
        assert "perdu des chiffres" in message

    @pytest.mark.parametrize("cell", ["2 95 10 99 126 111 93", "n. 295109912611193", "２９５１０９９１２６１１１９３"])
    def test_a_social_security_number_anywhere_refuses_the_file(self, cell):
        titles = [*TITLES, "Remarque"]
        content = text([titles, [*ROWS[0], ""], [*ROWS[1], f'"{cell}"']]).encode()
        with pytest.raises(ForbiddenNumber) as found:
            read(content)
        assert found.value.line == 3

    def test_siret_and_telephones_are_no_such_number(self):
        titles = [*TITLES, "SIRET"]
        assert len(read(text([titles, [*ROWS[0], "73282932000074"], [*ROWS[1], "+33199004510"]]).encode())) == 2

    def test_a_report_counts_all_and_shows_a_part(self):
        report = Report(KIND)
        report.add(read(lines(*([f"n{at}", "", "x", ""] for at in range(300)), ROWS[0])))
        assert (report.lines, report.refused, report.to_write, report.error_count) == (301, 300, 1, 300)
        assert len(report.stored()["errors"]) == SHOWN_ERRORS
        assert report.stored()["first"][0]["cells"] == {
            "name": "Le Goff", "born": "03/09/1990", "hours": "12,50", "half": "am",
        }  # fmt: skip


class TestMapping:
    def test_titles_without_case_accents_spaces(self):
        places = mapping.propose(["", "NE LE", "nom_de_l'élève", "Autre", " HEURES "], COLUMNS)
        assert places == {"name": 2, "born": 1, "hours": 4}
        assert [column.key for column in mapping.missing({"name": 0}, COLUMNS)] == ["hours"]

    def test_what_was_chosen_by_hand_is_found_again(self):
        titles = ["Stagiaire", "Nom", "Heures"]
        chosen = mapping.choices(titles, {"name": 0, "hours": 2})
        assert chosen == {"stagiaire": "name", "nom": "", "heures": "hours"}
        assert mapping.propose(["Heures", "Stagiaire", "Nom"], COLUMNS, chosen) == {"name": 1, "hours": 0}

    def test_two_columns_cannot_claim_one_title(self):
        twice = (Column("a", "Nom", str), Column("b", "Autre", str, synonyms=("NOM",)))
        with pytest.raises(ValueError, match="title in common"):
            declare(ImportKind("twice", "T", "x", twice, print))


SIGNS = st.characters(codec="utf-8", categories=["L", "N", "P", "S"])


class TestWriting:
    @given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
    def test_a_neutral_cell_runs_nowhere_and_reads_back(self, cell):
        assert neutral(cell)[:1] not in ("=", "+", "-", "@")
        assert plain(neutral(plain(cell))) == plain(cell)

    @given(
        st.lists(
            st.fixed_dictionaries(
                {
                    "name": st.text(
                        st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=20
                    ),
                    "born": st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
                    "hours": st.decimals(0, 1000, places=2),
                    "half": st.none() | st.sampled_from(["matin", "après-midi"]),
                }
            ),
            min_size=1,
            max_size=5,
        )
    )
    @settings(deadline=None)
    def test_what_we_write_reads_back_the_same(self, written_values):
        """Values as the kind reads them: the second reading changes nothing."""
        first = read(writing.table(COLUMNS, written_values))
        good = [line.values for line in first if not line.errors]
        again = [one | {"half": {"am": "matin", "pm": "après-midi"}.get(one["half"])} for one in good]
        if again:
            assert values(read(writing.table(COLUMNS, again))) == good

    @pytest.mark.parametrize("kind", [CSV, XLSX])
    def test_a_model_is_a_right_file(self, kind):
        [line] = read(writing.model(COLUMNS, kind))
        assert line.errors == []
        assert line.values["born"] == date(1990, 9, 3)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"])
    def test_the_error_file_is_the_input_with_a_column(self, encoding):
        titles = [["Relevé"], TITLES, ["Le Goff", "3/9/1990", "douze", ""], ["Éva", "", "=1+1", "matin"]]
        content = text(titles, separator=",").encode(encoding)
        out = errors_of(content, {3: "Heures : écrivez un nombre."})
        assert form_of(out).separator == ","
        assert form_of(out).encoding == form_of(content).encoding
        rows = out.decode(encoding).split("\r\n")
        assert rows[1] == "Nom,Né le,heures,DEMI JOURNEE,erreurs"
        assert rows[2] == "Le Goff,3/9/1990,douze,,Heures : écrivez un nombre."
        assert rows[3] == "Éva,,'=1+1,matin,"

    def test_an_error_file_corrected_comes_back(self):
        content = lines(["Le Goff", "3/9/1990", "douze", ""])
        once = errors_of(content, {2: "Heures : non."})
        corrected = once.replace(b"douze", b"12,5")
        assert messages(read(corrected)) == []
        again = errors_of(corrected, {2: "Encore."})
        assert again.decode().count("erreurs") == 1
        assert "Encore." in again.decode()
        assert "Heures : non." not in again.decode()

    def test_a_workbook_gives_a_workbook(self):
        content = writing.table(COLUMNS, [{"name": "=CMD()", "hours": Decimal(1)}], XLSX)
        out = errors_of(content, {2: "Nom : non."})
        form = form_of(out)
        assert (form.kind, form.headings[-1]) == (XLSX, "erreurs")
        assert read(out)[0].values["name"] == "=CMD()"


def errors_of(content: bytes, reasons: dict[int, str]) -> bytes:
    with written(content) as file:
        from pathlib import Path

        writing.with_errors(Path(file.name), form_of(content), reasons, out := io.BytesIO())
        return out.getvalue()


def test_a_day_of_time_is_no_part_of_a_day():
    assert parsing.shown(date(2026, 9, 3) + timedelta(1)) == "04/09/2026"
