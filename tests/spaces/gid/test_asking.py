"""A right refused by a page, asked for, granted or refused; a right of one's own that a second person agrees to."""

import re
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.identity.habilitations.asked.lifecycle import AskedRight
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.models import AccessGrant, RightRequest
from tests.spaces.gid.test_grid import held, text_of
from tests.support.people import sign_in
from tests.support.team import add_colleague, ask, day, give, grant_of, place_of, propose, run

OWN, ASK, REQUESTS, AGREEMENTS = "/gid/mes-droits/", "/gid/mes-droits/demander/", "/gid/demandes/", "/gid/accords/"


@pytest.fixture
def karim(people):
    return add_colleague(people, "sessions.consult")


def kinds_for(who) -> list[str]:
    with scope(who.actor):
        return list(OutboxMessage.objects.filter(channel="app").order_by("id").values_list("kind", flat=True))


def request_of(colleague) -> RightRequest:
    return RightRequest.objects.using("owner").get(affiliation_id=colleague.affiliation.pk)


class TestAsking:
    def test_from_the_page_that_was_refused_to_the_page_that_opens(self, people, as_person, karim):
        client = as_person(karim.someone)
        refused = client.get("/portail/organisation/")
        assert refused.status_code == 403
        assert people.manager.user.full_name in text_of(refused)
        link = re.search(r'href="(/gid/mes-droits/demander/\?droit=[^"]+)"', refused.content.decode())[1]
        form = client.get(link)
        assert '<option value="organisation.consult" selected>' in form.content.decode()
        sent = client.post(ASK, {"right": "organisation.consult", "why": "Lire notre numéro d’adhésion."}, follow=True)
        assert "Demande envoyée" in text_of(sent)
        assert "RightAsked" in kinds_for(people.manager)
        manager = as_person(people.manager)
        assert "Lire notre numéro d’adhésion." in text_of(manager.get(REQUESTS))
        manager.post(f"{REQUESTS}{request_of(karim).pk}/accorder/")
        assert as_person(karim.someone).get("/portail/organisation/").status_code == 200
        assert request_of(karim).state == "granted"

    def test_what_no_right_of_the_catalogue_opens_offers_nothing(self, as_person, karim):
        refused = as_person(karim.someone).get("/gid/journal/")
        assert refused.status_code == 403
        assert ASK not in refused.content.decode()

    def test_twice_is_already_done(self, as_person, karim):
        client = as_person(karim.someone)
        for expected in ("Demande envoyée", "Déjà demandé"):
            answer = client.post(ASK, {"right": "quotes.enter", "why": "Devis de mai."}, follow=True)
            assert expected in text_of(answer)
        assert request_of(karim).state == "asked"

    def test_twice_at_the_same_instant_counts_once(self, karim):
        clients, together, answers = [sign_in(Client(), karim.someone) for _ in range(2)], Barrier(2), []

        def send(client):
            together.wait()
            answers.append(client.post(ASK, {"right": "quotes.enter", "why": "Devis de mai."}).status_code)
            connection.close()

        threads = [Thread(target=send, args=(client,)) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(answers) <= {302, 422}
        assert request_of(karim).state == "asked"

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"right": "", "why": "x"}, "Choisissez le droit"),
            ({"right": "accounts.manage", "why": "x"}, "Choisissez le droit"),
            ({"right": "quotes.enter", "why": ""}, "Dites pourquoi"),
            ({"right": "sessions.consult", "why": "x"}, "déjà ce droit"),
        ],
    )
    def test_is_refused_with_the_reason(self, as_person, karim, sent, said):
        answer = as_person(karim.someone).post(ASK, sent)
        assert answer.status_code == 422
        assert said in text_of(answer)

    def test_for_somebody_else_is_refused(self, people, karim):
        row = RightRequest(
            affiliation=karim.affiliation, organisation_id=people.organisation_m.pk, right="quotes.enter"
        )
        with pytest.raises(Refused, match="que pour soi"):
            run(people.manager, AskedRight.ask, row, why="Pour lui.")

    def test_is_taken_back_by_its_author_alone(self, people, as_person, karim):
        row = ask(karim, "quotes.enter")
        other = add_colleague(people)
        address = f"{OWN}demandes/{row.pk}/retirer/"
        assert as_person(other.someone).post(address).status_code == 404
        assert "Demande retirée" in text_of(as_person(karim.someone).post(address, follow=True))
        assert request_of(karim).state == "withdrawn"


