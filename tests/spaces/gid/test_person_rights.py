"""One person's rights in detail; what somebody may do; who may do something; the grid as a file."""

import csv
import io

import pytest
from django.db import connections
from python_calamine import CalamineWorkbook

from kairos.identity.organisations.models import Establishment
from tests.spaces.gid.test_grid import held, text_of
from tests.support.team import add_colleague, day, give, grant_of, place_of, propose

GRID, WHO = "/gid/habilitations/", "/gid/habilitations/qui/"


@pytest.fixture
def karim(people):
    return add_colleague(people, "sessions.consult")


@pytest.fixture
def client(people, as_person):
    return as_person(people.manager)


def page_of(colleague) -> str:
    return f"{GRID}{colleague.affiliation.pk}/"


def seen(client, address) -> str:
    return client.get(address).content.decode().split('name="vu" value="')[1].split('"')[0]


class TestOnePerson:
    def test_rights_with_their_days_and_places(self, people, client, karim):
        place = Establishment.objects.using("owner").get(organisation_id=people.organisation_m.pk)
        sent = {
            "vu": seen(client, page_of(karim)),
            "droit": ["sessions.consult", "quotes.enter"],
            "quotes.enter.du": f"{day(3):%d/%m/%Y}",
            "quotes.enter.au": f"{day(40).day}/{day(40).month}/{day(40).year}",
            "quotes.enter.lieu": [str(place.pk)],
        }
        assert "Droits enregistrés" in text_of(client.post(page_of(karim), sent, follow=True))
        given = grant_of(karim.affiliation, "quotes.enter")
        assert (given.starts_on, given.ends_on, given.establishments) == (day(3), day(40), [place.pk])
        assert held(karim.affiliation) == {"sessions.consult"}

    def test_sent_back_untouched_changes_nothing(self, people, client, karim):
        give(people.manager, karim.affiliation, "sessions.consult", ends_on=day(9))
        before = place_of(karim.user, people.organisation_m.pk).rights_version
        sent = {"droit": ["sessions.consult"], "sessions.consult.au": f"{day(9):%d/%m/%Y}", "vu": str(before)}
        assert client.post(page_of(karim), sent).status_code == 302
        assert place_of(karim.user, people.organisation_m.pk).rights_version == before

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("au", "31/2/2027", "Écrivez une date qui existe"),
            ("au", "1/1/2020", "avant d’avoir commencé"),
            ("lieu", "01900000-0000-7000-8000-000000000000", "n’est pas, ou n’est plus, de l’organisme"),
        ],
    )
    def test_is_refused_with_what_was_typed(self, client, karim, field, value, said):
        sent = {"vu": "1", "droit": ["quotes.enter"], f"quotes.enter.{field}": value}
        refused = client.post(page_of(karim), sent)
        assert refused.status_code == 422
        assert said in text_of(refused)
        assert field == "lieu" or f'value="{value}"' in refused.content.decode()
        assert held(karim.affiliation) == {"sessions.consult"}

    def test_changed_by_another_meanwhile_is_read_again(self, people, client, karim):
        version = seen(client, page_of(karim))
        give(people.manager, karim.affiliation, "sessions.consult", "billing.enter")
        refused = client.post(page_of(karim), {"vu": version, "droit": ["quotes.enter"]})
        assert refused.status_code == 422
        assert "ont changé pendant" in text_of(refused)
        assert held(karim.affiliation) == {"sessions.consult", "billing.enter"}

    def test_a_profile_and_a_colleagues_rights_are_shown_before_they_are_saved(self, people, client, karim):
        lucie = add_colleague(people, "billing.enter", "quotes.consult")
        shown = client.get(f"{page_of(karim)}?profil=trainer")
        assert "Seraient accordés : Assiduité, consulter ; Assiduité, saisir." in text_of(shown)
        copied = client.get(f"{page_of(karim)}?copier={lucie.affiliation.pk}")
        assert "Seraient retirés : Sessions, consulter." in text_of(copied)
        assert held(karim.affiliation) == {"sessions.consult"}

    def test_copying_somebody_of_another_organisation_is_not_found(self, people, client, karim):
        other = place_of(people.owner_a.user, people.organisation_a.pk)
        assert client.get(f"{page_of(karim)}?copier={other.pk}").status_code == 404
        assert client.get(f"{GRID}{other.pk}/").status_code == 404

    def test_ones_own_waits(self, people, client, karim):
        own = place_of(people.manager.user, people.organisation_m.pk)
        client.post(f"{GRID}{own.pk}/", {"vu": str(own.rights_version), "droit": ["quotes.enter"]})
        assert grant_of(own, "quotes.enter").state == "proposed"
        assert "1 droit attend un accord" in text_of(client.get(f"{GRID}{own.pk}/"))


class TestQuestions:
    def test_what_somebody_may_do(self, people, client, karim):
        give(people.manager, karim.affiliation, "quotes.approve", ends_on=day(5))
        said = text_of(client.get(f"{page_of(karim)}resume/"))
        assert "Envoyer un devis au demandeur d’emploi" in said
        assert "tout l’organisme, jusqu’au" in said

    def test_who_may_do_something(self, people, client, karim):
        add_colleague(people, "quotes.approve")
        propose(people, "sessions.consult")
        said = text_of(client.get(f"{WHO}?droit=sessions.consult"))
        assert karim.user.full_name in said.split("Jusqu’à quand")[1]
        assert people.manager.user.full_name not in said.split("Jusqu’à quand")[1]
        assert "Personne aujourd’hui" in text_of(client.get(f"{WHO}?droit=billing.approve"))
        assert client.get(f"{WHO}?droit=rien").status_code == 200


class TestExport:
    def test_says_who_and_when_and_every_right_and_runs_nothing(self, people, client):
        add_colleague(people, "sessions.consult", "sessions.enter", title='=HYPERLINK("http://x")')
        answer = client.get(f"{GRID}export/")
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert people.manager.user.full_name in rows[0][1]
        line = next(row for row in rows[2:] if "HYPERLINK" in row[1])
        assert line[1].startswith("'=")
        assert line[4] == "CS"
        assert "attachment" in answer["Content-Disposition"]

    def test_is_a_workbook_too(self, people, client):
        add_colleague(people, "sessions.consult")
        answer = client.get(f"{GRID}export/?format=xlsx")
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        assert rows[1][0] == "Personne"
        assert len(rows) == 4

    def test_asks_a_fresh_proof(self, client):
        with connections["owner"].cursor() as cursor:
            cursor.execute("UPDATE account_session SET proved_at = proved_at - interval '1 day'")
        assert "text/csv" not in client.get(f"{GRID}export/")["Content-Type"]

    def test_is_the_account_managers_alone(self, as_person, karim):
        assert as_person(karim.someone).get(f"{GRID}export/").status_code == 403
