"""« Ma fiche »: what was typed is kept whatever happens, section by section or whole, left and resumed."""

import json
import re
from html import unescape

import pytest

from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.organisations import queries
from kairos.identity.organisations.models import MaintainedDoubt
from tests.support import applications

SHEET = "/compte/fiche/"
NIR = "1 85 05 78 006 084 91"


@pytest.fixture
def client(people, as_person):
    return as_person(people.owner_a)


def stored(people) -> dict[str, str]:
    with scope(people.owner_a.actor):
        return queries.content(queries.own(people.owner_a.actor))


def page(response) -> str:
    return unescape(response.content.decode())


def fields(response) -> dict[str, str]:
    """The form as a browser would send it again untouched."""
    text = response.content.decode()
    sent = {}
    for tag in re.findall(r"<input [^>]*>", text):
        name = re.search(r' name="([^"]*)"', tag)
        if not name or ('type="radio"' in tag and " checked" not in tag):
            continue
        value = re.search(r' value="([^"]*)"', tag)
        sent[unescape(name[1])] = unescape(value[1]) if value else ""
    return sent


def acts(people) -> int:
    with scope(people.owner_a.actor):
        return JournalEntry.objects.filter(acts__contains=["provider_file.edit"]).count()


class TestReading:
    def test_what_is_missing_is_listed_with_links_to_fields_that_exist(self, client):
        text = client.get(SHEET).content.decode()
        links = set(re.findall(r'href="#(id_[a-z_-]+)"', text))
        assert "id_director-last_name" in links
        assert {link for link in links if f'id="{link}"' not in text} == set()

    def test_it_is_within_budget_and_leaves_one_reading(self, people, client, statements):
        client.get(SHEET)
        with statements() as found:
            assert client.get(SHEET).status_code == 200
        assert len(found) <= 4 + 8, [query["sql"] for query in found.captured_queries]
        with scope(people.owner_a.actor):
            assert JournalEntry.objects.filter(acts=["provider_file.read"]).count() == 2

    def test_another_organisation_s_is_never_shown(self, people, client):
        assert people.organisation_b.name not in page(client.get(SHEET))

    def test_numbers_are_shown_as_people_write_them(self, people, client):
        client.post(SHEET, {"account_manager-phone": "+33 1 99 00 45 10"})
        assert stored(people)["account_manager-phone"] == "+33199004510"
        assert 'value="01\u00a099\u00a000\u00a045\u00a010"' in page(client.get(SHEET))


class TestSaving:
    def test_one_section_at_a_time(self, people, client):
        response = client.post(SHEET, {"director-first_name": "Solène", "director-last_name": "Le Goff"})
        assert response.status_code == 302
        after = stored(people)
        assert after["director-last_name"] == "Le Goff"
        assert after["organisation-name"] == people.organisation_a.name, "what was not sent is left alone"

    def test_the_whole_sheet_sent_again_untouched_does_nothing(self, people, client):
        applications.complete_file(people.owner_a)
        before, done = stored(people), acts(people)
        response = client.post(SHEET, fields(client.get(SHEET)))
        assert response.status_code == 302
        assert (stored(people), acts(people)) == (before, done)

    def test_a_double_submit_has_one_effect(self, people, client):
        sent = fields(client.get(SHEET)) | {"director-last_name": "Le Goff"}
        key = sent["contact"]
        sent |= {f"contact-{key}-last_name": "Kervella", f"contact-{key}-email": "b@x.example"}
        for _ in range(2):
            assert client.post(SHEET, sent).status_code == 302
        with scope(people.owner_a.actor):
            sheet = queries.sheet(queries.own(people.owner_a.actor))
            assert (sheet.director.last_name, [one.last_name for one in sheet.contacts]) == ("Le Goff", ["Kervella"])

    def test_what_is_wrong_is_said_and_everything_typed_stays(self, people, client):
        typed = {"director-email": "pas une adresse", "director-first_name": "Solène", "organisation-nda": "12"}
        response = client.post(SHEET, typed)
        text = page(response)
        assert response.status_code == 422
        assert 'value="pas une adresse"' in text
        assert 'value="Solène"' in text
        assert 'value="12"' in text
        assert "Dirigeant, courriel :" in text.replace("\u00a0", " ")
        assert "2 points à corriger" in text.replace("\u00a0", " ")
        assert stored(people)["director-first_name"] == ""

    @pytest.mark.parametrize("value", [f"voici {NIR}", "a\x00b", "\u202eabc", "x" * 10_000])
    def test_hostile_text_is_refused_beside_its_field(self, people, client, value):
        response = client.post(SHEET, {"director-last_name": value})
        assert response.status_code == 422
        assert 'id="id_director-last_name-e"' in page(response)
        assert stored(people)["director-last_name"] == ""

    @pytest.mark.parametrize("seen", ["", "{", "[]", "null", '{"director-last_name": []}', "[" * 100_000, "\x00"])
    def test_a_damaged_form_is_no_accident(self, people, client, seen):
        response = client.post(SHEET, {"seen": seen, "director-last_name": "Le Goff", "contact": "x", "remove": "y"})
        assert response.status_code in (302, 422)

    def test_a_field_the_sheet_does_not_have_changes_nothing(self, people, client):
        before = stored(people)
        client.post(SHEET, {"establishment-siret": "99900000100006", "organisation-siren": "1", "copy": "x:y"})
        assert stored(people) == before


