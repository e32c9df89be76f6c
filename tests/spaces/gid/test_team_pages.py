"""The pages of the team, without a browser: who waits, inviting, the link, one person, RGCs."""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.messages.models import OutboxMessage
from kairos.identity.accounts.models import OneUseToken, User
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.models import Affiliation
from tests.support.factors import Telephone, link_in, mails
from tests.support.team import add_colleague, place_of, run

FORM = {
    "email": "sarah.lindqvist@tests.example",
    "civility": "mme",
    "first_name": "Sarah",
    "last_name": "Lindqvist",
    "title": "Stagiaire administrative",
    "profile": "reader",
    "until": "",
}


@pytest.fixture
def manager(people, as_person):
    return as_person(people.manager)


def plain(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def invite(client, **more):
    return client.post("/gid/inviter/", FORM | {"token": str(new_id())} | more)


def link_to(email: str) -> str:
    return link_in(mails("Invitation", email)[-1], "/rejoindre/")


def age(**by) -> None:
    """Every invitation is that old."""
    late = timedelta(**by)
    OneUseToken.objects.using("owner").update(expires_at=F("expires_at") - late)
    Affiliation.objects.using("owner").update(invited_at=F("invited_at") - late, answer_by=F("answer_by") - late)


class TestTeam:
    def test_shows_what_waits_then_everybody(self, people, manager):
        add_colleague(people, joined=False, title="Comptable")
        page = plain(manager.get("/gid/"))
        assert "Sans réponse" in page
        assert page.index("À faire") < page.index("Sans réponse") < page.index("<tbody>")

    def test_finds_by_name_function_and_state(self, people, manager):
        found = add_colleague(people, title="Comptable")
        name = found.affiliation.shown_name
        assert name in plain(manager.get("/gid/?q=comptab"))
        assert "Maud" not in plain(manager.get("/gid/?q=comptab")).partition("<tbody>")[2]
        assert "Personne ici" in plain(manager.get("/gid/?etat=suspendues&q=x%00"))
        assert name in plain(manager.get("/gid/?etat=actives&apres=n-importe~quoi"))

    def test_leaves_a_reading(self, people, manager):
        manager.get("/gid/")
        with scope(people.manager.actor):
            [entry] = JournalEntry.objects.filter(kind="reading", acts=["affiliations.read"])
        assert len(entry.subjects) == 1

    def test_the_former_address_leads_there(self, manager):
        assert manager.get("/portail/habilitations/")["Location"] == "/gid/"

    def test_is_the_account_managers_alone(self, people, as_person):
        assert as_person(add_colleague(people).someone).get("/gid/").status_code == 403


class TestInviting:
    def test_opens_an_account_without_a_password_and_writes_to_it(self, people, manager):
        response = invite(manager, profile="reader", until="31/12/2099")
        user = User.objects.using("owner").get(email=FORM["email"])
        row = Affiliation.objects.using("owner").get(user=user)
        assert response["Location"] == f"/gid/personnes/{row.pk}/"
        assert not user.has_usable_password()
        page = plain(manager.get(response["Location"]))
        assert "Invitation sans réponse" in page
        assert "Sessions, consulter" in page
        assert "31/12/2099" in page or "31 déc. 2099" in page

    def test_does_not_tell_whether_the_address_has_an_account(self, people, manager):
        """The same page, the same journal, under the names that were typed."""
        new, known = invite(manager), invite(manager, email=people.owner_a.email)
        pages = [re.sub(r"[0-9a-f-]{36}|\S+@\S+", "", plain(manager.get(one["Location"]))) for one in (new, known)]
        strip = [re.sub(r'nonce="[^"]*"|value="[^"]*"|\d+ h \d+', "", page) for page in pages]
        assert strip[0] == strip[1]
        assert "Solène" not in pages[1]
        with scope(people.manager.actor):
            invitations = JournalEntry.objects.filter(acts__contains=["affiliation.invite"])
            acts = list(invitations.values_list("acts", "fields"))
            assert not JournalEntry.objects.filter(acts__contains=["account.invite"]).exists()
        assert acts[0] == acts[1]

    @pytest.mark.parametrize("who", ["instructor", "closed"])
    def test_refuses_an_agent_and_a_closed_account_in_the_same_words(self, people, manager, who):
        email = people.instructor.email
        if who == "closed":
            email = people.owner_b.email
            User.objects.using("owner").filter(email=email).update(state="closed", closed_at="2026-01-01T00:00Z")
        response = invite(manager, email=email)
        assert response.status_code == 422
        assert "Cette adresse ne peut pas être invitée." in plain(response)

    def test_sent_twice_invites_once(self, people, manager):
        token = str(new_id())
        first, second = invite(manager, token=token), invite(manager, token=token)
        assert first["Location"] == second["Location"]
        assert OneUseToken.objects.using("owner").filter(kind="invitation").count() == 1

    def test_who_is_there_already_is_not_invited(self, people, manager):
        response = invite(manager, email=people.manager.email)
        assert "fait déjà partie" in plain(response)

    @pytest.mark.parametrize("wrong", [{"profile": "chef"}, {"until": "1/1/2020"}, {"email": "x"}, {"first_name": ""}])
    def test_says_what_is_wrong_and_opens_nothing(self, people, manager, wrong):
        assert invite(manager, **wrong).status_code == 422
        assert not User.objects.using("owner").filter(email=FORM["email"]).exists()

    def test_again_waits_a_little_and_replaces_the_link(self, people, manager):
        place = invite(manager)["Location"]
        old = link_to(FORM["email"])
        assert "vient de partir" in plain(manager.post(f"{place}inviter-de-nouveau/"))
        age(minutes=5)
        manager.post(f"{place}inviter-de-nouveau/")
        assert Client().get(old).status_code == 410
        assert Client().get(link_to(FORM["email"])).status_code == 200

    def test_cancelled_opens_nothing(self, people, manager):
        place = invite(manager)["Location"]
        link = link_to(FORM["email"])
        manager.post(f"{place}annuler/")
        page = Client().get(link)
        assert page.status_code == 410
        assert "renvoyée, ou annulée" in plain(page)
        assert invite(manager).status_code == 302

    def test_expired_opens_nothing(self, people, manager):
        place = invite(manager)["Location"]
        link = link_to(FORM["email"])
        age(hours=169)
        page = Client().get(link)
        assert page.status_code == 410
        assert "plus valable" in plain(page)
        run(people.manager, TeamMember.invite_again, place.split("/")[-2])
        assert Client().get(link_to(FORM["email"])).status_code == 200

    def test_forged_is_not_found(self, people):
        assert Client().get("/rejoindre/rien").status_code == 404


class TestJoining:
    def test_password_factor_codes_then_the_portal(self, people, manager):
        invite(manager)
        link, client = link_to(FORM["email"]), Client()
        page = plain(client.get(link))
        assert "Maud Nguyễn vous y invite, comme « Stagiaire administrative »" in page
        assert "Voir les sessions et leur calendrier" in page
        client.post(link, {"etape": "password", "password": "quatre autres mots sans lien"})
        page = plain(client.get(link))
        phone = Telephone(re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1])
        page = plain(client.post(link, {"etape": "enrol", "code": phone.code()}))
        assert page.count("<code>") == 10
        assert client.post(link, {"etape": "answer"})["Location"] == "/portail/"
        assert "Sarah" in plain(client.get("/portail/"))
        assert client.get(link).status_code == 410
        row = Affiliation.objects.using("owner").get(user__email=FORM["email"])
        assert (row.state, row.entered_at is not None) == ("active", True)

    def test_someone_with_an_account_signs_in_first(self, people, manager, as_person):
        invite(manager, email=people.owner_a.email)
        link = link_to(people.owner_a.email)
        page = plain(Client().get(link))
        assert "connectez-vous" in page
        assert 'name="password"' not in page
        assert 'value="enrol"' in plain(as_person(people.owner_a).get(link))

    def test_another_persons_session_does_not_answer(self, people, manager, as_person):
        invite(manager, email=people.owner_a.email)
        link = link_to(people.owner_a.email)
        client = as_person(people.manager)
        assert "sous un autre compte" in plain(client.post(link, {"etape": "answer"}))
        assert place_of(people.owner_a.user, people.organisation_m.pk).state == "invited"

    def test_declined_is_told_and_over(self, people, manager):
        invite(manager)
        link = link_to(FORM["email"])
        assert "invitation" in Client().post(link, {"decliner": "1"})["Location"]
        row = Affiliation.objects.using("owner").get(user__email=FORM["email"])
        assert row.state == "ended"
        with scope(people.manager.actor):
            assert OutboxMessage.objects.filter(kind="InvitationDeclined", channel="app").exists()
        assert Client().get(link).status_code == 410

    def test_a_password_that_somebody_else_gave_the_address_dies(self, people, manager):
        invite(manager)
        user = User.objects.using("owner").get(email=FORM["email"])
        user.set_password("le mot de passe d un autre")
        user.save(using="owner")
        Client().post(link_to(FORM["email"]), {"etape": "password", "password": "quatre autres mots sans lien"})
        user.refresh_from_db(using="owner")
        assert not user.check_password("le mot de passe d un autre")
        assert user.state == "active"


