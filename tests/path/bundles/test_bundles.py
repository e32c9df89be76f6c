"""The file of a session: what it holds, for whom, how long, and what it costs to take it."""

import csv
import io
import json
from datetime import timedelta

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kairos.foundation import clock
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.messages.models import OutboxMessage
from kairos.identity.accounts.models import Session
from kairos.identity.habilitations.models import AccessGrant
from kairos.path.bundles import contents, jobs, keeping, verifying
from kairos.path.bundles.lifecycle import SessionFile
from kairos.path.bundles.models import SessionBundle
from kairos.people.access import volume
from kairos.people.access.models import PersonAccess
from tests.support import attendance, bundles, catalogue, path
from tests.support.team import run

ADDRESS = "/organisme/candidats"


@pytest.fixture
def who(people):
    return attendance.clerk(people)


@pytest.fixture
def group(people, who):
    return attendance.group(people, who, 1)


def readings():
    return list(JournalEntry.objects.using("owner").filter(acts=["bundles.downloaded"]))


def test_it_holds_sheets_months_and_certificates_and_verifies(people, who):
    session = bundles.over(people, who)
    other = attendance.group(people, who, 1)
    row = bundles.made(who, session)
    assert (row.state, row.note) == ("ready", "")
    files, (first, second) = bundles.unpacked(row), attendance.enrolments(session)
    month = f"{attendance.last_month():%Y-%m}"
    assert [name.rpartition("/")[0] for name in files] == [
        "", "", "emargement", "assiduite", "assiduite", "certificats", "certificats", "", "",
    ]  # fmt: skip
    assert verifying.verify(bundles.on_disk(row)).faults == []
    # the people of the session, and nobody of another
    trainees = list(csv.reader(io.StringIO(files["stagiaires.csv"].decode("utf-8-sig")), delimiter=";"))
    assert [line[0] for line in trainees[1:]] == [first.person.identifier, second.person.identifier]
    assert {line[-1] for line in trainees[1:]} == {name for name in files if name.startswith("certificats/")}
    [stranger] = attendance.enrolments(other)
    assert not any(stranger.person.identifier.encode() in content for content in files.values())
    assert not any(stranger.person.last_name.encode() in content for content in files.values())
    # every total is the one recomputed from rows
    states = json.loads(files[f"assiduite/{month}-etats.json"])
    assert [one["state"] for one in states["people"]] == ["Arrêté", "Arrêté"]
    stored = attendance.month_of(first)
    [version] = states["people"][0]["versions"]
    assert (version["planned"], version["present"]) == (stored.planned, stored.present)
    lines = files[f"assiduite/{month}-demi-journees.csv"].decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 2 * len(attendance.planned(attendance.board(who, session).lines[first.pk]))
    # papers say what they said
    [sheet] = [content for name, content in files.items() if name.startswith("emargement/")]
    assert who.user.last_name in pypdf.PdfReader(io.BytesIO(sheet)).pages[0].extract_text()
    assert bundles.WHY in files["LISEZ-MOI.txt"].decode("utf-8-sig")
    assert OutboxMessage.objects.using("owner").filter(kind="BundleReady").exists()


def test_what_it_reads_takes_as_many_statements_for_three_people_as_for_one(people, who):
    rows = [bundles.asked(who, bundles.over(people, who, count)) for count in (1, 3)]
    costs = []
    for row in rows:
        with scope(who.actor), CaptureQueriesContext(connection) as caught:
            found = contents.of(path.again(row), who.actor, clock.now())
        assert len([part for part in found.parts if part.name.startswith("certificats/")]) == len(found.people)
        costs.append(len(caught))
    assert costs[0] == costs[1]


