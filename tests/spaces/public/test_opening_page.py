"""« Créer votre compte »: any text is stored and shown right or refused beside its field, and nothing is told."""

import re
from html import unescape

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairos.foundation.actor import system
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.text import clean
from kairos.identity.accounts.models import User
from kairos.identity.organisations.models import Establishment, MaintainedDoubt, Organisation
from tests.identity.organisations.test_opening import activate

ADDRESS = "/compte/creer/"
TYPED = {
    "siret": "999 842 115 00019",
    "nda": "11 93 07842 15",
    "name": "Les Ateliers du Canal",
    "address": "12 quai de l’Ourcq",
    "postcode": "93500",
    "town": "Pantin",
    "phone": "01 99 00 45 10",
    "civility": "mme",
    "first_name": "Solène",
    "last_name": "Le Goff",
    "title": "Directrice",
    "email": "s.legoff@ateliers.example",
    "password": "quatre mots sans rapport",
}
FREE = ("name", "address", "town", "first_name", "last_name", "title")
UNKNOWN = "99912340900008"
NIR = "1 85 05 78 006 084 91"


def typed(**more: str) -> dict[str, str]:
    return TYPED | {"token": str(new_id())} | more


def count() -> int:
    with scope(system("tests")):
        return Organisation.objects.count()


def errors_of(response) -> dict[str, str]:
    """Field → its message, as the page shows it."""
    page = response.content.decode()
    found = re.findall(r'id="id_(\w+)-e">.*?<span>(.*?)</span>', page, re.DOTALL)
    return {field: unescape(message) for field, message in found}


def test_each_missing_field_is_said_beside_it_and_the_rest_kept(real_db, client):
    for field in TYPED:
        response = client.post(ADDRESS, typed(**{field: " "}))
        page = response.content.decode()
        assert (response.status_code, set(errors_of(response))) == (422, {field})
        assert "<title>Erreur" in page
        assert f'href="#id_{field}' in page, "the summary leads to the field"
        assert [other for other in set(FREE) - {field} if f'value="{TYPED[other]}"' not in page] == []
        assert TYPED["password"] not in page
    assert count() == 0


WRONG = [
    ("siret", "999 842 115 00018", "clé ne correspond pas"),
    ("siret", "11930784215", "sans doute le numéro de déclaration"),
    ("nda", "1193078421", "Vous en avez écrit 10"),
    ("postcode", "00000", "Aucun département"),
    ("phone", "12", "10 chiffres"),
    ("email", "s.legoff", "adresse complète"),
    ("civility", "docteur", "Choisissez dans la liste"),
    ("password", "motdepasse12", "premiers qu’un pirate essaie"),
    ("password", "solene le goff", "que l’on sait de vous"),
    ("name", "Gagnez http://lot.example", "sans adresse de site"),
    ("name", "a\u202eb", "sens d’écriture"),
    ("town", "x" * 101, "Le maximum est 100"),
    *[(field, f"voici {NIR}", "sécurité sociale") for field in (*FREE, "password")],
]


def test_what_is_wrong_is_said_with_what_to_do(real_db, client):
    for field, value, message in WRONG:
        response = client.post(ADDRESS, typed(**{field: value}))
        assert response.status_code == 422, (field, value)
        assert message in errors_of(response)[field]
    assert count() == 0


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=0x2FFF), max_size=60),
    st.sampled_from(["\x00", "\u202e", "'; DROP TABLE organisation; --", "{{ 7 * 7 }}", "<script>", "مركز", "𝕏" * 30]),
    st.integers(1, 10_000).map(lambda length: "é" * length),
)


@given(values=st.fixed_dictionaries(dict.fromkeys(FREE, HOSTILE)))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_kept_as_written_or_refused_never_broken(real_db, values):
    token = str(new_id())
    response = Client().post(ADDRESS, typed(**values, token=token, email=f"x{token}@hypothesis.example"))
    assert response.status_code in (302, 422)
    with scope(system("tests")):
        stored = Organisation.objects.filter(pk=token).first()
        if response.status_code == 302:
            assert stored.name == clean(values["name"], 200)
            assert Establishment.objects.get(organisation=stored).town == clean(values["town"], 100)
        else:
            assert stored is None
            assert set(errors_of(response)) <= set(FREE)


@pytest.mark.parametrize(
    "name", ["L’Œuvre & <b>Cie</b>", "Формація", "مركز التكوين", "👩🏽‍🏫 Formation", 'O\'Brien "x"']
)
def test_a_refused_page_shows_again_exactly_what_was_typed(real_db, client, name):
    page = client.post(ADDRESS, typed(name=name, email="")).content.decode()
    shown = re.search(r'id="id_name"[^>]*?value="([^"]*)"|value="([^"]*)"[^>]*id="id_name"', page)
    assert unescape(shown[1] or shown[2]) == name


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1", "\x00", "1" * 5000])
def test_a_damaged_token_is_replaced(real_db, client, token):
    assert client.post(ADDRESS, typed(token=token)).status_code == 302
    assert count() == 1


def test_fields_nobody_asked_for_change_nothing(real_db, client):
    assert (
        client.post(ADDRESS, typed(staff_role="supervisor", state="active", member_since="2020-01-01")).status_code
        == 302
    )
    with scope(system("tests")):
        user = User.objects.get()
        assert (user.staff_role, user.state) == ("", User.State.CREATED)
        assert Organisation.objects.get().member_since is None


