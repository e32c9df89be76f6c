"""Dead ends that are doors: each page says what happened, who can help, and carries an incident number."""

import dataclasses
import logging
import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.db import OperationalError
from django.test import Client

from kairos.foundation.guards import AlreadyDone, Reason, Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.habilitations.models import Affiliation
from kairos.spaces import refusals
from kairos.spaces.public import deadlines
from tests.support import applications

INCIDENT = re.compile(r"K-\d{8}-\d{4}-[0-9A-F]{4}")
DESK = "/operateur/courriers/"
SECRET = "Solène Le Goff a tapé ceci"


@pytest.fixture
def failing(monkeypatch):
    """`failing(error)`: the public home raises it."""

    def fail(error: Exception) -> None:
        def broken():
            raise error

        monkeypatch.setattr(deadlines, "watched", broken)

    return fail


@pytest.fixture
def visitor(real_db) -> Client:
    return Client(raise_request_exception=False)


def text_of(response) -> str:
    return response.content.decode()


def incident_of(response) -> str:
    [found] = set(INCIDENT.findall(unquote(text_of(response))))
    return found


def help_of(response) -> tuple[str, str]:
    """Subject and body of the prefilled mail."""
    address = re.search(r'href="(mailto:[^"]*Incident[^"]*)"', text_of(response))[1].replace("&amp;", "&")
    fields = parse_qs(urlsplit(address).query)
    return fields["subject"][0], fields["body"][0]


class TestBroken:
    def test_says_it_is_ours_with_a_number_and_a_mail_already_written(self, visitor, failing, caplog):
        failing(ValueError(SECRET))
        response = visitor.get("/")
        assert response.status_code == 500
        subject, body = help_of(response)
        assert incident_of(response) in subject
        assert "Page : public:home" in body
        assert SECRET not in text_of(response)

    def test_the_log_has_the_place_and_not_what_was_typed(self, visitor, failing, caplog):
        failing(ValueError(SECRET))
        with caplog.at_level(logging.ERROR):
            visitor.get("/")
        [record] = [one for one in caplog.records if one.name == "kairos.incident"]
        assert "page=public:home ValueError at " in record.getMessage()
        assert SECRET not in caplog.text

    def test_needs_no_database(self, visitor, failing, monkeypatch):
        failing(OperationalError("the database is away"))
        monkeypatch.setattr("kairos.spaces.site.PHONE", None)
        monkeypatch.setattr("kairos.spaces.site._last", [visitor_site()])
        assert visitor.get("/").status_code == 500

    def test_the_database_away_from_the_first_statement(self, visitor, monkeypatch):
        def away(request):
            raise OperationalError(SECRET)

        monkeypatch.setattr("kairos.identity.habilitations.frame._read", away)
        response = visitor.get("/")
        assert response.status_code == 500
        assert "Kairos n’a pas pu répondre" in text_of(response)
        assert incident_of(response)

    def test_the_last_words_need_nothing_at_all(self, visitor, failing, monkeypatch):
        failing(ValueError(SECRET))
        monkeypatch.setattr(refusals, "render", lambda *_, **__: 1 / 0)
        response = visitor.get("/")
        assert response.status_code == 500
        assert incident_of(response)
        assert "Kairos n’a pas pu répondre" in text_of(response)


def visitor_site():
    from kairos.design.page import Site

    return Site("Opérateur", "01 99 00 12 12", "de 9 h à 17 h", "aide@kairos.example")


class TestNotFound:
    def test_nothing_and_what_is_another_s_look_the_same(self, people, as_person):
        client = as_person(people.owner_a)
        theirs = applications.saved(people.owner_b).pk
        pages = [client.get(f"/compte/demande/{key}/") for key in (new_id(), theirs)]
        bare = {INCIDENT.sub("", unquote(text_of(page))) for page in pages}
        assert {page.status_code for page in pages} == {404}
        assert len({re.sub("csrf[^>]*>|Heure[^&]*", "", text) for text in bare}) == 1

    def test_an_address_without_its_slash_is_completed(self, visitor):
        response = visitor.get("/compte/creer?x=1")
        assert response.status_code == 302
        assert response["Location"] == "/compte/creer/?x=1"

    def test_an_address_with_a_slash_too_many_is_led_to_the_right_one(self, visitor):
        assert visitor.get("/connexion/?suite=%2Fgid%2F")["Location"] == "/connexion?suite=%2Fgid%2F"
        assert visitor.get("/", PATH_INFO="//connexion/").status_code == 404
        assert visitor.get("/", PATH_INFO="//evil.example/").status_code == 404

    def test_a_post_without_its_slash_is_not_replayed(self, visitor):
        assert visitor.post("/compte/creer").status_code == 404


