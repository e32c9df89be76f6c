"""The grid people × areas: seen, changed and saved as a whole; what others did meanwhile is never written over."""

import re
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from kairos.foundation import clock
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.accounts.models import User
from kairos.identity.habilitations import queries
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.models import AccessGrant, Affiliation, Team
from kairos.identity.organisations.models import Establishment
from kairos.spaces.provider.gid import masks
from tests.support.people import person, sign_in
from tests.support.statements import statements_of
from tests.support.team import add_colleague, day, give, grant_of, place_of, run

PAGE = "/gid/habilitations/"
BOX = re.compile(r"name=(\d+)\.(\w+) value=([CSV])[^>]*?( checked)?>")


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def form_of(response) -> dict[str, list[str]]:
    """What a browser would send back, nothing touched."""
    page = response.content.decode()
    sent: dict[str, list[str]] = {"vu": re.findall(r'name="vu" value="([^"]+)"', page)}
    for number, area, letter, checked in BOX.findall(page):
        if checked:
            sent.setdefault(f"{number}.{area}", []).append(letter)
    return sent


def name_of(form: dict, affiliation: Affiliation, area: str) -> str:
    """The name of a person's boxes."""
    number = next(line.partition(".")[0] for line in form["vu"] if affiliation.pk.hex in line)
    return f"{number}.{area}"


def tick(form: dict, affiliation: Affiliation, area: str, letters: str) -> dict:
    return form | {name_of(form, affiliation, area): list(letters)}


def held(affiliation: Affiliation) -> set[str]:
    return set(
        AccessGrant.objects.using("owner")
        .filter(affiliation=affiliation.pk, state="live", starts_on__lte=clock.today())
        .exclude(ends_on__lt=clock.today())
        .values_list("right", flat=True)
    )


@pytest.fixture
def karim(people):
    return add_colleague(people, "sessions.consult", "attendance.enter", title="Formateur, bâtiment")


@pytest.fixture
def maud(people):
    """The account manager's own line."""
    return place_of(people.manager.user, people.organisation_m.pk)


@pytest.fixture
def client(people, as_person):
    return as_person(people.manager)


class TestShown:
    def test_everybody_with_their_boxes_the_manager_too(self, people, client, karim, maud):
        page = client.get(PAGE)
        form = form_of(page)
        assert form[name_of(form, karim.affiliation, "sessions")] == ["C"]
        assert form[name_of(form, karim.affiliation, "attendance")] == ["S"]
        assert len(form["vu"]) == 2
        assert page.content.decode().count("type=checkbox") == 2 * 21
        assert karim.user.full_name in text_of(page)
        assert "Formateur, bâtiment" in text_of(page)

    @pytest.mark.parametrize(("asked", "found"), [("q=batiment", 1), ("q=zzz", 0), ("domaine=attendance", 1),
                                                  ("domaine=quotes", 0), ("q=nguyen", 1)])  # fmt: skip
    def test_is_searched_by_name_function_or_area(self, client, karim, asked, found):
        assert len(form_of(client.get(f"{PAGE}?{asked}"))["vu"]) == found

    def test_follows_by_key(self, people, client, monkeypatch):
        monkeypatch.setattr("kairos.spaces.provider.gid.grid_people.SIZES", (2, 25))
        for _ in range(4):
            add_colleague(people)
        seen, address = [], PAGE
        for _ in range(3):
            page = client.get(address).content.decode()
            seen += re.findall(r'name="vu" value="\d+\.(\w{32})', page)
            links = re.findall(r'href="(\?[^"]*apres[^"]*)">Suivantes', page)
            address = PAGE + links[0].replace("&amp;", "&") if links else ""
        assert len(seen) == len(set(seen)) == 5
        assert address == ""

    def test_is_the_account_managers_alone(self, people, as_person, karim):
        assert as_person(karim.someone).get(PAGE).status_code == 403
        assert as_person(people.owner_a).get(PAGE).status_code == 403

    def test_what_is_over_is_unchecked_even_before_the_sweep(self, client, karim):
        AccessGrant.objects.using("owner").filter(right="sessions.consult").update(starts_on=day(-9), ends_on=day(-1))
        form = form_of(client.get(PAGE))
        assert name_of(form, karim.affiliation, "sessions") not in form


