"""What an identity proves: a level that is not enough is followed by a factor of ours."""

import pytest

from kairos.foundation import clock
from kairos.foundation.actor import Strength
from kairos.identity.accounts.models import OutsideIdentity, User
from kairos.people.jobseekers.models import JobSeeker
from tests.spaces.session.identity_providers.conftest import arrive, link, refused
from tests.support.factors import telephone_of


class TestFactor:
    def test_a_level_that_is_not_enough_is_followed_by_a_code(self, person, france, visitor, settings):
        settings.KAIROS_FRANCECONNECT_FACTOR = "eidas2"
        assert link(visitor, france, person)["Location"] == "/connexion/code/"
        assert visitor.strength == Strength.PASSWORD
        assert visitor.get("/candidat/").status_code == 302

    @pytest.mark.parametrize("level", ["eidas2", "eidas3"])
    def test_a_higher_one_is(self, person, france, visitor, settings, level):
        settings.KAIROS_FRANCECONNECT_FACTOR = "eidas2"
        france.claims["acr"] = level
        link(visitor, france, person)
        assert visitor.strength == Strength.SECOND_FACTOR

    @pytest.mark.parametrize(("asked", "said"), [("eidas1", None), ("eidas1", "autre"), ("eidas2", "eidas1"),
                                                 ("eidas2", None), ("eidas3 eidas2", "eidas1")])  # fmt: skip
    def test_less_than_what_was_asked_is_not_believed(self, person, france, visitor, settings, asked, said):
        settings.KAIROS_FRANCECONNECT_ACR = tuple(asked.split())
        france.claims["acr"] = said
        refused(arrive(visitor, france), visitor, "n’a pas confirmé qui vous êtes")

    @pytest.mark.parametrize(("factor", "strength"), [("", Strength.SECOND_FACTOR), ("eidas3", Strength.PASSWORD),
                                                      ("none", Strength.PASSWORD)])  # fmt: skip
    def test_the_level_asked_is_enough_unless_the_setting_says_more(
        self, person, france, visitor, settings, factor, strength
    ):
        settings.KAIROS_FRANCECONNECT_ACR, settings.KAIROS_FRANCECONNECT_FACTOR = ("eidas2",), factor
        france.claims["acr"] = "eidas2"
        link(visitor, france, person)
        assert visitor.strength == strength

    def test_what_is_asked(self, person, france, visitor):
        arrive(visitor, france)
        wanted = france.wanted
        assert (wanted["acr_values"], wanted["redirect_uri"]) == (
            "eidas1", "http://localhost:8000/connexion/franceconnect/retour"
        )  # fmt: skip
        assert {"openid", "birthdate", "family_name"} <= set(wanted["scope"].split())
        assert "claims" not in wanted


class TestWhoActsForOthersToo:
    """An account manager who looks for work: FranceConnect is not the factor of the organisation's space."""

    @pytest.fixture
    def manager(self, people, person, france, visitor):
        """The file is theirs, linked while the mail was enough."""
        link(visitor, france, person)
        visitor.client.cookies.clear()
        user = people.manager.user
        JobSeeker.objects.using("owner").filter(pk=person.pk).update(user=user.pk)
        OutsideIdentity.objects.using("owner").update(user=user.pk)
        User.objects.using("owner").filter(pk=user.pk).update(portal_entered_at=clock.now())
        return user

    @pytest.mark.parametrize("by_mail", [True, False], ids=["invited by an agency", "invited by a provider"])
    @pytest.mark.parametrize("state", ["active", "left"])
    def test_their_own_factor_comes_next(self, people, person, france, visitor, manager, by_mail, state):
        generator = telephone_of(manager.pk)
        User.objects.using("owner").filter(pk=manager.pk).update(code_by_mail=by_mail)
        left = {"state": state, "left_at": clock.now() if state == "left" else None}
        JobSeeker.objects.using("owner").filter(pk=person.pk).update(**left)
        assert arrive(visitor, france)["Location"] == "/connexion/code/"
        assert visitor.strength == Strength.PASSWORD
        for path in ("/portail/", "/candidat/"):
            assert visitor.get(path)["Location"].startswith("/connexion")
        assert visitor.post("/portail/choisir/", organisme=people.organisation_m.pk).status_code == 302
        assert visitor.session.acting_for is None
        visitor.post("/connexion/code/", code=generator.code())
        assert visitor.strength == Strength.SECOND_FACTOR

    def test_who_owes_a_factor_and_has_none_is_not_let_in(self, people, france, visitor, manager):
        User.objects.using("owner").filter(pk=manager.pk).update(code_by_mail=False)
        arrive(visitor, france)
        assert visitor.strength == Strength.PASSWORD
        assert visitor.get("/portail/").status_code == 302
