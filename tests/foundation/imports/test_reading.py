"""Whatever wrote the file, the same lines are read; what cannot be is refused with a sentence."""

import csv
import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kairos.foundation.imports.checking import ForbiddenNumber
from kairos.foundation.imports.reading import workbooks
from kairos.foundation.imports.reading.forms import Unreadable
from tests.foundation.imports.samples import (
    ROWS,
    TITLES,
    VALUES,
    form_of,
    messages,
    read,
    read_whole,
    text,
    values,
)

FRENCH = [TITLES, ROWS[0], ["Éloïse Ça", "04/10/1985", "1 000", "après-midi"]]
EXPECTED = [VALUES[0], VALUES[1] | {"name": "Éloïse Ça", "half": "pm"}]


def workbook(rows, *, above: int = 0, left: int = 0, sheets: tuple[str, ...] = ("Feuil1",), fill: int = 0) -> bytes:
    """The rows in the sheet `fill` of those."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"}) as book:
        made = [book.add_worksheet(name) for name in sheets]
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                made[fill].write(at + above, place + left, cell)
    return out.getvalue()


class TestCsv:
    @pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
    def test_every_separator(self, separator):
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=separator).writerows([TITLES, *ROWS])
        content = out.getvalue().encode()
        assert form_of(content).separator == separator
        assert values(read(content)) == VALUES

    @pytest.mark.parametrize(
        "encoding",
        ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso-8859-15", "mac_roman", "cp850"],
    )
    def test_every_french_encoding(self, encoding):
        assert values(read(text(FRENCH).encode(encoding))) == EXPECTED

    @pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
    def test_every_end_of_line(self, ends):
        assert values(read(text(FRENCH, ends=ends).encode())) == EXPECTED

    def test_the_euro_and_the_joined_letters_are_not_taken_for_signs(self):
        rows = [TITLES, ["Cœur €", "", "1", ""]]
        for encoding in ("cp1252", "iso-8859-15", "mac_roman"):
            assert read(text(rows).encode(encoding))[0].values["name"] == "Cœur €"

    def test_titles_may_stand_lower_than_a_heading(self):
        content = text([["Relevé de la semaine"], ["Édité le 3/9/2026"], [], TITLES, *ROWS]).encode()
        assert form_of(content).header == 4
        assert [line.number for line in read(content)] == [5, 6]

    def test_quotes_separators_and_lines_within_a_text(self):
        content = text(
            [TITLES, ['"Le ; ""Goff"""', "", "1", ""], ['"Sur\nde ux"', "", "2", ""], ["Suite", "", "3", ""]]
        )
        found = read(content.encode())
        assert found[0].values["name"] == 'Le ; "Goff"'
        assert [line.number for line in found] == [2, 3, 5]
        assert messages(found) == [(3, "name", "Écrivez ce texte sur une seule ligne.")]

    def test_half_empty_lines_and_totals_are_left_aside(self):
        rows = [
            TITLES,
            ["", "", "", ""],
            [" ", "\u00a0", "", ""],
            *ROWS,
            ["TOTAL :", "", "1 012,5", ""],
            ["Sous-total", "", "", "x"],
        ]
        found, reader = read_whole(text(rows).encode())
        assert values(found) == VALUES
        assert (reader.totals, reader.blank) == (2, 1)

    def test_somebody_called_total_is_no_total(self):
        assert read(text([TITLES, ["Total", "", "3", ""]]).encode())[0].values["name"] == "Total"

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "vide"),
            (b"\n\n\n", "aucune ligne de titres"),
            (b"%PDF-1.7", "C’est un PDF"),
            (b"\n<!DOCTYPE HTML><html><body>Connexion;</body></html>", "une page internet"),
            (b"\xef\xbb\xbf<html lang='fr'>", "une page internet"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ancien Excel"),
            (b"\x89PNG\r\n\x1a\n", "une image"),
            (b"Nom;Heures\n\0\0\0;1\n", "ni un CSV ni un classeur"),
            (b"\xef\xbb\xbfNom;Heures\n\xff;1", "abîmé"),
            (b"PK\x03\x04rien", "abîmé, protégé ou démesuré"),
            (text([["x"] * 600]).encode(), "plus de 500 colonnes"),
        ],
    )
    def test_what_is_no_table_is_said(self, content, said):
        with pytest.raises(Unreadable, match=said):
            read(content)

    @pytest.mark.parametrize("row", ['"Le Goff;;1;', 'Le;;"1" x;'])
    def test_a_quote_never_closed_says_its_line(self, row):
        with pytest.raises(Unreadable, match="Ligne 3 : un guillemet"):
            read(text([TITLES, ROWS[0], [row]]).encode())

    def test_a_runaway_quote_does_not_swallow_the_memory(self):
        with pytest.raises(Unreadable, match="Ligne 2 : une cellule dépasse"):
            read(text([TITLES, ['"Le Goff', "x" * 30_000]]).encode())


