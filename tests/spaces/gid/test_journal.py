"""The journal of one's organisation, on screen and as a file."""

import io
import random
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connections
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kairos.foundation import journal
from kairos.foundation.actor import Actor, Audience, Strength, system
from kairos.foundation.isolation import scope
from kairos.foundation.journal import browsing
from kairos.foundation.journal.browsing import Search
from kairos.spaces.journal import export, words
from tests.support.statements import assert_statements

PAGE = "/gid/journal/"
INSERT = """
INSERT INTO journal_entry (uid, tx, era, at, kind, acts, actor_user, audience, organisation, subject_type, subjects,
                           fields, request_id, detail_hash)
VALUES (gen_random_uuid(), 1, 1, %s, %s, %s, %s, 'provider', %s, %s, %s, '{}', 'tests', '')
"""


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def write(rows) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.executemany(INSERT, rows)


# Who sees what


def test_each_organisation_sees_its_own_entries_alone(people, as_person):
    with scope(people.owner_a.actor):
        journal.happened(people.owner_a.actor, "session.revoked")
    with scope(people.manager.actor):
        journal.happened(people.manager.actor, "session.proved_again")
    said = text_of(as_person(people.manager).get(PAGE))
    assert "Identité prouvée de nouveau" in said
    assert "Session fermée à distance" not in said


def test_whoever_manages_two_organisations_sees_the_one_acted_for(people):
    """The same person, the same search: each organisation's entries and no other's."""
    one, other = people.organisation_m.pk, people.organisation_b.pk
    subject = uuid4()
    for organisation in (one, other):
        with scope(people.manager.actor.acting_for(organisation)) as who:
            journal.reading(who, "provider_file.read", [subject], "organisations.organisation")
    for organisation in (one, other):
        with scope(people.manager.actor.acting_for(organisation)) as who:
            everything = browsing.page(who, Search(), 1000)
            about = browsing.page(who, Search(subject=subject), 10)
            mine = browsing.page(who, Search(people=(who.user,), types=words.TYPES), 1000)
        assert {entry.organisation for entry in everything + mine} == {organisation}
        assert [entry.organisation for entry in about] == [organisation]


def test_only_the_account_manager_opens_it(people, as_person):
    assert as_person(people.owner_a).get(PAGE).status_code == 403
    assert as_person(people.instructor).get(PAGE).status_code == 404


# What is said


def test_an_entry_is_told_in_words(people, as_person):
    with scope(people.manager.actor) as who:
        journal.reading(
            who, "provider_file.read", [people.organisation_m.pk], "organisations.organisation", reason="Contrôle"
        )
        journal.happened(who, "session.opened", network="192.0.2.0/24", how="totp")
        journal.happened(who, "page.denied", permission="settings.set")
    with scope(system("tests")):
        journal.reading(system("tests"), "account.read", [uuid4()], "accounts.user", people.organisation_m.pk)
    said = text_of(as_person(people.manager).get(PAGE))
    for words_ in (
        "Fiche de l’organisme consultée", "motif : Contrôle", people.organisation_m.name, people.manager.actor.name,
        "depuis le réseau : 192.0.2.0/24", "application de codes", "droit manquant : changer un réglage", "Kairos",
        "un dossier",
    ):  # fmt: skip
        assert words_.replace(" :", "\u00a0:") in said or words_ in said, words_


def test_a_person_whose_account_is_gone_is_a_former_account(people, as_person):
    gone = Actor(Audience.PROVIDER, uuid4(), organisation=people.organisation_m.pk, strength=Strength.SECOND_FACTOR)
    with scope(gone):
        journal.happened(gone, "session.closed")
    assert "ancien compte" in text_of(as_person(people.manager).get(PAGE))


def test_reading_the_journal_is_one_entry_that_says_what_was_looked_for(people, as_person):
    as_person(people.manager).get(PAGE + "?nature=lecture&du=3/9/2026&domaine=qualite")
    with scope(people.manager.actor) as who:
        last = browsing.page(who, Search(), 1)[0]
    assert (last.kind, last.acts, last.subjects) == ("reading", ["journal.read"], [])
    assert last.detail["summary"].startswith("lectures, Qualité, du 03/09/2026")


def test_who_read_a_subject_is_found_however_old_the_reading(people, as_person, monkeypatch):
    monkeypatch.setattr(browsing, "RECENT", 3)
    subject = uuid4()
    with scope(people.manager.actor) as who:
        journal.reading(who, "quality_request.read", [uuid4(), subject], "quality.qualityrequest")
        for _ in range(9):
            journal.happened(who, "session.proved_again")
    client = as_person(people.manager)
    said = text_of(client.get(f"{PAGE}?objet={subject}&nature=lecture"))
    assert "Qui a consulté ce dossier" in said
    assert "Demande qualité consultée" in said
    assert "Identité prouvée de nouveau" not in said


