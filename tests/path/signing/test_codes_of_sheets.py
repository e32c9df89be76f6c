"""A countersigned sheet bears a code: genuine, corrected since, unknown; and nothing else is said of it."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connections

from kairos.foundation import verifying
from kairos.foundation.isolation import scope
from kairos.foundation.verifying import Standing
from kairos.path.attendance.board import Cell
from kairos.path.signing import printing
from kairos.path.signing.models import Signature, SigningSheet
from kairos.spaces.site import letterhead
from tests.support import attendance, signing, statements


@pytest.fixture
def who(people):
    return signing.trainer(people)


def again(sheet) -> SigningSheet:
    return SigningSheet.objects.select_related("scan", "session__delivery__course").get(pk=sheet.pk)


def standing(people, code) -> Standing:
    with scope(people.visitor.actor):
        return verifying.standing(code)


def mark(who, sheet, person: bool, cell):
    """What the month says of the half-day of the sheet; person: who signed it, or who did not."""
    signed = set(Signature.objects.using("owner").filter(sheet=sheet.pk).values_list("enrolment", flat=True))
    [key] = [row.pk for row in signing.enrolments(sheet) if (row.pk in signed) is person]
    attendance.write(who, sheet.session, {(key, sheet.rank): cell}, month=sheet.day.replace(day=1))


def test_a_sheet_has_a_code_once_it_is_countersigned_and_it_is_genuine(people, who):
    sheet = signing.opened(people, who)
    assert sheet.code == ""
    assert standing(people, "") == Standing.UNKNOWN
    done = signing.countersigned(people, who)
    assert verifying.is_possible(done.code)
    assert standing(people, verifying.spelled(done.code).lower()) == Standing.GENUINE
    assert standing(people, verifying.new_code()) == Standing.UNKNOWN
    assert signing.countersigned(people, who).code != done.code


@pytest.mark.parametrize(
    ("signed", "cell", "found"),
    [
        (True, Cell("A"), Standing.REPLACED),
        (True, Cell("F"), Standing.REPLACED),
        (True, Cell("R", 20), Standing.GENUINE),
        (False, Cell("A"), Standing.GENUINE),
    ],
    ids=["absent after all", "closed after all", "late", "who did not sign"],
)
def test_what_the_month_says_against_a_signature_corrects_the_sheet(people, who, signed, cell, found):
    sheet = signing.countersigned(people, who)
    other = signing.countersigned(people, who)
    mark(who, sheet, signed, cell)
    assert standing(people, sheet.code) == found
    assert standing(people, other.code) == Standing.GENUINE
    mark(who, sheet, signed, Cell("P"))
    assert standing(people, sheet.code) == Standing.GENUINE


def test_a_signature_that_was_taken_back_before_says_nothing_against_it(people, who):
    sheet = signing.countersigned(people, who)
    Signature.objects.using("owner").filter(sheet=sheet.pk).update(state=Signature.State.WITHDRAWN)
    mark(who, sheet, True, Cell("A"))
    assert standing(people, sheet.code) == Standing.GENUINE


def test_the_paper_bears_it_and_one_of_before_bears_none(people, who):
    sheet = signing.countersigned(people, who)
    with scope(who.actor):
        paper = printing.paper(again(sheet), "Greta", letterhead())
        assert paper.proof.code == verifying.spelled(sheet.code)
        assert (paper.matches, b"<svg" in paper.proof.picture) == (True, True)
        assert printing.signed(again(sheet), "Greta", letterhead()).startswith(b"%PDF")
    SigningSheet.objects.using("owner").filter(pk=sheet.pk).update(code="")
    with scope(who.actor):
        former = printing.paper(again(sheet), "Greta", letterhead())
        assert (former.proof, former.matches) == (None, True)
        assert printing.signed(again(sheet), "Greta", letterhead()).startswith(b"%PDF")


def test_sheets_countersigned_before_codes_existed_are_given_one_the_others_keep_theirs(people, who):
    former, coded = signing.countersigned(people, who), signing.countersigned(people, who)
    SigningSheet.objects.using("owner").filter(pk=former.pk).update(code="")
    still = signing.opened(people, who)
    step = import_module("kairos.path.signing.migrations.0004_former_sheets_coded")
    for _ in range(2):
        step.give(None, SimpleNamespace(connection=connections["owner"]))
    codes = dict(SigningSheet.objects.using("owner").values_list("pk", "code"))
    assert (codes[coded.pk], codes[still.pk]) == (coded.code, "")
    assert verifying.is_possible(codes[former.pk])
    assert standing(people, codes[former.pk]) == Standing.GENUINE
    with scope(who.actor):
        assert printing.paper(again(former), "Greta", letterhead()).matches


def test_whoever_is_shown_it_is_told_the_answer_and_nobody(people, who, as_person):
    sheet = signing.countersigned(people, who)
    visitor, address = as_person(people.visitor), f"/verifier/{sheet.code}"
    page = visitor.get(address).content.decode()
    assert "Document authentique" in page
    known = (sheet.title, sheet.trainer, people.organisation_m.name, f"{sheet.day:%d/%m/%Y}", sheet.sha256[:16])
    names = [row.person.last_name for row in signing.enrolments(sheet)]
    assert [one for one in (*known, *names) if one in page] == []
    mark(who, sheet, True, Cell("A"))
    assert "corrigé depuis" in visitor.get(address).content.decode()
    assert len(statements.statements_of(visitor, address)) <= 8
