"""Who is believed, and who comes by ProConnect: forged, replayed, meant for somebody else, unverified are nobody."""

from datetime import timedelta
from functools import partial

import pytest

from kairos.foundation import clock
from kairos.foundation.actor import Strength
from kairos.identity.accounts.models import User
from tests.spaces.session.identity_providers.conftest import arrive, identities, link, refused
from tests.support.provider import CLIENT, forged_key


class TestNotBelieved:
    def test_a_forged_state(self, person, france, visitor):
        refused(arrive(visitor, france, state="autre"), visitor, "dans un autre navigateur")

    def test_the_same_return_twice(self, person, france, visitor):
        link(visitor, france, person)
        visitor.client.cookies.clear()
        again = visitor.client.get("/connexion/franceconnect/retour", france.back())
        refused(again, visitor, "Recommencez")

    def test_a_journey_to_another_provider(self, people, person, france, pro, visitor):
        left = visitor.get("/connexion/proconnect/")["Location"]
        query = france.left(left).back()
        visitor.client.cookies["kairos-franceconnect"] = visitor.client.cookies["kairos-proconnect"].value
        refused(visitor.client.get("/connexion/franceconnect/retour", query), visitor, "Recommencez")

    @pytest.mark.parametrize(
        "claims",
        [{"iss": "https://ailleurs.example"}, {"nonce": "autre"}, {"exp": timedelta(minutes=-5)}, {"aud": "autre"}],
        ids=str,
    )
    def test_a_token_that_says_something_else(self, person, france, visitor, claims):
        france.claims |= claims
        refused(arrive(visitor, france), visitor, "n’a pas confirmé qui vous êtes")

    def test_a_token_signed_by_somebody_else(self, person, france, visitor):
        france.sign = partial(france.sign, by=forged_key("un"))
        refused(arrive(visitor, france), visitor, "n’a pas confirmé qui vous êtes")

    @pytest.mark.parametrize("more", [{"sub": "fc-9"}, {"aud": "autre"}, {"iss": "https://ailleurs.example"}], ids=str)
    def test_a_signed_answer_about_or_for_somebody_else(self, person, france, visitor, more):
        right = france.person | {"aud": CLIENT, "iss": france.issuer}
        france.person = france.sign(right | more).encode()
        refused(arrive(visitor, france), visitor, "n’a pas confirmé qui vous êtes")

    def test_a_signed_answer_is_read(self, person, france, visitor):
        france.person = france.sign(france.person | {"aud": CLIENT, "iss": france.issuer}).encode()
        assert link(visitor, france, person).status_code == 302

    def test_whose_space_was_closed(self, person, france, visitor):
        link(visitor, france, person)
        visitor.client.cookies.clear()
        User.objects.using("owner").filter(pk=person.user_id).update(state="stopped")
        refused(arrive(visitor, france), visitor, "Aucun compte Kairos")


class TestProConnect:
    def test_linked_once_by_a_verified_email_then_by_name(self, people, pro, visitor):
        assert arrive(visitor, pro, "proconnect")["Location"] == "/connexion/entree"
        assert (visitor.session.user_id, visitor.strength) == (people.manager.user.pk, Strength.SECOND_FACTOR)
        visitor.client.cookies.clear()
        pro.claims["email"] = "autre@tests.example"
        arrive(visitor, pro, "proconnect")
        assert visitor.session.user_id == people.manager.user.pk
        assert identities() == [(people.manager.user.pk, "pc-1")]

    def test_an_adviser(self, people, pro, visitor):
        pro.claims["email"] = people.adviser.user.email
        visitor.follow(arrive(visitor, pro, "proconnect"))
        assert visitor.get("/conseiller/").status_code == 200

    def test_a_name_that_changed_is_somebody_else(self, people, pro, visitor):
        arrive(visitor, pro, "proconnect")
        visitor.client.cookies.clear()
        pro.claims["sub"] = "pc-2"
        refused(arrive(visitor, pro, "proconnect"), visitor, "rattaché à une autre identité")

    @pytest.mark.parametrize("who", ["instructor", "job_seeker", "nobody"])
    def test_agents_job_seekers_and_strangers_do_not_come_this_way(self, people, pro, visitor, who):
        pro.claims["email"] = "inconnu@tests.example" if who == "nobody" else getattr(people, who).user.email
        User.objects.using("owner").filter(email=pro.claims["email"]).update(email_verified_at=clock.now())
        count = User.objects.using("owner").count()
        refused(arrive(visitor, pro, "proconnect"), visitor, "Aucun compte Kairos")
        assert (User.objects.using("owner").count(), identities()) == (count, [])

    def test_an_email_that_nobody_vouches_for(self, people, pro, visitor):
        pro.claims["email_verified"] = False
        refused(arrive(visitor, pro, "proconnect"), visitor, "ne garantit pas votre courriel")
        pro.claims["email_verified"] = True
        User.objects.using("owner").filter(pk=people.manager.user.pk).update(email_verified_at=None)
        refused(arrive(visitor, pro, "proconnect"), visitor, "Aucun compte Kairos")

    def test_by_one_factor_ours_comes_next(self, people, pro, visitor):
        pro.claims["acr"] = "eidas1"
        assert arrive(visitor, pro, "proconnect")["Location"] == "/connexion/code/"
        assert visitor.get("/portail/").status_code == 302