class TestWorkbook:
    def test_dates_numbers_and_texts(self):
        rows = [TITLES, ["Le Goff", date(1990, 9, 3), 12.5, "matin"], ["Nguyễn", datetime(1985, 10, 4), 1000, ""]]
        assert values(read(workbook(rows))) == VALUES

    def test_titles_lower_and_further_right_in_another_sheet(self):
        content = workbook([TITLES, *ROWS], above=3, left=2, sheets=("Lisez-moi", "Élèves"), fill=1)
        form = form_of(content)
        assert (form.sheet_name, form.header) == ("Élèves", 4)
        assert values(read(content)) == VALUES
        assert [line.number for line in read(content)] == [5, 6]

    @pytest.mark.parametrize(
        ("cell", "said"),
        [
            (73282932000074.0, "73282932000074"),
            (0.1, "0,1"),
            (-3.0, "-3"),
            (True, "oui"),
            (time(8, 30), "08:30"),
            (timedelta(hours=26), "26:00"),
            (datetime(2026, 9, 3, 8, 30), "03/09/2026 08:30"),
            ("texte", "texte"),
        ],
    )
    def test_a_cell_as_somebody_would_type_it(self, cell, said):
        assert workbooks.as_text(cell) == said

    def test_another_archive_is_no_workbook(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("notes.txt", "rien")
        with pytest.raises(Unreadable, match="autre document de bureautique"):
            read(out.getvalue())

    @pytest.mark.parametrize("cut", [100, 1000, -30])
    def test_a_cut_workbook_is_refused(self, cut):
        with pytest.raises(Unreadable):
            read(workbook([TITLES, *ROWS])[:cut])

    def test_a_cell_at_the_end_of_the_world_kills_nobody(self):
        """Its reader would ask for four hundred gigabytes: it dies apart."""
        content = spoiled(workbook([TITLES, *ROWS]), b'r="D2"', b'r="XFD1048576"')
        with pytest.raises(Unreadable, match="démesuré"):
            read(content)

    def test_a_workbook_that_unpacks_to_too_much_is_not_opened(self, monkeypatch):
        monkeypatch.setattr(workbooks, "UNPACKED", 10_000)
        with pytest.raises(Unreadable, match="démesuré"):
            read(workbook([TITLES, *ROWS]))


def spoiled(content: bytes, before: bytes, after: bytes) -> bytes:
    """The same workbook with other bytes in its sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            piece = source.read(name)
            if "sheet1" in name:
                assert before in piece
                piece = piece.replace(before, after)
            target.writestr(name, piece)
    return out.getvalue()


TYPED = st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=6)


class TestAnything:
    @given(st.binary(max_size=600))
    @example(b"PK\x03\x04" + b"\0" * 40)
    @settings(deadline=None)
    def test_any_bytes_are_read_or_refused_never_a_crash(self, content):
        try:
            read(content)
        except (Unreadable, ForbiddenNumber):
            return

    @given(st.lists(TYPED, max_size=8), st.sampled_from([";", ",", "\t", "|"]), st.sampled_from(["utf-8", "utf-16"]))
    @settings(deadline=None)
    def test_any_rows_below_the_titles_say_what_is_wrong_with_each(self, rows, separator, encoding):
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=separator).writerows([TITLES, *rows])
        try:
            found = read(out.getvalue().encode(encoding, "replace"))
        except (Unreadable, ForbiddenNumber):
            return
        assert all(line.values["name"] and line.values["hours"] is not None for line in found if not line.errors)
        assert all(message for line in found for _, message in line.errors)