class TestTwoTabs:
    def test_the_second_is_told_both_values_then_chooses(self, people, client):
        first = second = fields(client.get(SHEET))
        client.post(SHEET, first | {"director-last_name": "Le Goff"})
        response = client.post(SHEET, second | {"director-last_name": "Legoff"})
        text = page(response).replace("\u00a0", " ")
        assert response.status_code == 422
        assert "« Le Goff » a été enregistré" in text
        assert "Vous avez écrit « Legoff »" in text
        assert stored(people)["director-last_name"] == "Le Goff"
        assert client.post(SHEET, fields(response)).status_code == 302
        assert stored(people)["director-last_name"] == "Legoff"

    def test_on_different_fields_both_count(self, people, client):
        first = second = fields(client.get(SHEET))
        client.post(SHEET, first | {"director-last_name": "Le Goff"})
        assert client.post(SHEET, second | {"account_manager-last_name": "Marchetti"}).status_code == 302
        after = stored(people)
        assert (after["director-last_name"], after["account_manager-last_name"]) == ("Le Goff", "Marchetti")


class TestShortcuts:
    def test_the_director_is_me(self, people, client):
        response = client.post(SHEET, {"copy": "director:me"})
        assert response["Location"] == "/compte/fiche/#director"
        after = stored(people)
        assert after["director-last_name"] == people.owner_a.user.last_name
        assert after["director-email"] == people.owner_a.email

    def test_the_account_manager_is_the_director_just_typed(self, people, client):
        typed = {"director-first_name": "Solène", "director-last_name": "Le Goff", "director-phone": "0199004510"}
        client.post(SHEET, typed | {"copy": "account_manager:director"})
        after = stored(people)
        assert after["account_manager-first_name"] == "Solène"
        assert after["account_manager-phone"] == after["director-phone"] == "+33199004510"

    def test_a_shared_mailbox_is_warned_about(self, people, client):
        client.post(SHEET, {"account_manager-email": "contact@ateliers.example"})
        assert "Cette adresse semble partagée" in page(client.get(SHEET))
        client.post(SHEET, {"account_manager-email": "i.marchetti@ateliers.example"})
        assert "semble partagée" not in page(client.get(SHEET))


class TestContacts:
    def test_several_come_and_one_leaves(self, people, client):
        for name in ("Kervella", "Nguyễn"):
            sent = fields(client.get(SHEET))
            client.post(SHEET, {"contact": sent["contact"], f"contact-{sent['contact']}-last_name": name})
        with scope(people.owner_a.actor):
            kept, gone = queries.sheet(queries.own(people.owner_a.actor)).contacts
        response = client.post(SHEET, {"remove": str(gone.pk), f"contact-{gone.pk}-email": "pas une adresse"})
        assert response["Location"] == "/compte/fiche/#contacts", "what was typed of who leaves is no obstacle"
        with scope(people.owner_a.actor):
            assert [one.pk for one in queries.sheet(queries.own(people.owner_a.actor)).contacts] == [kept.pk]


class TestDeclaration:
    def test_a_new_number_is_checked_and_maintained(self, registers_of_the_demonstration, people, client):
        response = client.post(SHEET, {"organisation-nda": "11 11 11111 11"})
        assert response.status_code == 422
        assert "n’est pas dans la liste publique" in page(response)
        assert 'name="reason"' in page(response)
        typed = {"organisation-nda": "11 11 11111 11", "reason": "Récépissé reçu hier."}
        assert client.post(SHEET, typed).status_code == 302
        with scope(people.owner_a.actor):
            assert MaintainedDoubt.objects.get().reason == "Récépissé reçu hier."

    def test_a_number_left_as_it_is_asks_nothing(self, registers_of_the_demonstration, people, client):
        assert client.post(SHEET, fields(client.get(SHEET)) | {"organisation-website": "x.example"}).status_code == 302


class TestFrozen:
    @pytest.fixture
    def submitted(self, people):
        return applications.submitted(people.owner_a)

    def test_it_is_read_and_says_why(self, submitted, client):
        text = page(client.get(SHEET))
        assert "Cette fiche ne se modifie pas maintenant" in text
        assert submitted.number in text
        assert "<input" not in text.split("<main")[1]

    def test_a_save_already_on_its_way_is_refused_and_kept(self, people, client, submitted):
        before = stored(people)
        response = client.post(SHEET, {"director-last_name": "Autre"})
        assert response.status_code == 422
        assert 'value="Autre"' in page(response)
        assert submitted.number in page(response)
        assert stored(people) == before


class TestMember:
    """What only the operator's accord changes is read, with the way to ask; the rest is written as before."""

    @pytest.fixture
    def member(self, people, client):
        applications.accepted(people.owner_a, people.instructor)
        return client

    def test_what_changes_on_request_is_not_offered_and_says_where(self, member):
        shown = page(member.get(SHEET))
        names = set(re.findall(r' name="((?:organisation|establishment|director|account_manager)-[a-z_]+)"', shown))
        assert names == {"organisation-phone", "organisation-website"}
        for kind in ("address", "director", "account_manager"):
            assert f'href="/compte/demande/changement/{kind}/"' in shown
        assert "Demander l’adhésion" not in shown

    def test_the_rest_is_saved(self, people, member):
        sent = fields(member.get(SHEET)) | {"organisation-website": "ateliers.example"}
        assert member.post(SHEET, sent).status_code == 302
        assert stored(people)["organisation-website"] == "ateliers.example"

    def test_a_page_shown_before_is_refused_beside_the_field_and_kept(self, people, member):
        before = stored(people)
        response = member.post(SHEET, {"director-last_name": "Autre", "organisation-website": "x.example"})
        assert response.status_code == 422
        assert 'id="id_director-last_name-e"' in page(response)
        assert 'value="Autre"' in page(response)
        assert "Depuis l’adhésion, ce champ change sur demande" in page(response)
        assert stored(people) == before


def test_seen_is_what_the_page_shows(people, client):
    sent = fields(client.get(SHEET))
    assert json.loads(sent["seen"]) == stored(people)
