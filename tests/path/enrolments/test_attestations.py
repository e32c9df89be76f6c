"""What attests a movement: to whom, what it says, and what its code answers to whoever is shown it."""

import dataclasses
import io

import pypdf
import pytest

from kairos.foundation import verifying
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.documents import render
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.verifying import Standing
from kairos.path.enrolments import attesting, queries
from kairos.path.enrolments.documents import ATTESTATION
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Movement
from kairos.path.enrolments.rules import Module
from tests.support import path
from tests.support.team import run

Kind = Movement.Kind
FILE = "/organisme/candidats/declarations"
NOBODY = Actor(Audience.ANONYMOUS, None)


@pytest.fixture
def row(people, who):
    """The job seeker of the tests, in training."""
    return path.in_training(people, who, person=path.me(people))


def paper(who, movement):
    with scope(who.actor):
        return attesting.attestation(queries.attested(who.actor, movement.pk))


def read(found) -> str:
    pdf = pypdf.PdfReader(io.BytesIO(render(ATTESTATION, found)))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def asked(typed):
    """By a visitor, whom the wall shows no movement."""
    with scope(NOBODY):
        return verifying.standing(typed)


def readings(name):
    return [set(entry.subjects) for entry in JournalEntry.objects.using("owner").filter(acts=[name])]


def test_each_movement_is_attested_with_a_code_and_nothing_typed_by_hand(people, who, row):
    run(who, Enrolling.interrupt, row.pk, reason="Hospitalisation.", **path.ago(20))
    run(who, Enrolling.resume, row.pk, on=path.ago(10)["on"])
    run(who, Enrolling.leave, row.pk, reason=path.LEFT, comment="Chez Dupont", **path.ago(2))
    person = people.job_seeker.user.full_name
    for kind, heading in (
        (Kind.REGISTRATION, "inscription en formation (AIS)"),
        (Kind.ENTRY, "entrée en formation (AES)"),
        (Kind.INTERRUPTION, "interruption de formation"),
        (Kind.RESUMPTION, "reprise de formation"),
        (Kind.EXIT, "sortie de formation"),
    ):
        movement = path.movement(row, kind)
        said = read(found := paper(who, movement))
        assert heading in said
        assert person in said
        assert verifying.spelled(movement.code) in said
        assert found.sha256[:16] in said
        assert not any(secret in said for secret in ("Hospitalisation", "Dupont", "Oubli"))
        assert asked(movement.code) == Standing.GENUINE
        assert found == paper(who, movement)
    assert path.LEFT in said
    assert "300 h" in read(paper(who, path.movement(row))).replace("\u00a0", " ")


def test_a_plan_in_parts_says_each(people, who):
    session = path.begun(who)
    first = path.plan(session, 0, 10)["modules"][0]
    second = Module(*path.plan(session, 20, 30)["modules"][0][:2], 140)
    retained = path.retained(people, who, session)
    row = run(who, Enrolling.register, retained.pk, hours=280, modules=(first._replace(hours=140), second))
    found = paper(who, path.movement(row))
    assert [one.hours for one in found.periods] == ["140\u00a0h"] * 2
    assert read(found).replace("\u00a0", " ").count("140 h") == 2
    assert dataclasses.replace(found, person="X") != found


def test_a_corrected_paper_is_replaced_and_opens_no_more(people, who, row, as_person):
    former = path.movement(row, Kind.ENTRY)
    run(who, Enrolling.correct_entry, row.pk, on=path.ago(29)["on"], reason="Faute de frappe")
    latest = path.movement(row, Kind.ENTRY)
    assert (asked(former.code), asked(latest.code)) == (Standing.REPLACED, Standing.GENUINE)
    client = as_person(who.someone)
    assert client.get(f"{FILE}/{former.pk}.pdf").status_code == 404
    assert client.get(f"{FILE}/{latest.pk}.pdf").status_code == 200


def test_who_never_came_has_no_paper(people, who):
    row = path.registered(people, who)
    registered = path.movement(row)
    run(who, Enrolling.no_show, row.pk, comment="")
    gone = path.movement(row, Kind.NO_SHOW)
    assert (asked(registered.code), asked(gone.code)) == (Standing.REPLACED, Standing.UNKNOWN)


@pytest.mark.parametrize("typed", ["", " ", "ABCD-EFGH-2345-6789", "x" * 3000, "\x00'; --", "İ" * 16])
def test_what_is_forged_is_unknown(row, typed):
    assert asked(typed) == Standing.UNKNOWN


def test_a_visitor_asks_one_code_and_reads_no_row(row):
    code = path.movement(row).code
    spelled = verifying.spelled(code).lower().replace("-", " ")
    assert asked(spelled) == Standing.GENUINE
    assert asked(code[:-1]) == Standing.UNKNOWN
    with scope(NOBODY), pytest.raises(Exception, match="permission denied"):
        list(Movement.objects.all())


def test_it_is_for_its_organisation_the_person_and_whoever_follows_them(people, who, row, as_person):
    mine = path.movement(row, Kind.ENTRY)
    other = path.movement(path.registered(people, who))
    own, adviser = as_person(people.job_seeker), as_person(people.adviser)
    page = own.get("/candidat/documents/").content.decode()
    assert page.count(".pdf") == 2
    told = own.get(f"/candidat/documents/{mine.pk}.pdf")
    assert told["Content-Disposition"] == 'inline; filename="attestation-entree.pdf"'
    assert told.content.startswith(b"%PDF")
    assert own.get(f"/candidat/documents/{other.pk}.pdf").status_code == 404
    assert str(mine.pk) in adviser.get(f"/conseiller/personnes/{row.person_id}/documents/").content.decode()
    assert adviser.get(f"/conseiller/documents/{mine.pk}.pdf").status_code == 200
    here = as_person(who.someone)
    assert f"{FILE}/{mine.pk}.pdf" in here.get(f"/organisme/candidats/dossiers/{row.pk}/").content.decode()
    assert here.get(f"{FILE}/{mine.pk}.pdf").status_code == 200
    assert readings("enrolments.attested") == [{row.person_id}] * 2
    assert readings("enrolments.papers") == [{row.person_id}]
    assert as_person(people.owner_b).get(f"{FILE}/{mine.pk}.pdf").status_code in (403, 404)