class TestPerson:
    def test_says_who_and_what_they_may_do(self, people, manager):
        one = add_colleague(people, "attendance.enter", title="Formateur, bâtiment")
        page = plain(manager.get(f"/gid/personnes/{one.affiliation.pk}/"))
        assert "Saisir les absences, faire émarger." in page
        assert "Formateur, bâtiment" in page
        assert "A rejoint l’organisme" in page

    def test_two_managers_on_the_same_person_the_second_reads_again(self, people, manager):
        one = add_colleague(people).affiliation
        sent = {"first_name": "Lou", "last_name": "Neveu", "title": "Formatrice", "seen": one.rights_version}
        assert manager.post(f"/gid/personnes/{one.pk}/modifier/", sent).status_code == 302
        second = manager.post(f"/gid/personnes/{one.pk}/modifier/", sent)
        assert second.status_code == 422
        assert "Relisez" in plain(second)

    def test_suspends_restores_and_removes(self, people, manager):
        one = add_colleague(people, "quotes.consult").affiliation
        base = f"/gid/personnes/{one.pk}/"
        assert manager.post(f"{base}suspendre/", {"reason": ""}).status_code == 422
        manager.post(f"{base}suspendre/", {"reason": "Absence longue."})
        assert "Absence longue." in plain(manager.get(base))
        manager.post(f"{base}retablir/")
        manager.post(f"{base}retirer/", {"reason": "Fin de contrat."})
        page = plain(manager.get(base))
        assert "Fin de contrat." in page
        assert manager.post(f"{base}retablir/").status_code == 422

    def test_another_organisations_person_does_not_exist(self, people, as_person, manager):
        elsewhere = place_of(people.owner_a.user, people.organisation_a.pk)
        assert manager.get(f"/gid/personnes/{elsewhere.pk}/").status_code == 404
        assert manager.post(f"/gid/personnes/{new_id()}/retablir/").status_code == 404


class TestManagers:
    def test_accepts_with_a_second_factor_then_has_the_page(self, people, manager, as_person):
        one = add_colleague(people)
        manager.post(f"/gid/personnes/{one.affiliation.pk}/nommer/", {"way": "instead"})
        run(one, TeamMember.manage, one.affiliation.pk)
        assert as_person(one.someone).get("/gid/").status_code == 200
        assert as_person(people.manager).get("/gid/").status_code == 403

    def test_the_page_of_the_answer(self, people, manager, as_person):
        one = add_colleague(people)
        manager.post(f"/gid/personnes/{one.affiliation.pk}/nommer/", {"way": "beside"})
        client = as_person(one.someone)
        assert "Maud Nguyễn vous propose" in plain(client.get("/gid/responsable/"))
        client.post("/gid/responsable/", {"refuser": "1"})
        assert "Rien ne vous est proposé" in plain(client.get("/gid/responsable/"))

    def test_an_unknown_way_is_refused(self, people, manager):
        one = add_colleague(people)
        assert manager.post(f"/gid/personnes/{one.affiliation.pk}/nommer/", {"way": "roi"}).status_code == 422