class TestSaved:
    def test_as_a_whole_and_told(self, client, karim):
        form = tick(form_of(client.get(PAGE)), karim.affiliation, "sessions", "CS")
        del form[name_of(form, karim.affiliation, "attendance")]
        answer = client.post(PAGE, form, follow=True)
        assert "2 droits changés, enregistré" in text_of(answer)
        assert held(karim.affiliation) == {"sessions.consult", "sessions.enter"}

    def test_twice_counts_once(self, client, karim):
        form = tick(form_of(client.get(PAGE)), karim.affiliation, "quotes", "C")
        client.post(PAGE, form)
        before = place_of(karim.user, karim.affiliation.organisation_id).rights_version
        again = client.post(PAGE, form, follow=True)
        assert "tout était déjà enregistré" in text_of(again)
        assert place_of(karim.user, karim.affiliation.organisation_id).rights_version == before

    def test_days_and_places_are_kept(self, people, client, karim):
        place = Establishment.objects.using("owner").get(organisation_id=people.organisation_m.pk)
        give(people.manager, karim.affiliation, "quotes.enter", establishments=frozenset({place.pk}), ends_on=day(9))
        form = tick(form_of(client.get(PAGE)), karim.affiliation, "sessions", "C")
        assert "leurs dates ou leurs lieux" in text_of(client.get(PAGE))
        client.post(PAGE, form)
        kept = grant_of(karim.affiliation, "quotes.enter")
        assert (kept.state, kept.establishments, kept.ends_on) == ("live", [place.pk], day(9))
        assert held(karim.affiliation) == {"quotes.enter", "sessions.consult"}

    def test_ones_own_waits_for_a_second_person(self, client, karim, maud):
        client.post(PAGE, tick(form_of(client.get(PAGE)), maud, "quotes", "CS"))
        assert held(maud) == set()
        assert "2 droits attendent un accord" in text_of(client.get(PAGE))

    def test_many_changes_are_read_again_first(self, client, karim, maud):
        form = form_of(client.get(PAGE))
        for area in ("sessions", "quotes", "billing", "candidates"):
            form = tick(form, karim.affiliation, area, "CSV")
        form = tick(form, maud, "quotes", "V")
        asked = client.post(PAGE, form)
        assert "Relire avant d’enregistrer" in text_of(asked)
        assert "Attendra l’accord" in text_of(asked)
        assert held(karim.affiliation) == {"sessions.consult", "attendance.enter"}
        hidden: dict[str, list[str]] = {}
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)">', asked.content.decode()):
            hidden.setdefault(name, []).append(value)
        back = client.post(PAGE, hidden | {"corriger": "1"})
        assert "12 changements à enregistrer" in text_of(back)
        client.post(PAGE, hidden | {"confirme": "1"})
        assert len(held(karim.affiliation)) == 13
        assert grant_of(maud, "quotes.approve").state == "proposed"


class TestMeanwhile:
    def test_a_change_by_another_is_named_and_nothing_is_written(self, people, client, karim):
        lucie = add_colleague(people)
        form = form_of(client.get(PAGE))
        give(people.manager, karim.affiliation, "sessions.consult", "attendance.enter", "billing.consult")
        form = tick(tick(form, karim.affiliation, "quotes", "S"), lucie.affiliation, "quotes", "C")
        refused = client.post(PAGE, form)
        assert refused.status_code == 422
        said = text_of(refused)
        assert f"Les droits de {karim.user.full_name} ont changé" in said
        assert "accordé « Facturation, consulter »" in said
        assert said.count("Entre-temps") == 1, "beside the line of whom it changed for"
        assert held(lucie.affiliation) == set()
        again = form_of(refused)
        assert again[name_of(again, karim.affiliation, "quotes")] == ["S"]
        assert again[name_of(again, karim.affiliation, "billing")] == ["C"]
        client.post(PAGE, again)

    def test_what_came_back_saves_both(self, people, client, karim):
        form = form_of(client.get(PAGE))
        give(people.manager, karim.affiliation, "sessions.consult", "billing.consult")
        refused = client.post(PAGE, tick(form, karim.affiliation, "quotes", "S"))
        assert client.post(PAGE, form_of(refused)).status_code == 302

    def test_whoever_left_is_named(self, people, client, karim):
        form = tick(form_of(client.get(PAGE)), karim.affiliation, "quotes", "S")
        run(people.manager, TeamMember.remove, karim.affiliation.pk, reason="Fin de contrat.")
        refused = client.post(PAGE, form)
        assert refused.status_code == 422
        assert f"{karim.user.full_name} n’est plus de l’organisme" in text_of(refused)

    def test_a_person_of_another_organisation_does_not_exist(self, people, client):
        other = place_of(people.owner_a.user, people.organisation_a.pk)
        for key in (other.pk, new_id()):
            sent = {"vu": [f"0.{key.hex}.0.0"], "0.quotes": ["C"]}
            assert client.post(PAGE, sent).status_code == 404
        assert held(other) == set()

    @pytest.mark.parametrize("line", ["", "x.y.z", "0.é.0.0", f"0.{'f' * 32}.0", f"0.{'0' * 32}.0.-1"])
    def test_a_forged_line_changes_nothing(self, client, karim, line):
        assert client.post(PAGE, {"vu": [line]}).status_code in (302, 404)