class TestNothingIsTold:
    def answers(self, email: str) -> tuple:
        client = Client()
        response = client.post(ADDRESS, typed(email=email))
        follow = client.get(response["Location"])
        sent = (response.status_code, response["Location"], response.content, sorted(response.headers))
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", follow.content.decode())
        return sent, page, sorted(response.cookies)

    def test_a_known_and_an_unknown_address_get_the_same_bytes(self, real_db):
        unknown = self.answers("s.legoff@ateliers.example")
        activate("s.legoff@ateliers.example")
        known = self.answers("s.legoff@ateliers.example")
        assert known == unknown
        assert "@" not in unknown[0][1], "no personal data in the address"
        assert "s.legoff" not in unknown[1]

    def test_a_siret_that_has_a_file_gets_the_same_bytes(self, real_db):
        assert self.answers("un@ateliers.example") == self.answers("deux@ateliers.example")


class TestRegisters:
    @pytest.fixture
    def registers(self, real_db, registers_of_the_demonstration) -> None:
        """The invented public lists."""

    def look(self, client, **more: str):
        return client.post(ADDRESS, {"chercher": "1", "token": str(new_id()), **more})

    def value(self, response, field: str) -> str:
        page = response.content.decode()
        return unescape(re.search(rf'<input[^>]*value="([^"]*)"[^>]*id="id_{field}"', page)[1])

    def test_without_script_a_button_fills_name_address_and_declaration(self, registers, client):
        response = self.look(client, siret="999 842 115 00019", first_name="Solène")
        assert response.status_code == 200
        assert self.value(response, "name") == "LES ATELIERS DU CANAL"
        assert self.value(response, "postcode") == "93500"
        assert self.value(response, "nda").replace("\u00a0", "") == "11930784215"
        assert self.value(response, "first_name") == "Solène"
        assert "d’après le répertoire SIRENE, copie du" in unescape(response.content.decode())
        assert not errors_of(response)

    def test_what_was_typed_is_kept(self, registers, client):
        response = self.look(client, siret="99984211500019", name="Le Canal")
        assert self.value(response, "name") == "Le Canal"
        assert self.value(response, "town") == "PANTIN"

    def test_what_another_number_had_filled_gives_way(self, registers, client):
        filled = {"name": "LES ATELIERS DU CANAL", "postcode": "93500", "found": "99984211500019"}
        response = self.look(client, siret="999 310 444 00024", **filled)
        assert self.value(response, "name") == "INSTITUT RHONE COMPETENCES"
        assert self.value(response, "postcode") == "69006"

    def test_with_script_only_what_changes_is_sent(self, registers, client):
        page = client.post(
            ADDRESS, {"chercher": "1", "siret": "99984211500019"}, headers={"HX-Request": "true"}
        ).content.decode()
        assert "<html" not in page
        assert "LES ATELIERS DU CANAL" in page
        assert 'id="siret-dit"' in page
        assert "password" not in page
        assert 'name="reason"' not in page

    def test_with_script_the_place_to_explain_comes_with_the_doubt(self, registers, client):
        typed_so_far = {"chercher": "1", "siret": UNKNOWN, "reason": "Immatriculé hier."}
        page = client.post(ADDRESS, typed_so_far, headers={"HX-Request": "true"}).content.decode()
        assert 'id="raison" class="inline" hx-swap-oob="true"' in page
        assert "Immatriculé hier.</textarea>" in page

    @pytest.mark.parametrize(
        ("numbers", "field", "message"),
        [
            ({"siret": "99931044400016"}, "siret", "est fermé depuis le 31/08/2019"),
            ({"siret": UNKNOWN}, "siret", "n’est pas dans le répertoire SIRENE"),
            ({"nda": "11111111111"}, "nda", "Elle donne pour votre entreprise le 11 93 07842 15"),
            ({"nda": "84 69 10423 77"}, "nda", "d’une autre entreprise, au SIREN 999 310 444"),
        ],
    )
    def test_a_contradiction_is_said_at_once_then_refused_then_maintained(
        self, registers, client, numbers, field, message
    ):
        numbers = {"siret": "99984211500019", "nda": "11930784215"} | numbers
        at_once = unescape(self.look(client, **numbers).content.decode()).replace("\u00a0", " ")
        assert message in at_once
        refused = client.post(ADDRESS, typed(**numbers))
        assert refused.status_code == 422
        assert message in errors_of(refused)[field].replace("\u00a0", " ")
        assert 'name="reason"' in refused.content.decode()
        assert count() == 0
        assert client.post(ADDRESS, typed(**numbers, reason="Inscrit la semaine dernière.")).status_code == 302
        with scope(system("tests")):
            assert MaintainedDoubt.objects.get().reason == "Inscrit la semaine dernière."

    def test_a_wrong_figure_is_said_at_once(self, registers, client):
        page = unescape(self.look(client, siret="99984211500018", nda="119307842").content.decode())
        assert "clé ne correspond pas" in page
        assert "Vous en avez écrit 9" in page

    def test_a_silent_register_stops_nobody(self, real_db, client):
        response = self.look(client, siret="99984211500019")
        assert "Le répertoire ne répond pas" in response.content.decode()
        assert client.post(ADDRESS, typed()).status_code == 302

    def test_the_number_alone_is_enough_where_the_register_knows(self, registers, client):
        blank = dict.fromkeys(("name", "address", "postcode", "town", "nda"), "")
        assert client.post(ADDRESS, typed(**blank)).status_code == 302
        with scope(system("tests")):
            assert Organisation.objects.get().nda == "11930784215"


def test_someone_signed_in_adds_an_organisation_instead(people, as_person):
    response = as_person(people.owner_a).get(ADDRESS)
    assert (response.status_code, response["Location"]) == (302, "/compte/ajouter/")