class TestDenied:
    def test_what_is_the_operator_s_is_not_asked_of_a_colleague(self, people, as_person):
        response = as_person(people.freelance).get(DESK)
        assert response.status_code == 403
        assert "Il vous manque le droit" in text_of(response)
        assert "Personne chez vous" in text_of(response)
        assert "mailto:" not in text_of(response).split("Si vous pensez")[0]

    def test_what_the_organisation_can_open_names_who(self, people, as_person):
        """Someone of A whose right to fill the file was taken away: before there is an RGC, whoever fills it."""
        rows = Affiliation.objects.using("owner").filter(user=people.freelance.user.pk)
        rows.filter(organisation=people.organisation_a).update(rights=[])
        someone = dataclasses.replace(
            people.freelance,
            actor=dataclasses.replace(people.freelance.actor, organisation=people.organisation_a.pk),
        )
        response = as_person(someone).get("/compte/fiche/etablissements/")
        assert response.status_code == 403
        assert people.owner_a.user.full_name in text_of(response)
        assert people.owner_a.email in text_of(response)
        assert people.freelance.email not in text_of(response)

    def test_whoever_gives_the_right_is_led_to_where_it_is_given(self, people, as_person):
        """An account manager without rights of the field does not ask herself."""
        said = text_of(as_person(people.manager).get("/organisme/sessions/"))
        assert "Vous-même, responsable de gestion des comptes" in said
        assert 'href="/gid/habilitations/"' in said
        assert "Demander «" not in said

    def test_leaves_a_trace(self, people, as_person):
        as_person(people.owner_a).get(DESK)
        with scope(people.owner_a.actor):
            assert JournalEntry.objects.filter(acts__contains=["page.denied"]).count() == 1


class TestRefusedAct:
    def test_every_reason_with_its_way_out_and_nothing_done(self, visitor, failing):
        failing(Refused(Reason("Il manque le nom.", "x", "/compte/fiche/#id_x"), "C’est trop tard."))
        response = visitor.get("/")
        assert response.status_code == 422
        assert "Il manque le nom." in text_of(response)
        assert 'href="/compte/fiche/#id_x"' in text_of(response)
        assert "C’est trop tard." in text_of(response)

    def test_the_same_sent_twice_is_no_fault(self, visitor, failing):
        failing(AlreadyDone("déjà"))
        response = visitor.get("/")
        assert response.status_code == 200
        assert "C’est déjà fait" in text_of(response)


class TestUnreadable:
    def test_too_large(self, visitor):
        response = visitor.post("/compte/creer/", {"name": "x" * 1_100_000})
        assert response.status_code == 413
        assert "trop lourd" in text_of(response)

    def test_too_many_fields(self, visitor):
        response = visitor.post("/compte/creer/", {f"f{n}": "x" for n in range(5_001)})
        assert response.status_code == 413

    def test_wrong_method_says_which_ones_are_right(self, visitor):
        response = visitor.delete("/")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD"
        assert incident_of(response)


class TestStaleForm:
    TYPED = {"name": "L’Œuvre <b>", "password": "quatre mots sans rapport", "siret": "1"}

    def post(self, origin: str | None):
        headers = {"Origin": origin} if origin else {}
        return Client(enforce_csrf_checks=True).post("/compte/creer/", self.TYPED, headers=headers)

    def test_what_was_typed_comes_back_except_secrets(self, real_db):
        response = self.post("http://testserver")
        assert response.status_code == 403
        assert 'name="name" value="L’Œuvre &lt;b&gt;"' in text_of(response)
        assert "quatre mots" not in text_of(response)
        assert 'action="/compte/creer/"' in text_of(response)

    @pytest.mark.parametrize("origin", [None, "https://ailleurs.example", "null"])
    def test_another_site_s_form_is_not_offered_again(self, real_db, origin):
        response = self.post(origin)
        assert response.status_code == 403
        assert "L’Œuvre" not in text_of(response)


class TestLeading:
    def test_a_visitor_is_led_to_sign_in_and_back(self, visitor):
        response = visitor.get("/compte/fiche/?x=1")
        assert response.status_code == 302
        assert response["Location"] == "/connexion?suite=%2Fcompte%2Ffiche%2F%3Fx%3D1"

    def test_a_part_asked_by_script_leads_the_whole_page(self, visitor):
        response = visitor.get("/compte/fiche/", headers={"HX-Request": "true"})
        assert response.status_code == 204
        assert response["HX-Redirect"].startswith("/connexion?suite=")


def test_refusals_of_someone_signed_in_stay_within_budget(people, as_person, statements):
    client = as_person(people.owner_a)
    client.get("/nulle-part")
    with statements() as found:
        client.get("/nulle-part")
    assert len(found) <= 4 + 8, [query["sql"] for query in found.captured_queries]


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_the_health_checks_answer_without_a_session(visitor, address):
    assert visitor.get(address).headers["Content-Type"] == "application/json"