def test_whom_one_reads_no_more_is_counted_not_named_and_shuts_the_former_file(people, who, as_person):
    session = attendance.group(people, who, 2)
    before = bundles.made(who, session)
    gone, kept = attendance.enrolments(session)
    open_ = PersonAccess.objects.using("owner").filter(person=gone.person_id, reader_id=session.organisation_id)
    open_.update(closed_at=clock.now(), ends_at=clock.now())
    row = bundles.made(who, session)
    files = bundles.unpacked(row)
    assert json.loads(files["MANIFEST.json"])["people_not_read"] == 1
    assert row.people == [kept.person_id]
    assert not any(gone.person.identifier.encode() in content for content in files.values())
    assert as_person(who.someone).get(f"{ADDRESS}/controles/{before.pk}/dossier.zip").status_code == 404


def test_it_is_asked_with_a_reason_one_at_a_time_of_somebody(people, who, group):
    with pytest.raises(Refused, match="Dites pour quel contrôle"):
        run(who, SessionFile.ask, bundles.new(group), reason=" ")
    with pytest.raises(Refused, match="aucun stagiaire"):
        bundles.asked(who, path.session(who))
    bundles.asked(who, group)
    with pytest.raises(Refused, match="déjà en préparation"):
        bundles.asked(who, group)


def test_whoever_lost_the_right_meanwhile_gets_nothing(people, who, group):
    row = bundles.asked(who, group)
    AccessGrant.objects.using("owner").filter(affiliation=who.affiliation).delete()
    jobs.make(key=str(row.pk))
    row = path.again(row)
    assert (row.state, row.note, row.sha256) == ("failed", jobs.LOST_RIGHT, "")
    jobs.make(key=str(row.pk))
    assert path.again(row).state == "failed"


def test_a_scan_that_is_lost_and_too_much_are_said(people, who, group, monkeypatch):
    row = bundles.asked(who, group)
    monkeypatch.setattr(jobs.packing, "MOST_BYTES", 10)
    jobs.make(key=str(row.pk))
    assert path.again(row).note == jobs.TOO_LARGE


def test_downloading_asks_a_proof_counts_everybody_and_is_journaled(people, who, as_person, monkeypatch):
    session = attendance.group(people, who, 2)
    client, page = as_person(who.someone), f"{ADDRESS}/sessions/{session.pk}/controle/"
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": bundles.WHY}).status_code == 302
    row = SessionBundle.objects.using("owner").get(session=session.pk)
    assert "En préparation" in client.get(page).content.decode()
    jobs.make(key=str(row.pk))
    row = path.again(row)
    address = f"{ADDRESS}/controles/{row.pk}/dossier.zip"
    assert address in client.get(page).content.decode()
    with monkeypatch.context() as lower:
        lower.setattr(volume, "ceilings", lambda place: (1, 10))
        assert client.get(address)["Location"].startswith("/connexion/preuve/")
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == bundles.content(row)
    assert "attachment" in answer["Content-Disposition"]
    assert "Dossier de contrôle" in client.get(f"{ADDRESS}/sessions/{session.pk}/").content.decode()
    [entry] = readings()
    assert set(entry.subjects) == {one.person_id for one in attendance.enrolments(session)}
    Session.objects.using("owner").update(proved_at=clock.now() - timedelta(hours=1))
    assert "/connexion/preuve/" in client.get(address)["Location"]
    assert len(readings()) == 1


def test_it_takes_the_right_to_commit_and_that_of_attendance(people, group, as_person):
    address = f"{ADDRESS}/sessions/{group.pk}/controle/"
    for rights in (("candidates.approve",), ("candidates.enter", "attendance.approve")):
        other = attendance.clerk(people, *catalogue.RIGHTS, *rights)
        assert as_person(other.someone).get(address).status_code == 403


def test_its_bytes_are_erased_after_some_days_and_its_hash_stays(people, who, group, as_person):
    row = bundles.made(who, group)
    for days, there in ((6, True), (8, False)):
        with clock.fixed(clock.now() + timedelta(days=days)):
            path.as_kairos(jobs.erase, clock.now())
        assert (bundles.on_disk(row) is not None) == there
    row = path.again(row)
    assert (row.state, bool(row.sha256), keeping.path(row)) == ("erased", True, None)
    assert as_person(who.someone).get(f"{ADDRESS}/controles/{row.pk}/dossier.zip").status_code == 404
