"""A certificat de réalisation stands on locked months alone, and says what they say."""

import io
from datetime import timedelta

import pypdf
import pytest

from kairos.foundation import clock, verifying
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.documents import render
from kairos.foundation.isolation import scope
from kairos.foundation.verifying import Standing
from kairos.offer.catalogue.rules import duration
from kairos.path.attendance import saving
from kairos.path.attendance.jobs import lock
from kairos.path.attendance.lifecycle import Month
from kairos.path.completion import certifying, queries
from kairos.path.completion.documents import CERTIFICATE
from kairos.path.enrolments import guards
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from tests.support import attendance, path
from tests.support.team import run

DOSSIER = "/organisme/candidats/dossiers"


@pytest.fixture
def who(people):
    return attendance.clerk(people)


@pytest.fixture
def out(people, who):
    """Out since the last day of last month, one absence in it."""
    session = attendance.group(people, who, 1)
    [row] = attendance.enrolments(session)
    last = clock.today().replace(day=1) - timedelta(days=1)
    row = run(who, Enrolling.complete, row.pk, on=last, late_reason="Oubli.")
    attendance.everyone_there(who, session)
    first = attendance.planned(attendance.board(who, session).lines[row.pk])[0]
    attendance.write(who, session, {(row.pk, first): "A"})
    return row


def found(who, row):
    with scope(who.actor):
        enrolment = enrolments.provided(who.actor, row.pk)
        bases = certifying.bases([enrolment])
        return bases.get(row.pk), certifying.certificates([enrolment], bases).get(row.pk)


def test_it_waits_for_every_month_to_be_locked_then_says_what_they_say(people, who, out, as_person):
    client, url = as_person(who.someone), f"{DOSSIER}/{out.pk}/certificat.pdf"
    basis, paper = found(who, out)
    assert (basis.waited, paper) == ((attendance.last_month(),), None)
    assert client.get(url).status_code == 404
    assert "Certificat de réalisation" in client.get(f"{DOSSIER}/{out.pk}/bilan/").content.decode()
    month = attendance.month_of(out)
    with scope(who.actor):
        saving.submit(month.sheet, who.actor, [out.pk], True)
    month = path.again(month)
    assert found(who, out)[1] is None
    with clock.fixed(month.answer_by + timedelta(minutes=1)):
        path.as_kairos(lock, clock.now())
    basis, paper = found(who, out)
    assert basis.ready
    assert paper.present == duration(month.planned - 210)
    assert paper.months[0].unjustified == "3 h 30"
    text = pypdf.PdfReader(io.BytesIO(render(CERTIFICATE, paper))).pages[0].extract_text()
    assert paper.present in " ".join(text.split()).replace("\u00a0", " ")
    assert client.get(url).status_code == 404
    bilan = f"{DOSSIER}/{out.pk}/bilan/"
    assert "completion_certificate.issue" in client.get(bilan).content.decode()
    assert client.post(bilan, {"acte": "certify"}).status_code == 302
    assert client.get(url)["Content-Type"] == "application/pdf"
    again = found(who, out)[1]
    assert (again.present, again.months) == (paper.present, paper.months)
    assert again.proof
    assert client.post(bilan, {"acte": "certify"}).status_code == 422


def test_a_locked_month_stays_on_it_when_nobody_is_expected_there_any_more(people, who):
    """It is paid: a paper without it would say otherwise than what was sent."""
    month = attendance.locked(people, who)
    row = Enrolment.objects.using("owner").get(pk=month.enrolment_id)
    after = (month.month + timedelta(days=31)).replace(day=1)
    sound = {
        "state": "completed",
        "left_on": after,
        "entered_on": after,
        "exit_reason": "Fin",
        "due_from": None,
        "due_on": None,
    }
    Enrolment.objects.using("owner").filter(pk=row.pk).update(**sound)
    with scope(who.actor):
        basis = certifying.basis(enrolments.provided(who.actor, row.pk))
    assert [one.pk for one in basis.months] == [month.pk]


def test_whoever_may_not_commit_the_organisation_makes_none(people, who, out, as_person):
    reader = attendance.clerk(people, "candidates.consult", "attendance.consult")
    assert as_person(reader.someone).get(f"{DOSSIER}/{out.pk}/certificat.pdf").status_code == 403


def test_the_one_that_was_issued_is_genuine_until_a_month_is_corrected(people, who, as_person):
    row = attendance.certified(people, who, path.me(people))
    with scope(who.actor):
        paper = certifying.issued(queries.certificate_of(who.actor, row.enrolment_id))
    assert paper.sha256 == row.sha256
    assert verifying.spelled(row.code) in " ".join(
        pypdf.PdfReader(io.BytesIO(render(CERTIFICATE, paper))).pages[0].extract_text().split()
    )
    assert asked(row.code) == Standing.GENUINE
    own, adviser = as_person(people.job_seeker), as_person(people.adviser)
    urls = {
        own: f"/candidat/documents/certificats/{row.pk}.pdf",
        adviser: f"/conseiller/documents/certificats/{row.pk}.pdf",
    }
    assert urls[own] in own.get("/candidat/documents/").content.decode()
    assert urls[adviser] in adviser.get(f"/conseiller/personnes/{row.person_id}/documents/").content.decode()
    for client, url in urls.items():
        told = client.get(url)
        assert told["Content-Disposition"] == 'inline; filename="certificat-de-realisation.pdf"'
    run(who, Month.correct, attendance.month_of(row.enrolment).pk, reason=attendance.WHY)
    assert asked(row.code) == Standing.REPLACED
    assert {client.get(url).status_code for client, url in urls.items()} == {404}


def test_a_date_said_otherwise_replaces_it_and_nobody_else_opens_it(people, who, as_person, monkeypatch):
    """Where no locked month objects."""
    monkeypatch.setattr(guards.before_correction, "_answers", [])
    row = attendance.certified(people, who)
    assert as_person(people.job_seeker).get(f"/candidat/documents/certificats/{row.pk}.pdf").status_code == 404
    run(who, Enrolling.restore_training, row.enrolment_id, reason="Elle continue.")
    assert asked(row.code) == Standing.REPLACED


def asked(code):
    with scope(Actor(Audience.ANONYMOUS, None)):
        return verifying.standing(code)