def test_what_cannot_be_understood_is_said_and_changes_nothing(people, as_person):
    client = as_person(people.manager)
    said = text_of(client.get(PAGE + "?du=31/2/2026&objet=xyz&nature=tout&domaine=rien&apres=zz&avant=&par=7&qui=%00"))
    assert "« 31/2/2026 »" in said.replace("\u00a0", " ")
    assert "n’est pas un identifiant de dossier" in said
    assert "Aucune écriture avec ces filtres" in text_of(client.get(PAGE + "?qui=personne+de+ce+nom"))
    for address in ("?du=1/1/1", "?au=31/12/9999", "?apres=9999999999999999999", "?avant=0", "?par=100"):
        assert client.get(PAGE + address).status_code == 200, address


def test_a_page_asks_eight_statements_at_most(people, as_person):
    with scope(people.manager.actor) as who:
        for kind in words.TYPES:
            journal.reading(who, "provider_file.read", [uuid4()], kind)
    for query in ("", "?qui=a&nature=lecture&domaine=qualite&du=1/1/2026&au=31/12/2026", f"?objet={uuid4()}"):
        assert_statements(as_person(people.manager), PAGE + query, 8)


# Filters and pages, against a naive reading of the same rows

PEOPLE = [uuid4() for _ in range(4)]
SUBJECTS = [uuid4() for _ in range(3)]
KINDS = browsing.KINDS
NOON = datetime(2126, 3, 10, 11, tzinfo=UTC)
"""After whatever the other fixtures write: entries are numbered in the order of their instants."""


@st.composite
def searches(draw) -> Search:
    people = tuple(draw(st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True)))
    kinds = tuple(draw(st.lists(st.sampled_from(KINDS), max_size=1)))
    types = tuple(draw(st.lists(st.sampled_from(words.TYPES[:4]), max_size=2, unique=True)))
    if not types and (people or kinds):
        types = words.TYPES
    hours = st.none() | st.integers(-30, 250).map(lambda hour: NOON + timedelta(hours=hour, seconds=1))
    return Search(people, kinds, types, draw(hours), draw(hours), draw(st.none() | st.sampled_from(SUBJECTS)))


def fits(search: Search, row: tuple) -> bool:
    at, kind, _, person, _, type_, subjects = row
    return (
        (not search.people or person in search.people)
        and (not search.types or type_ in search.types)
        and (not search.kinds or kind in search.kinds)
        and (search.since is None or at >= search.since)
        and (search.until is None or at < search.until)
        and (search.subject is None or search.subject in subjects)
    )


@pytest.fixture
def corpus(people, monkeypatch):
    """300 entries of two organisations, an hour apart at most from the order of their numbers."""
    monkeypatch.setattr(browsing, "RECENT", 20)
    chance = random.Random(7)
    organisations = [people.organisation_m.pk, people.organisation_b.pk]
    rows = []
    for number in range(300):
        kind = chance.choice(KINDS)
        subjects = chance.sample(SUBJECTS, chance.randint(0, 2)) if kind != "event" else []
        at = NOON + timedelta(minutes=number * 40 + chance.randint(-25, 25))
        rows.append((at, kind, ["tests.name"], chance.choice(PEOPLE), chance.choice(organisations),
                     chance.choice(words.TYPES[:4]), subjects))  # fmt: skip
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM journal_entry")
        before = cursor.fetchone()[0]
    write(rows)
    mine = [(before + 1 + rank, row) for rank, row in enumerate(rows) if row[4] == organisations[0]]
    return people.manager.actor, before, mine


def test_filters_and_pages_give_what_a_naive_reading_gives(corpus):
    actor, before, mine = corpus

    @settings(max_examples=120, deadline=None)
    @given(search=searches(), size=st.integers(1, 40), start=st.none() | st.integers(0, 310))
    @example(Search(), 300, None)
    @example(Search(subject=SUBJECTS[0], kinds=("reading",), types=words.TYPES), 1, None)
    def check(search, size, start):
        beyond = None if start is None else before + start
        expected = [key for key, row in mine if fits(search, row)]
        older = [key for key in reversed(expected) if beyond is None or key < beyond][:size]
        newer = [key for key in expected if beyond is not None and key > beyond][:size]
        month = timedelta(days=30)
        narrowed = replace(search, since=search.since or NOON - month, until=search.until or NOON + month)
        with scope(actor):
            assert [entry.id for entry in browsing.page(actor, narrowed, size, beyond=beyond)] == older
            if beyond is not None:
                back = browsing.page(actor, narrowed, size, beyond=beyond, backwards=True)
                assert [entry.id for entry in back] == newer

    check()


STRETCH = 2**20
NUMBERED = INSERT.replace("(uid,", "(id, uid,").replace("(gen_random_uuid(),", "(%s, gen_random_uuid(),")


