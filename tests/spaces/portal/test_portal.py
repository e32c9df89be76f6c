"""The portal: who enters it, what it opens, for which organisation."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kairos.foundation import clock
from kairos.foundation.actor import Strength, system
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.accounts import sessions
from kairos.identity.accounts.models import Session, User
from kairos.identity.habilitations.catalogue import AREAS
from kairos.identity.habilitations.models import Affiliation
from kairos.spaces.provider.portal import tiles
from tests.support.people import DEVICE

FRAME = 4


def plain(response):
    return response.content.decode().replace("\xa0", " ")


@pytest.fixture
def manager(people, as_person):
    return as_person(people.manager)


class TestHome:
    def test_greets_and_shows_what_is_open_and_shut(self, manager):
        page = plain(manager.get("/portail/"))
        assert "Bonjour Maud Nguyễn" in page
        assert "Méridienne Formation" in page
        for title in ("Mon organisme", "Habilitations (GID)", "Ma sécurité", "Messages", "Assistance"):
            assert f">{title}</a>" in page
        shut = [area.label for area in AREAS if not area.delivered]
        assert [label for label in shut if label not in page] == []
        assert page.count(tiles.NOT_YET) == len(shut)

    def test_whoever_gives_rights_is_told_where_not_to_ask_themself(self, manager):
        page = plain(manager.get("/portail/"))
        assert "Votre RGC peut" not in page
        assert "Cochez-le pour vous dans la grille des droits." in page
        assert "Devis et Facturation viendront avec une nouvelle version" in page

    def test_says_when_and_from_where_one_signed_in_before(self, people, as_person):
        with scope(system("tests")):
            elsewhere = sessions.Device("Firefox sur Windows", "192.0.2.0/24")
            sessions.open_session(people.manager.user, Strength.SECOND_FACTOR, elsewhere, people.manager.organisation)
        page = plain(as_person(people.manager).get("/portail/"))
        assert "Dernière connexion aujourd’hui à" in page
        assert "Firefox sur Windows, réseau 192.0.2.0/24" in page

    def test_a_first_sign_in_has_none_before(self, manager):
        assert "C’est votre première connexion." in plain(manager.get("/portail/"))

    def test_a_sign_in_left_half_way_is_not_told_as_one(self, people, as_person):
        with scope(system("tests")):
            sessions.open_session(people.manager.user, Strength.PASSWORD, DEVICE, complete=False)
        assert "C’est votre première connexion." in plain(as_person(people.manager).get("/portail/"))

    @pytest.mark.parametrize("path", ["", "organisation/", "pas-moi/"])
    def test_stays_in_its_budget(self, manager, path):
        manager.get(f"/portail/{path}")
        with CaptureQueriesContext(connection) as found:
            assert manager.get(f"/portail/{path}").status_code == 200
        assert len(found) <= FRAME + 8, [query["sql"][:90] for query in found]


class TestWhoEnters:
    def test_somebody_who_only_fills_a_file_is_sent_there(self, people, as_person):
        client = as_person(people.owner_a)
        response = client.get("/portail/")
        assert response["Location"] == "/compte/?portail=ferme"
        assert "Le portail s’ouvre avec l’adhésion" in plain(client.get(response["Location"]))

    @pytest.mark.parametrize("path", ["/portail/organisation/", "/gid/"])
    def test_the_rooms_are_shut_to_them(self, people, as_person, path):
        assert as_person(people.owner_a).get(path).status_code == 403

    @pytest.mark.parametrize("path", ["", "organisation/", "habilitations/", "pas-moi/"])
    def test_a_visitor_signs_in_first(self, people, as_person, path):
        response = as_person(people.visitor).get(f"/portail/{path}")
        assert response["Location"].startswith("/connexion?suite=%2Fportail")

    def test_before_the_posted_secret_a_right_does_not_count(self, people, as_person):
        """Even for somebody whose second factor is proved, for another organisation."""
        with scope(system("tests")):
            Affiliation(
                user_id=people.manager.user.pk, organisation_id=people.organisation_a.pk,
                rights=["accounts.manage"], started_at=clock.now(),
            ).save(using="owner")  # fmt: skip
        client = as_person(people.manager)
        client.post("/portail/choisir/", {"organisme": people.organisation_a.pk})
        page = plain(client.get("/portail/"))
        assert "Le portail vous attend" in page
        assert "Les Ateliers du Canal" in page
        assert client.get("/gid/").status_code == 403

    def test_a_password_alone_opens_nothing(self, people, client):
        with scope(system("tests")):
            token = sessions.open_session(people.manager.user, Strength.PASSWORD, DEVICE, people.organisation_m.pk)
        from django.conf import settings

        client.cookies[settings.SESSION_COOKIE_NAME] = token
        assert "/connexion" in client.get("/portail/")["Location"]

    def test_whoever_is_not_the_manager_sees_who_is(self, people, as_person):
        Affiliation.objects.using("owner").create(
            user_id=people.owner_b.user.pk, organisation_id=people.organisation_m.pk, rights=["quotes.consult"],
            started_at=clock.now(), entered_at=clock.now(),
        )  # fmt: skip
        User.objects.using("owner").filter(pk=people.owner_b.user.pk).update(portal_entered_at=clock.now())
        with scope(system("tests")):
            token = sessions.open_session(people.owner_b.user, Strength.SECOND_FACTOR, DEVICE, people.organisation_m.pk)
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = token
        page = plain(client.get("/portail/"))
        assert "Réservé au RGC : Maud Nguyễn." in page
        assert "Maud Nguyễn (RGC) pourra vous les ouvrir." in page
        assert client.get("/gid/").status_code == 403


class TestNotMe:
    def test_ends_the_other_sessions_and_leads_to_a_new_password(self, people, as_person):
        with scope(system("tests")):
            sessions.open_session(people.manager.user, Strength.SECOND_FACTOR, DEVICE, people.manager.organisation)
        client = as_person(people.manager)
        response = client.post("/portail/pas-moi/")
        assert response["Location"] == "/compte/securite/mot-de-passe/"
        with scope(system("tests")):
            assert Session.objects.filter(user=people.manager.user, ended_at__isnull=True).count() == 1
        assert client.get("/portail/").status_code == 200


class TestOrganisation:
    def test_shows_the_file_read_only(self, manager, people):
        page = plain(manager.get("/portail/organisation/"))
        assert "Méridienne Formation" in page
        assert "1 rue du Test, 75011 Paris" in page
        assert "Pas d’adhésion en cours" in page
        assert "<input" not in page.partition("<main")[2].partition("</main")[0]

    def test_shows_the_membership(self, people, as_person):
        from tests.support.acceptance import accepted

        made = accepted(people, rgc={"email": people.owner_a.email})
        Affiliation.objects.using("owner").filter(user=made.user.pk).update(entered_at=clock.now())
        User.objects.using("owner").filter(pk=made.user.pk).update(portal_entered_at=clock.now())
        with scope(system("tests")):
            token = sessions.open_session(made.user, Strength.SECOND_FACTOR, DEVICE, people.organisation_a.pk)
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = token
        page = plain(client.get("/portail/organisation/"))
        assert made.membership.number in page
        assert f'data-subject="{people.organisation_a.pk}" data-lifecycle="active"' in page
        assert made.membership.number in plain(client.get("/portail/"))

    def test_leaves_a_reading_in_the_journal(self, manager, people):
        manager.get("/portail/organisation/")
        with scope(people.manager.actor):
            assert JournalEntry.objects.filter(kind="reading", acts=["provider_file.read"]).count() == 1


class TestChoosing:
    def test_shows_ones_own_and_nobody_elses(self, people, as_person):
        page = plain(as_person(people.freelance).get("/portail/choisir/"))
        assert "Inès Da Silva Formation" in page
        assert "Les Ateliers du Canal" in page
        assert "Formation du Littoral" not in page

    def test_changes_whom_one_acts_for(self, people, as_person):
        client = as_person(people.freelance)
        assert "<small>Inès Da Silva Formation</small>" in plain(client.get("/compte/"))
        response = client.post("/portail/choisir/", {"organisme": people.organisation_a.pk})
        assert response["Location"] == "/compte/"
        assert "<small>Les Ateliers du Canal</small>" in plain(client.get("/compte/"))
        with scope(system("tests")):
            [entry] = JournalEntry.objects.filter(acts=["session.organisation_chosen"])
        assert (entry.organisation, entry.actor_user) == (people.organisation_a.pk, people.freelance.user.pk)

    def test_leads_on_to_the_page_that_was_asked(self, people, as_person):
        client = as_person(people.freelance)
        form = {"organisme": people.organisation_a.pk, "suite": "/compte/fiche/"}
        assert client.post("/portail/choisir/", form)["Location"] == "/compte/fiche/"
        form["suite"] = "https://ailleurs.example/"
        assert client.post("/portail/choisir/", form)["Location"] == "/compte/"

    @pytest.mark.parametrize("other", ["organisation_b", "organisation_m", "nothing"])
    def test_anothers_is_not_found_and_changes_nothing(self, people, as_person, other):
        client = as_person(people.freelance)
        key = getattr(people, other).pk if other != "nothing" else "n’importe quoi"
        assert client.post("/portail/choisir/", {"organisme": key}).status_code == 404
        assert "<small>Inès Da Silva Formation</small>" in plain(client.get("/compte/"))

    def test_stays_in_its_budget(self, people, as_person):
        client = as_person(people.freelance)
        client.get("/portail/choisir/")
        with CaptureQueriesContext(connection) as found:
            client.get("/portail/choisir/")
        assert len(found) <= FRAME + 8