def test_whatever_is_checked_is_what_holds(people, client, karim, maud):
    """For others all of it; for oneself what was held already, the rest waits."""
    grids = st.tuples(st.integers(0, masks.ALL), st.integers(0, masks.ALL))

    @settings(max_examples=15, deadline=None)
    @given(grids)
    def check(grid):
        before = held(maud)
        form = {"vu": form_of(client.get(PAGE))["vu"], "confirme": "1"}
        for affiliation, wanted in zip((karim.affiliation, maud), grid, strict=True):
            for right in masks.rights(wanted):
                area, grade = right.split(".")
                form.setdefault(name_of(form, affiliation, area), []).append(
                    {"consult": "C", "enter": "S"}.get(grade, "V")
                )
        assert client.post(PAGE, form).status_code == 302
        assert held(karim.affiliation) == set(masks.rights(grid[0]))
        assert held(maud) == before & set(masks.rights(grid[1]))

    with scope(people.manager.actor):
        assert not queries.is_alone(people.organisation_m.pk)
    give_to_oneself(people, maud)
    check()


def give_to_oneself(people, maud) -> None:
    """Rights of her own, as a second person would have agreed."""
    for right in ("sessions.consult", "quotes.enter", "billing.approve"):
        AccessGrant(
            affiliation_id=maud.pk,
            organisation_id=maud.organisation_id,
            right=right,
            starts_on=day(-3),
            state="live",
            given_by=new_id(),
            given_at=clock.now(),
        ).save(using="owner", force_insert=True)


class TestTogether:
    def test_two_managers_at_the_same_instant_one_is_told(self, people, karim):
        """Two browsers, two connections: one of the two saves, the other reads again, nothing is lost or mixed."""
        clients = [sign_in(Client(), people.manager) for _ in range(2)]
        form = form_of(clients[0].get(PAGE))
        forms = [tick(form, karim.affiliation, "quotes", "S"), tick(form, karim.affiliation, "billing", "V")]
        together, answers = Barrier(2), {}

        def save(number: int) -> None:
            together.wait()
            answers[number] = clients[number].post(PAGE, forms[number])
            connection.close()

        threads = [Thread(target=save, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        saved = next(number for number, answer in answers.items() if answer.status_code == 302)
        told = answers[1 - saved]
        assert told.status_code == 422
        assert karim.user.full_name in text_of(told)
        own = {"sessions.consult", "attendance.enter"}
        assert held(karim.affiliation) == own | ({"quotes.enter"}, {"billing.approve"})[saved]
        assert clients[1 - saved].post(PAGE, form_of(told)).status_code == 302
        assert held(karim.affiliation) == own | {"quotes.enter", "billing.approve"}


def test_two_hundred_people_on_one_page_ask_no_more_statements(people, client):
    users = [person(f"Prénom {n}", f"Étienne {n}", id=new_id(), created_at=clock.now()) for n in range(230)]
    places = [
        Affiliation(
            user_id=user.pk, organisation_id=people.organisation_m.pk, started_at=clock.now(), title="Formateur"
        )
        for user in users
    ]
    grants = [
        AccessGrant(
            affiliation_id=place.pk, organisation_id=place.organisation_id, right=right, starts_on=day(-1),
            state="live", given_by=new_id(), given_at=clock.now(),
        )
        for number, place in enumerate(places) for right in masks.rights(number * 7919 & masks.ALL)
    ]  # fmt: skip
    for model, rows in ((User, users), (Affiliation, places), (AccessGrant, grants)):
        model.objects.using("owner").bulk_create(rows)
    assert len(statements_of(client, f"{PAGE}?par=200")) <= 6
    page = client.get(f"{PAGE}?par=200")
    assert len(form_of(page)["vu"]) == 200
    form = form_of(page) | {"confirme": "1"}
    assert client.post(f"{PAGE}?par=200", form).status_code == 302, "everything that a page of 200 sends is read"
    assert len(BOX.findall(page.content.decode())) == 200 * 21


def test_whoever_is_alone_is_not_told_to_wait_for_a_second_person(people, as_person):
    client, team = as_person(people.manager), Team.objects.using("owner").filter(pk=people.organisation_m.pk)
    own = place_of(people.manager.user, people.organisation_m.pk).pk
    pages = ("/gid/habilitations/", "/gid/mes-droits/", f"/gid/habilitations/{own}/")
    for alone in (False, True):
        team.update(alone_since=clock.now() if alone else None)
        for page in pages:
            said = client.get(page).content.decode().partition("<main")[2]
            assert "Dès qu’une" in said if alone and page == pages[0] else True, page
            assert ("seconde personne" in said.replace("Dès qu’une seconde personne", "")) is not alone, page