class TestAnswering:
    def test_granted_keeps_the_days_and_places_of_the_others(self, people, karim):
        give(people.manager, karim.affiliation, "sessions.consult", ends_on=day(30))
        run(people.manager, AskedRight.grant, ask(karim, "quotes.enter"))
        assert held(karim.affiliation) == {"sessions.consult", "quotes.enter"}
        assert grant_of(karim.affiliation, "sessions.consult").ends_on == day(30)

    def test_granted_once_when_pressed_twice(self, people, as_person, karim):
        address = f"{REQUESTS}{ask(karim, 'quotes.enter').pk}/accorder/"
        manager = as_person(people.manager)
        assert manager.post(address).status_code == 302
        assert manager.post(address).status_code == 422
        assert AccessGrant.objects.using("owner").filter(right="quotes.enter").count() == 1

    def test_refused_with_the_reason_that_is_read(self, people, as_person, karim):
        address = f"{REQUESTS}{ask(karim, 'quotes.enter').pk}/refuser/"
        manager = as_person(people.manager)
        assert manager.post(address, {"reason": ""}).status_code == 422
        manager.post(address, {"reason": "Les devis restent à Lucie."})
        assert request_of(karim).answer == "Les devis restent à Lucie."
        assert "RightRefused" in kinds_for(karim)
        assert held(karim.affiliation) == {"sessions.consult"}

    def test_given_on_the_grid_it_is_answered_too(self, people, karim):
        ask(karim, "quotes.enter")
        give(people.manager, karim.affiliation, "sessions.consult", "quotes.enter")
        assert request_of(karim).state == "granted"

    def test_lapses_when_the_person_leaves(self, people, karim):
        ask(karim, "quotes.enter")
        run(people.manager, TeamMember.remove, karim.affiliation.pk, reason="Fin de contrat.")
        assert request_of(karim).state == "withdrawn"

    def test_a_colleague_neither_reads_nor_answers(self, people, as_person, karim):
        row = ask(karim, "quotes.enter")
        client = as_person(karim.someone)
        assert client.get(REQUESTS).status_code == 403
        assert client.post(f"{REQUESTS}{row.pk}/accorder/").status_code == 403
        assert as_person(people.owner_a).post(f"{REQUESTS}{row.pk}/accorder/").status_code == 404


class TestAgreeing:
    def test_a_second_person_approves_and_it_counts(self, people, as_person):
        approver = add_colleague(people, "organisation.approve")
        proposed = propose(people, "quotes.enter")
        client = as_person(approver.someone)
        assert people.manager.user.full_name in text_of(client.get(AGREEMENTS))
        assert "Droit approuvé" in text_of(client.post(f"{AGREEMENTS}{proposed.pk}/approuver/", follow=True))
        assert held(place_of(people.manager.user, people.organisation_m.pk)) == {"quotes.enter"}

    def test_nobody_approves_their_own(self, people, as_person):
        add_colleague(people, "organisation.approve")
        proposed = propose(people, "quotes.enter")
        manager = as_person(people.manager)
        page = manager.get(AGREEMENTS)
        assert "Ce que vous avez demandé pour vous" in text_of(page)
        assert "/approuver/" not in page.content.decode()
        assert manager.post(f"{AGREEMENTS}{proposed.pk}/approuver/").status_code == 422
        manager.post(f"{AGREEMENTS}{proposed.pk}/retirer/")
        assert grant_of(place_of(people.manager.user, people.organisation_m.pk), "quotes.enter").state == "ended"

    def test_refused_with_the_reason(self, people, as_person):
        approver = add_colleague(people, "organisation.approve")
        proposed = propose(people, "quotes.enter")
        client = as_person(approver.someone)
        assert client.post(f"{AGREEMENTS}{proposed.pk}/refuser/", {"reason": ""}).status_code == 422
        client.post(f"{AGREEMENTS}{proposed.pk}/refuser/", {"reason": "Pas votre métier."})
        assert "AgreementRefused" in kinds_for(people.manager)


class TestToDo:
    def test_the_portal_says_what_waits_for_whom(self, people, as_person, karim):
        approver = add_colleague(people, "organisation.approve")
        ask(karim, "quotes.enter")
        propose(people, "quotes.enter", "quotes.consult")
        assert "1 demande de droit à décider" in text_of(as_person(people.manager).get("/portail/"))
        assert "votre accord" not in text_of(as_person(people.manager).get("/portail/"))
        assert "2 droits attendent votre accord" in text_of(as_person(approver.someone).get("/portail/"))
        assert "À faire" not in text_of(as_person(karim.someone).get("/portail/"))


class TestOwnRights:
    def test_say_where_until_when_and_by_whom(self, people, as_person, karim):
        give(people.manager, karim.affiliation, "sessions.consult", ends_on=day(10))
        said = text_of(as_person(karim.someone).get(OWN))
        assert "Vous avez 1 droit dans" in said
        assert f"accordé par {people.manager.user.full_name}" in said
        assert "tout l’organisme, jusqu’au" in said
        assert said.count("Demander ce droit") == 20

    def test_are_read_by_whoever_has_none(self, people, as_person):
        assert "aucun droit" in text_of(as_person(add_colleague(people).someone).get(OWN))
