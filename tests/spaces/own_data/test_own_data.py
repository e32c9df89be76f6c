"""« Télécharger mes données »: everything the person's role reads, theirs alone, in one statement, after a proof."""

import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps

from kairos.foundation import clock
from kairos.foundation.actor import Audience
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.people.jobseekers.models import JobSeeker
from kairos.spaces import own_data
from kairos.spaces.own_data.writing import FORMAT
from tests.support import agencies, attendance, bundles, path, threads

HERE, PAGE = "/candidat/mes-donnees/export", "/candidat/mes-donnees/"
HARMFUL = "<script>alert('=1+1')</script>"


@pytest.fixture
def who(people):
    return attendance.clerk(people)


@pytest.fixture
def done(people, who):
    """From the referral to a shared bilan, a conversation and an appointment of another training."""
    session = bundles.over(people, who, 1)
    [row] = attendance.enrolments(session)
    path.shared_review(who, row)
    attendance.certify(who, row)
    coming = path.coordinator(people)
    on = path.session(coming)
    path.booked(path.referred(people, on, JobSeeker(pk=row.person_id)), path.slot(coming, on))
    threads.write(people.adviser, JobSeeker.objects.using("owner").get(pk=row.person_id), HARMFUL)
    return row


def person_of(row):
    return path.oneself(JobSeeker.objects.using("owner").get(pk=row.person_id))


def found_of(actor):
    with scope(actor):
        return {section.name: rows for section, rows in own_data.of(actor)}


def models_of_the_person():
    """Policed tables of which the job seeker's role reads rows."""
    for model in apps.get_models():
        isolation = getattr(model, "isolation", None)
        rows = isolation.rows.get(Audience.JOBSEEKER) if isolation and isolation.policed else None
        if rows and "select" in rows.commands:
            yield model


def test_every_table_that_the_person_reads_has_a_section_or_a_reason(people):
    actor = people.job_seeker.actor
    given = {section.read(actor).model for section in own_data.known.values()}
    tables = {model._meta.db_table: model for model in models_of_the_person()}
    assert {name for name, model in tables.items() if model not in given} == set(own_data.LEFT_OUT)
    assert all(own_data.LEFT_OUT.values())


def test_every_column_is_given_or_left_out_by_name(people):
    for section in own_data.known.values():
        fields = section.read(people.job_seeker.actor).model._meta.concrete_fields
        columns = {field.name.removesuffix("_id") for field in fields}
        given = set().union(*(one.columns for one in section.columns))
        assert given | section.without == columns, section.name


def test_the_format_says_every_key_of_every_section():
    text = (Path(__file__).parents[3] / "docs" / "formats" / "own-data.md").read_text()
    for section in own_data.known.values():
        [line] = [line for line in text.splitlines() if line.startswith(f"| `{section.name}` |")]
        assert re.findall(r"`(\w+)`", line)[1:] == [one.key for one in section.columns], section.name


def test_what_kairos_knows_of_a_whole_path_is_there(people, done):
    found = found_of(person_of(done))
    filled = {name for name, rows in found.items() if rows}
    assert {"identity", "readers", "enrolments", "movements", "reviews", "certificates", "months", "month_versions",
            "conversations", "messages", "appointments"} <= filled  # fmt: skip
    [me] = found["identity"]
    assert me["adviser"] == next(row["function"] for row in found["readers"] if row["source"] == "portfolio")
    assert me["agency"]
    assert [row["text"] for row in found["messages"]] == [HARMFUL]
    assert {row["enrolment"] for row in found["movements"]} == {str(done.pk)}
    assert [row["title"] for row in found["reviews"]] == [done.title]
    assert all(row["code"] for row in found["certificates"])
    assert len(found["appointments"]) == 1
    dates = [row["declared_at"] for row in found["movements"]]
    assert dates == sorted(dates)


def test_nothing_of_somebody_else_is_there(people, who, done):
    mine, theirs = found_of(people.job_seeker.actor), found_of(person_of(done))
    assert mine["identity"] != theirs["identity"]
    assert not any(mine[name] for name in ("enrolments", "messages", "appointments", "months"))
    assert str(done.person_id) not in json.dumps(mine)


def test_it_is_one_statement_whatever_is_kept(people, done, statements):
    actor = person_of(done)
    with scope(actor), statements() as counted:
        own_data.of(actor)
    assert len(counted) == 1


def _opened(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="mes-donnees.zip"'
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.namelist() == ["mes-donnees.json", "mes-donnees.html"]
    return json.loads(archive.read("mes-donnees.json")), archive.read("mes-donnees.html").decode()


def test_the_file_is_for_a_machine_and_for_a_human(people, as_person):
    me = path.me(people)
    threads.write(people.adviser, JobSeeker.objects.using("owner").get(pk=me.pk), HARMFUL)
    client = as_person(people.job_seeker)
    assert HERE in client.get(PAGE).content.decode()
    data, page = _opened(client.get(HERE))
    assert data["format"] == FORMAT
    assert set(data) == {"format", "made_at", "operator", *own_data.known}
    assert data["messages"][0]["text"] == HARMFUL
    assert data["identity"][0]["last_name"] in page
    assert HARMFUL not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page.replace("&#", "")
    assert "Suit votre recherche d’emploi" in page
    assert all(section.title in page for section in own_data.known.values() if "’" not in section.title)
    [entry] = JournalEntry.objects.using("owner").filter(kind="reading", acts=["jobseekers.exported_own"])
    assert entry.subjects == [me.pk]


def test_a_session_that_proved_nothing_lately_is_asked_again(people, as_person):
    client = as_person(people.job_seeker)
    with clock.fixed(clock.now() + timedelta(minutes=25)):
        client.get(PAGE)
    with clock.fixed(clock.now() + timedelta(minutes=45)):
        response = client.get(HERE)
        assert response.get("Content-Type") != "application/zip"
        assert response.status_code in (302, 401, 403)
        assert client.get(PAGE).status_code == 200
    assert not JournalEntry.objects.using("owner").filter(acts=["jobseekers.exported_own"]).exists()


def test_nobody_else_has_the_file(people, as_person):
    for someone in (people.adviser, people.agency_head, people.manager, people.supervisor):
        assert as_person(someone).get(HERE).status_code in (403, 404)


def test_whoever_is_there_since_a_moment_has_it_too(people, as_person):
    other = agencies.activate(agencies.followed(people.adviser), "other")
    data, page = _opened(as_person(other).get(HERE))
    assert data["appointments"] == []
    assert "Rien." in page
