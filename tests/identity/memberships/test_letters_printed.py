"""Several letters in one file, and the short process that makes it."""

import io
import subprocess
import sys
from dataclasses import replace

import pypdf
import pytest

from kairos.foundation.documents import Unrenderable, render
from kairos.foundation.documents.apart import render_apart
from kairos.identity.memberships.documents import IDENTIFIER_LETTER, LETTERS, LettersTogether, Recipient
from tests.identity.memberships.test_documents import FRIDAY, HOSTILE, IDENTIFIER, PASSWORD


def pages(pdf):
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def together(*letters, kind="identifier"):
    return LettersTogether(FRIDAY, kind, "Courriers : identifiants", letters)


def test_each_letter_has_its_pages_and_says_so():
    someone_else = replace(IDENTIFIER, identifier="KBBBBCCCC", recipient=Recipient("Autre organisme", "M. Autre", ()))
    first, second = pages(render(LETTERS, together(IDENTIFIER, someone_else)))
    assert IDENTIFIER.identifier in first
    assert IDENTIFIER.identifier not in second
    assert "Autre organisme M. Autre" in second
    assert first.endswith("1 / 1")
    assert second.endswith("1 / 1")


def test_a_letter_of_two_pages_counts_two():
    long = replace(IDENTIFIER, recipient=Recipient("Organisme " * 400, "x", ()))
    found = pages(render(LETTERS, together(IDENTIFIER, long, IDENTIFIER)))
    assert [page.rpartition("KA-2026-00412-1 ")[2] for page in found] == ["1 / 1", "1 / 2", "2 / 2", "1 / 1"]


def test_together_they_say_the_same_as_alone():
    [alone] = pages(render(IDENTIFIER_LETTER, IDENTIFIER))
    assert pages(render(LETTERS, together(IDENTIFIER))) == [alone]


def test_passwords_together():
    [one, two] = pages(render(LETTERS, together(PASSWORD, replace(PASSWORD, password="autre-secret"), kind="password")))
    assert PASSWORD.password in one
    assert "autre-secret" in two


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names(text):
    assert render(LETTERS, together(replace(IDENTIFIER, recipient=Recipient(text, text, (text,)), reference=text)))


def test_a_process_apart_makes_the_same_bytes():
    letters = together(IDENTIFIER, replace(IDENTIFIER, recipient=Recipient("« l’École » 漢字 #panic()", "é\n", ())))
    assert render_apart(LETTERS, letters) == render(LETTERS, letters)


def test_the_process_that_asks_never_loads_typst():
    program = (
        "import sys; from tests.identity.memberships.test_letters_printed import *; "
        "from kairos.foundation.documents.apart import render_apart; "
        "assert render_apart(LETTERS, together(IDENTIFIER)).startswith(b'%PDF'); sys.exit('typst' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_what_goes_wrong_apart_is_said():
    with pytest.raises(Unrenderable, match=r"letters\.typ"):
        render_apart(LETTERS, together(IDENTIFIER, kind="unknown"))


def test_capitals_alone_may_be_typed_in_any_case():
    capitals = replace(PASSWORD, password="VWJZ77UNWDXFUKN8CPUH")
    [page] = pages(render(LETTERS, together(capitals, kind="password")))
    assert "V lettre W lettre" in page
    assert "majuscules ou minuscules, c’est égal" in page
    [page] = pages(render(LETTERS, together(PASSWORD, kind="password")))
    assert "c’est égal" not in page
