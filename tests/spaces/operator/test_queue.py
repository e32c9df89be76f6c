"""The queue of membership applications: found, sorted, paged, taken, exported."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.accounts import people as accounts
from kairos.identity.memberships.lifecycle import Application
from tests.support import applications as stories
from tests.support.people import _member, open_file
from tests.support.statements import statements_of

QUEUE = "/operateur/adhesions/"
MONDAY = datetime(2026, 9, 28, 8, tzinfo=UTC)


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def names(response) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', text(response))


@pytest.fixture
def three(people):
    """Submitted one day after the other: in Paris, at La Réunion, in Corsica."""
    rows = []
    for day, (someone, postcode, town) in enumerate(
        ((people.owner_a, "75011", "Paris"), (people.owner_b, "97400", "Saint-Denis"), (None, "20200", "Bastia"))
    ):
        if someone is None:
            organisation, user = open_file("Zénith Corse", "99900000900001", "Ange", "Colonna")
            someone = _member("third", user, organisation, {"file.fill"})
        with clock.fixed(MONDAY + timedelta(days=day)):
            stories.saved(someone)
            stories.edit_file(someone, establishment__postcode=postcode, establishment__town=town)
            with scope(someone.actor):
                from kairos.identity.memberships import queries

                application = queries.latest(someone.actor)
            application = stories.submit(application, someone)
            stories.jobs.check(key=str(application.pk), version=1)
            rows.append(application)
    return rows


def test_the_most_urgent_comes_first(people, as_person, three):
    with clock.fixed(MONDAY + timedelta(days=4)):
        page = as_person(people.instructor).get(QUEUE)
    assert names(page) == ["Les Ateliers du Canal", "Formation du Littoral", "Zénith Corse"]
    assert "732 829 320 00074" in text(page)
    assert "6 jours" in text(page)
    assert all(word in text(page) for word in ("<small>974</small>", "<small>2B</small>", "<small>75</small>"))


FILTERS = [
    ("q=canal", ["Les Ateliers du Canal"]),
    ("q=ATELIERS+du", ["Les Ateliers du Canal"]),
    ("q=732+829+320+00074", ["Les Ateliers du Canal"]),
    ("q=999000001", ["Formation du Littoral"]),
    ("q=rien+de+tel", []),
    ("q=%25", []),
    ("region=Corse", ["Zénith Corse"]),
    ("region=Atlantide", ["Les Ateliers du Canal", "Formation du Littoral", "Zénith Corse"]),
    ("controles=conformes", []),
    ("echeance=12/10/2026", ["Les Ateliers du Canal"]),
    ("echeance=13.10.26", ["Les Ateliers du Canal", "Formation du Littoral"]),
    ("agent=moi", []),
    ("agent=personne", ["Les Ateliers du Canal", "Formation du Littoral", "Zénith Corse"]),
    ("agent=00000000-0000-0000-0000-000000000000", []),
    ("tri=-nom", ["Zénith Corse", "Les Ateliers du Canal", "Formation du Littoral"]),
    ("tri=-numero", ["Zénith Corse", "Formation du Littoral", "Les Ateliers du Canal"]),
    ("tri=-depot&q=+&par=7", ["Zénith Corse", "Formation du Littoral", "Les Ateliers du Canal"]),
    ("tri=1;DROP", ["Les Ateliers du Canal", "Formation du Littoral", "Zénith Corse"]),
]


def test_filters_and_sorts_are_in_the_address(people, as_person, three):
    client = as_person(people.instructor)
    with clock.fixed(MONDAY + timedelta(days=4)):
        found = {address: names(client.get(f"{QUEUE}?{address}")) for address, _ in FILTERS}
    assert found == dict(FILTERS)


def test_whom_to_filter_by_are_the_agents_by_name_each_with_their_own_requests(people, as_person, three):
    stories.do(Application.take, three[1], people.instructor)
    client = as_person(people.supervisor)
    offered = re.findall(r'<option value="([0-9a-f-]{36})"[^>]*>([^<]+)<', text(client.get(QUEUE)))
    with scope(people.supervisor.actor):
        assert offered == [(str(key), name) for key, name in accounts.staff()]
    assert len(offered) > 1, "an order is only seen of several"
    assert names(client.get(QUEUE, {"agent": people.instructor.actor.user})) == ["Formation du Littoral"]


def test_a_number_is_found_by_its_figures(people, as_person, three):
    client = as_person(people.instructor)
    for typed in (three[1].number, three[1].number.rpartition("-")[2], str(int(three[1].number[-5:]))):
        assert names(client.get(QUEUE, {"q": typed})) == ["Formation du Littoral"]


def test_a_date_that_is_none_is_said_and_kept(people, as_person, three):
    page = as_person(people.instructor).get(QUEUE, {"echeance": "31/02/2026"})
    assert "n’est pas une date" in text(page)
    assert 'value="31/02/2026"' in text(page)


def test_each_tab_has_its_requests(people, as_person):
    stories.accepted(people.owner_a, people.instructor)
    stories.awaiting(people.owner_b, people.instructor)
    client = as_person(people.supervisor)
    assert names(client.get(QUEUE)) == []
    assert "Rien à instruire" in text(client.get(QUEUE))
    assert names(client.get(f"{QUEUE}en-attente/")) == ["Formation du Littoral"]
    decided = client.get(f"{QUEUE}decidees/")
    assert names(decided) == ["Les Ateliers du Canal"]
    assert "P. Instruit" in text(decided)


def test_chosen_requests_are_taken_and_those_that_were_not_are_named(people, as_person, three):
    stories.do(Application.take, three[1], people.supervisor)
    mine = stories.do(Application.take, three[2], people.instructor)
    client = as_person(people.instructor)
    chosen = [str(row.pk) for row in three[:2]]
    done = client.post(f"{QUEUE}prendre/", {"demande": chosen})
    assert done.status_code == 302
    assert "2 demandes vous sont attribuées" in text(client.get(done["Location"]))
    refused = client.post(f"{QUEUE}prendre/", {"demande": [str(mine.pk), "pas-un-uuid"]})
    assert refused.status_code == 422
    assert f"{mine.number} : Ce dossier est déjà le vôtre." in text(refused)
    assert "Choisissez au moins une demande" in text(client.post(f"{QUEUE}prendre/", {}))


def test_the_export_is_what_the_page_shows_and_runs_no_formula(people, as_person, three):
    stories.do(Application.take, three[0], people.instructor)
    client = as_person(people.instructor)
    file = client.get(f"{QUEUE}export.csv", {"tri": "-nom"})
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    head, *lines = file.content.decode("utf-8-sig").splitlines()
    assert head.startswith("Numéro;Version;Organisme;SIRET")
    assert [line.split(";")[2] for line in lines] == ["Zénith Corse", "Les Ateliers du Canal", "Formation du Littoral"]
    from kairos.foundation.imports.cells import neutral

    assert [neutral(value) for value in ("=1+1", "@x", "-2", "Les Ateliers", 3)] == [
        "'=1+1",
        "'@x",
        "'-2",
        "Les Ateliers",
        "3",
    ]


def test_a_list_is_one_reading_with_what_it_showed(people, as_person, three):
    as_person(people.instructor).get(QUEUE)
    with scope(system("tests")):
        [entry] = JournalEntry.objects.filter(kind="reading", acts=["membership_application.list"])
    assert set(entry.subjects) == {row.pk for row in three}
    assert entry.actor_user == people.instructor.user.pk


def test_pages_follow_by_key(people, as_person, three, monkeypatch):
    from kairos.spaces.operator import queue_list

    monkeypatch.setattr(queue_list, "SIZES", (2, 3))
    client = as_person(people.instructor)
    first = client.get(QUEUE)
    following = re.search(r'href="([^"]*apres=[^"]*)"', text(first))[1].replace("&amp;", "&")
    second = client.get(QUEUE + following)
    assert [*names(first), *names(second)] == ["Les Ateliers du Canal", "Formation du Littoral", "Zénith Corse"]
    back = re.search(r'href="([^"]*avant=[^"]*)"', text(second))[1].replace("&amp;", "&")
    assert names(client.get(QUEUE + back)) == names(first)


def test_eight_statements_whatever_the_length(people, as_person, three):
    client = as_person(people.instructor)
    client.get(QUEUE)
    assert len(statements_of(client, QUEUE)) <= 8
    assert len(statements_of(client, "/operateur/")) <= 8


def test_home_shows_mine_and_nobodys_by_deadline(people, as_person, three):
    stories.do(Application.take, three[0], people.supervisor)
    stories.do(Application.take, three[2], people.instructor)
    page = text(as_person(people.instructor).get("/operateur/"))
    assert re.findall(r">Demande d’adhésion : ([^<]+)</a>", page) == ["Formation du Littoral", "Zénith Corse"]