def test_a_subject_is_found_from_one_stretch_of_the_journal_to_the_next(people):
    """A few readings of the same subject in each of three stretches, others' between them."""
    mine, other, subject, stranger = people.organisation_m.pk, people.organisation_b.pk, SUBJECTS[0], uuid4()
    numbers = [stretch * STRETCH + place for stretch in (5, 6, 9) for place in (0, 10, 700, STRETCH - 10)]
    rows = [
        (number + more, NOON, "reading", ["tests.read"], PEOPLE[0], whose, words.TYPES[0], about)
        for number in numbers
        for more, whose, about in ((0, mine, [uuid4(), subject]), (2, mine, [stranger]), (4, other, [subject]))
    ]
    with connections["owner"].cursor() as cursor:
        cursor.executemany(NUMBERED, rows)
    with scope(people.manager.actor) as who:
        looked = Search(subject=subject)
        assert [one.id for one in browsing.page(who, looked, 50)] == numbers[::-1]
        assert [one.id for one in browsing.page(who, looked, 5, beyond=numbers[9])] == numbers[4:9][::-1]
        assert [one.id for one in browsing.page(who, looked, 6, beyond=numbers[2], backwards=True)] == numbers[3:9]
    with scope(people.instructor.actor):
        everywhere = [one.id for one in browsing.readings_of(subject, 9)]
    assert everywhere == sorted([*numbers, *(number + 4 for number in numbers)])[::-1][:9]


def test_a_subject_read_every_day_is_found_by_the_index_of_readings(people):
    """The plan that a page's statement runs, at volume: nothing is read from one end to the other."""
    subject, organisation = uuid4(), people.organisation_m.pk
    write([(NOON, "reading", ["t"], PEOPLE[0], organisation, words.TYPES[0], [subject])] * 600)
    write([(NOON, "reading", ["t"], PEOPLE[0], organisation, words.TYPES[0], [uuid4()])] * 3000)
    statement = browsing.READINGS.replace("%(subject)s", f"'{subject}'::uuid").replace("%(size)s", "25")
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE journal_entry")
        cursor.execute(f"EXPLAIN {statement}")
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "journal_readings_by_stretch" in plan
    assert "Seq Scan" not in plan


def test_pages_hold_while_entries_arrive(people, as_person):
    write([(NOON, "act", [f"tests.n{n}"], PEOPLE[0], people.organisation_m.pk, "accounts.user", []) for n in range(60)])
    client, seen = as_person(people.manager), []
    address = PAGE + "?domaine=comptes&nature=acte"
    while address:
        page = client.get(address).content.decode()
        seen += [int(number) for number in re.findall(r"n° (\d+)", page)]
        write([(NOON, "act", ["tests.late"], PEOPLE[1], people.organisation_m.pk, "accounts.user", [])] * 3)
        found = re.search(r'href="([^"]*apres=\d+[^"]*)">Suivantes', page)
        address = PAGE + found.group(1).replace("&amp;", "&") if found else None
    assert len(seen) == len(set(seen)) >= 60
    assert seen == sorted(seen, reverse=True)
    back = client.get(f"{PAGE}?domaine=comptes&nature=acte&avant={seen[30]}").content.decode()
    assert [int(number) for number in re.findall(r"n° (\d+)", back)] == seen[5:30]


# The file


def test_the_export_says_who_and_what_and_asks_a_fresh_proof(people, as_person):
    client = as_person(people.manager)
    with scope(people.manager.actor) as who:
        journal.reading(who, "provider_file.read", [], "organisations.organisation", reason="=HYPERLINK(1)")
    answer = client.get(PAGE + "export/?nature=lecture")
    assert answer["Content-Type"].startswith("text/csv")
    head, columns, *rows = answer.content.decode("utf-8-sig").split("\r\n")
    assert "exporté par" in head
    assert "filtres : lectures" in head
    assert columns.startswith("Numéro;")
    assert any("Fiche de l’organisme consultée" in row for row in rows)
    with scope(people.manager.actor) as who:
        assert browsing.page(who, Search(), 1)[0].acts == ["journal.export"]
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE account_session SET proved_at = proved_at - interval '1 day'")
    assert "text/csv" not in client.get(PAGE + "export/").headers["Content-Type"]


def test_the_export_as_a_workbook_holds_the_same_cells(people, as_person):
    client = as_person(people.manager)
    with scope(people.manager.actor) as who:
        journal.reading(who, "provider_file.read", [], "organisations.organisation", reason="=HYPERLINK(1)")
    text = client.get(PAGE + "export/?nature=lecture").content.decode("utf-8-sig")
    answer = client.get(PAGE + "export/?nature=lecture&format=xlsx")
    assert "journal.xlsx" in answer["Content-Disposition"]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert sheet[1][:3] == ["Numéro", "Date et heure (Paris)", "Qui"]
    lines = [line.split(";")[0] for line in text.split("\r\n")[2:] if line]
    told = [str(row[0]) for row in sheet[2:]]
    assert told[1:] == lines  # the first export is an entry more
    assert any("=HYPERLINK(1)" in str(cell) and str(cell)[:1] != "=" for row in sheet for cell in row)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1"])
def test_no_cell_is_a_formula(cell):
    assert export.safe(cell) == f"'{cell}"
    assert export.safe("12 - 3") == "12 - 3"
