"""Portfolios by file, and the rules of what a line says."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.imports import runs
from kairos.foundation.imports.kinds import kind_named
from kairos.foundation.imports.models import ImportRun
from kairos.foundation.isolation import scope
from kairos.foundation.permissions import Denied
from kairos.people.jobseekers import rules
from kairos.people.jobseekers.jobs import invite
from kairos.people.jobseekers.models import JobSeeker
from tests.support import agencies
from tests.support.agencies import followed, row_of, seen_by

TITLES = "Identifiant;Nom;Prénom;Date de naissance;Courriel;Téléphone;Conseiller"


def send(someone, *lines: str, options: dict | None = None) -> ImportRun:
    """Sent and checked by this person, as the pages do."""
    content = "\n".join((TITLES, *lines)).encode()
    file = SimpleUploadedFile("portefeuilles.csv", content)
    with scope(someone.actor) as actor:
        return runs.go_on(runs.receive(kind_named("portfolios"), file, actor, new_id(), options or {}), actor)


def load(someone, *lines: str, options: dict | None = None) -> ImportRun:
    """And taken."""
    row = send(someone, *lines, options=options)
    if row.state != ImportRun.State.CHECKED:
        return row
    with scope(someone.actor) as actor:
        return runs.take(row, actor)


def line(number: str, adviser: str = "", name: str = "Kerbrat", birth: str = "03/09/1990", email: str = "") -> str:
    return f"{number};{name};Yann;{birth};{email};06 99 00 12 34;{adviser}"


def test_a_file_brings_people_to_their_advisers(people):
    run = load(people.agency_head, line("1234567a", people.adviser.email), line("7654321 0"))
    assert run.state == ImportRun.State.TAKEN
    rows = JobSeeker.objects.using("owner").filter(identifier__in=["1234567A", "76543210"])
    assert {row.identifier: row.adviser_id for row in rows} == {
        "1234567A": row_of(people.adviser).pk, "76543210": None,
    }  # fmt: skip
    assert rows.get(identifier="1234567A").pk in seen_by(people.adviser.actor)


def test_twice_the_same_file_changes_nothing(people):
    lines = [line("1234567A", people.adviser.email)]
    load(people.agency_head, *lines)
    with pytest.raises(Refused, match="ne changerait rien"):
        load(people.agency_head, *lines)
    assert JobSeeker.objects.using("owner").filter(identifier="1234567A").count() == 1


def test_another_adviser_in_the_file_moves_the_person(people):
    other = agencies.adviser(row_of(people.adviser).agency, "other")
    load(people.agency_head, line("1234567A", people.adviser.email))
    load(people.agency_head, line("1234567A", other.email))
    [row] = JobSeeker.objects.using("owner").filter(identifier="1234567A")
    assert row.pk in seen_by(other.actor)
    assert row.pk not in seen_by(people.adviser.actor)


def test_an_empty_cell_says_nothing(people):
    load(people.agency_head, line("1234567A", people.adviser.email, email="yann@tests.example"))
    with pytest.raises(Refused, match="ne changerait rien"):
        load(people.agency_head, line("1234567A"))
    [row] = JobSeeker.objects.using("owner").filter(identifier="1234567A")
    assert (row.email, row.adviser_id) == ("yann@tests.example", row_of(people.adviser).pk)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (line("123"), "7 chiffres"),
        (line("1234567A", birth="31/02/1990"), "n’existe pas"),
        (line("1234567A", birth="03/09/2030"), "date de naissance"),
        (line("1234567A", adviser="personne@tests.example"), "Aucun conseiller"),
        (line("1234567A", name="L3 Goff"), "sans chiffres"),
    ],
)
def test_a_wrong_line_is_left_out_with_its_reason(people, wrong, said):
    run = load(people.agency_head, wrong, line("7777777B"))
    assert run.outcome["new"] == 1
    assert said in str(run.report)


def test_a_line_that_contradicts_who_is_known_is_refused(people):
    known = followed(people.adviser)
    run = load(people.agency_head, line(known.identifier, birth="04/09/1990"))
    assert run.state == ImportRun.State.REFUSED


def test_a_social_security_number_refuses_the_file(people):
    run = load(people.agency_head, line("1234567A", name="1 85 05 78 006 084 36"))
    assert run.state == ImportRun.State.REFUSED


def test_an_agency_loads_nothing_into_another(people):
    other = agencies.head(agencies.open_agency("Mission locale du Port", "mission"))
    known = followed(people.adviser)
    assert load(other, line(known.identifier)).outcome["new"] == 1
    assert JobSeeker.objects.using("owner").filter(identifier=known.identifier).count() == 2


def test_an_adviser_sends_no_file(people):
    with pytest.raises(Denied):
        load(people.adviser, line("1234567A"))


def test_the_links_leave_when_asked(people):
    from kairos.foundation.messages.models import OutboxMessage

    load(people.agency_head, line("1234567A", email="yann@tests.example"), options={"invite": True})
    [row] = JobSeeker.objects.using("owner").filter(identifier="1234567A")
    for _ in range(2):
        invite([str(row.pk)])
    assert OutboxMessage.objects.using("owner").filter(kind="OpenYourSpace", address="yann@tests.example").count() == 1


@given(st.from_regex(r"[0-9]{7}[0-9a-zA-Z]", fullmatch=True) | st.from_regex(r"[0-9]{11}", fullmatch=True))
def test_an_identifier_is_read_whatever_its_case_and_spaces(typed):
    spaced = " ".join(typed)
    if typed.isascii():
        assert rules.identifier(spaced) == typed.upper()


@given(st.text(max_size=14))
def test_what_is_read_is_an_identifier_or_refused_in_words(typed):
    try:
        said = rules.identifier(typed)
    except ValueError as error:
        said = str(error)
    assert rules.IDENTIFIER.fullmatch(said) or "7 chiffres" in said


@pytest.mark.parametrize(("born", "good"), [(date(2012, 11, 28), True), (date(2012, 11, 29), False),
                                            (date(1916, 1, 1), True), (date(1900, 1, 1), False)])  # fmt: skip
def test_a_birth_date_is_possible(born, good):
    today = date(2026, 11, 28)
    if good:
        assert rules.birth_date(born, today) == born
    else:
        with pytest.raises(ValueError, match="date de naissance"):
            rules.birth_date(born, today)


@pytest.mark.parametrize(
    ("phone", "shown"), [("+33699001234", "06\u00a0••\u00a0••\u00a0••\u00a034"), ("", ""), ("12", "•")]
)
def test_a_masked_phone_keeps_four_figures(phone, shown):
    assert rules.masked_phone(phone) == shown


def test_a_masked_address_keeps_a_letter_and_the_domain():
    assert rules.masked_email("lea.petit@exemple.fr") == "l•••@exemple.fr"
