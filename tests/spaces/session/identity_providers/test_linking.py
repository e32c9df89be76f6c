"""An identity is linked once to an account that is there, by its owner, and taken back. No account is ever made."""

from datetime import timedelta

import pytest

from kairos.foundation import clock
from kairos.foundation.actor import Strength, system
from kairos.foundation.actor import visitor as visiting
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.identity.accounts.models import OutsideIdentity, User
from kairos.identity.accounts.oidc import Identity
from kairos.identity.accounts.signing_in import Why
from kairos.people.jobseekers import linking
from kairos.people.jobseekers.models import JobSeeker
from tests.spaces.session.conftest import words
from tests.spaces.session.identity_providers.conftest import LINK, arrive, identities, link, refused
from tests.support import agencies
from tests.support.people import DEVICE


class TestFirstTime:
    def test_their_identifier_then_in_and_from_then_on_at_once(self, person, france, visitor):
        first = arrive(visitor, france, suite="/candidat/qui-me-lit/")
        assert first["Location"] == f"{LINK}?suite=%2Fcandidat%2Fqui-me-lit%2F"
        assert visitor.session is None
        page = words(visitor.get(first["Location"]))
        assert person.last_name.upper() in page
        assert person.email not in page
        answer = visitor.post(LINK, identifier=person.identifier.lower(), suite="/candidat/qui-me-lit/")
        assert answer["Location"] == "/connexion/entree?suite=%2Fcandidat%2Fqui-me-lit%2F"
        assert (visitor.session.user_id, visitor.strength) == (person.user_id, Strength.SECOND_FACTOR)
        assert identities() == [(person.user_id, "fc-1")]
        visitor.client.cookies.clear()
        assert arrive(visitor, france)["Location"] == "/connexion/entree"
        assert visitor.session.user_id == person.user_id
        with scope(system("tests")):
            told = OutboxMessage.objects.filter(recipient=person.user_id, channel="email", kind="PersonLinked")
            assert told.count() == 1

    def test_the_name_one_uses_counts_too(self, person, france, visitor):
        france.person |= {"family_name": "Autrement", "preferred_username": person.last_name}
        assert link(visitor, france, person).status_code == 302

    @pytest.mark.parametrize(
        "said",
        [{"birthdate": "1991-01-01"}, {"birthdate": "1990-09"}, {"birthdate": None}, {"family_name": "Autrement"},
         {"family_name": ""}, {"given_name": "Jumelle"}, {"given_name": ""}, {"given_name": None}],
        ids=str,
    )  # fmt: skip
    def test_somebody_else_is_nobody(self, person, france, visitor, said):
        france.person |= said
        refused(link(visitor, france, person), visitor, "Aucun espace ouvert ne correspond")
        assert identities() == []

    @pytest.mark.parametrize(
        ("known", "said"),
        [("Élodie", "ELODIE"), ("Elodie", "Aïcha Élodie Zoé"), ("Jean-Noël", "jean noel"), ("Jean-Noël", "Jean, Marc")],
    )
    def test_other_first_names_and_marks_are_theirs(self, person, france, visitor, known, said):
        JobSeeker.objects.using("owner").filter(pk=person.pk).update(first_name=known)
        france.person["given_name"] = said
        assert link(visitor, france, person).status_code == 302

    def test_a_twin_takes_nobodys_space(self, people, person, france, visitor):
        """Their agency knows both: the same name, the same birth date, neighbouring identifiers."""
        JobSeeker.objects.using("owner").filter(pk=person.pk).update(first_name="Élise")
        france.person["given_name"] = "Élodie"
        refused(link(visitor, france, person), visitor, "Aucun espace ouvert ne correspond")
        assert identities() == []

    def test_what_is_said_of_an_identifier_is_the_same_whoever_has_it(self, people, person, france, visitor):
        waiting = agencies.followed(people.adviser, last_name=person.last_name)
        arrive(visitor, france)
        answers = [visitor.post(LINK, identifier=one) for one in ("7654321Z", waiting.identifier)]
        assert {words(one).split("Votre identifiant")[0] for one in answers} == {
            words(answers[0]).split("Votre identifiant")[0]
        }
        assert User.objects.using("owner").filter(email=waiting.email).count() == 0
        assert identities() == []

    def test_wrong_identifiers_wait_then_stop_for_a_day(self, people, person):
        identity = Identity(
            "https://fc.example", "fc-1", "", person.first_name, person.last_name, True, birth_date=person.birth_date
        )

        def attempt(identifier, minutes):
            with clock.fixed(now + timedelta(minutes=minutes)), scope(visiting("tests")) as nobody:
                found = linking.link(identity, identifier, DEVICE, nobody)
            return found if isinstance(found, User) else found.why

        now = clock.now()
        said = [attempt(f"700000{number}Z", 5 * number) for number in range(9)]
        assert said == [Why.WRONG] * 9
        assert attempt(person.identifier, 40) == Why.WAIT
        assert attempt("7000009Z", 50) == Why.LOCKED
        assert attempt(person.identifier, 60) == Why.LOCKED
        assert identities() == []
        assert attempt(person.identifier, 50 + 24 * 60).pk == person.user_id

    def test_without_an_identity_one_starts_again(self, person, france, visitor):
        assert visitor.get(LINK)["Location"] == "/connexion"
        assert visitor.post(LINK, identifier=person.identifier)["Location"] == "/connexion"

    def test_another_person_of_franceconnect_for_the_same_space(self, person, france, visitor):
        link(visitor, france, person)
        visitor.client.cookies.clear()
        france.claims["sub"] = france.person["sub"] = "fc-2"
        refused(link(visitor, france, person), visitor, "Aucun espace ouvert ne correspond")
        assert identities() == [(person.user_id, "fc-1")]


class TestOwnSecurity:
    def test_one_takes_it_back(self, person, france, visitor):
        link(visitor, france, person)
        page = visitor.get("/compte/securite/")
        assert "FranceConnect" in words(page)
        row = OutsideIdentity.objects.using("owner").get()
        done = visitor.post(f"/compte/securite/identites/{row.pk}/retirer/")
        assert done["Location"] == "/compte/securite/?fait=identite"
        assert identities() == []
        visitor.client.cookies.clear()
        assert arrive(visitor, france)["Location"] == LINK

    def test_nobody_elses(self, people, person, france, visitor, as_person):
        link(visitor, france, person)
        row = OutsideIdentity.objects.using("owner").get()
        assert as_person(people.owner_a).post(f"/compte/securite/identites/{row.pk}/retirer/").status_code == 422
        assert identities() != []
