"""FranceConnect for job seekers, ProConnect for those of providers and agencies: who is believed, and whose account it
opens. No account is ever made."""

import re
from datetime import timedelta
from functools import partial
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from kairos.foundation import clock
from kairos.foundation.actor import Strength, system
from kairos.foundation.actor import visitor as visiting
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.identity.accounts.models import OutsideIdentity, Session, User
from kairos.identity.accounts.oidc import Identity
from kairos.identity.accounts.signing_in import Why
from kairos.people.jobseekers import linking
from kairos.people.jobseekers.models import JobSeeker
from tests.spaces.session.conftest import words
from tests.support import agencies
from tests.support.factors import telephone_of
from tests.support.people import DEVICE
from tests.support.provider import CLIENT, SECRET, Provider, forged_key

LINK = "/connexion/franceconnect/rattacher/"
HERS = {"sub": "fc-1", "acr": "eidas1", "email": None, "email_verified": None}


@pytest.fixture
def person(people) -> JobSeeker:
    return JobSeeker.objects.using("owner").select_related("user").get(pk=people.job_seeker.actor.jobseeker)


def configure(settings, name, url, **more):
    given = {"ISSUER": url, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET} | more
    for part, value in given.items():
        setattr(settings, f"KAIROS_{name}_{part}", value)


@pytest.fixture
def france(person, service, settings) -> Provider:
    """FranceConnect, where this person is somebody."""
    configure(settings, "FRANCECONNECT", service.url)
    said = {"sub": "fc-1", "given_name": person.first_name, "family_name": person.last_name.upper()}
    said |= {"birthdate": f"{person.birth_date:%Y-%m-%d}"}
    return Provider(service, claims=dict(HERS), person=said)


@pytest.fixture
def pro(people, service, settings) -> Provider:
    configure(settings, "PROCONNECT", service.url, ACR=("eidas2",))
    verified = User.objects.using("owner").filter(pk__in=[people.manager.user.pk, people.adviser.user.pk])
    verified.update(email_verified_at=clock.now())
    return Provider(service, claims={"sub": "pc-1", "acr": "eidas2", "email": people.manager.user.email})


def arrive(visitor, provider, key="franceconnect", suite="", **said):
    left = visitor.get(f"/connexion/{key}/" + (f"?suite={suite}" if suite else ""))["Location"]
    query = provider.left(left).back(**said)
    return visitor.client.get(f"/connexion/{key}/retour", query)


def link(visitor, provider, person, **more):
    assert arrive(visitor, provider, **more)["Location"].startswith(LINK)
    return visitor.post(LINK, identifier=person.identifier)


def identities():
    with scope(system("tests")):
        return list(OutsideIdentity.objects.order_by("linked_at").values_list("user", "subject"))


def refused(answer, visitor, sentence):
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert visitor.session is None


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


class TestLeaving:
    def test_signing_out_shows_the_way_out_of_the_provider_too(self, person, france, visitor):
        france.document = {"end_session_endpoint": f"{france.issuer}/logout"}
        link(visitor, france, person)
        page = visitor.get(visitor.post("/connexion/deconnexion/")["Location"])
        assert "Me déconnecter aussi de FranceConnect" in words(page)
        [address] = re.findall(rf'href="({france.issuer}/logout[^"]+)"', page.content.decode())
        said = dict(parse_qsl(urlsplit(unescape(address)).query))
        assert said["post_logout_redirect_uri"] == "http://localhost:8000/connexion"
        assert said["id_token_hint"].count(".") == 2
        assert visitor.session is None
        assert "aussi de" not in words(visitor.get(visitor.post("/connexion/deconnexion/")["Location"]))

    @pytest.mark.parametrize("lost", ["moved to another browser", "idle"])
    def test_the_browser_that_signed_in_is_shown_it_whatever_became_of_the_session(
        self, person, france, visitor, another, lost
    ):
        france.document = {"end_session_endpoint": f"{france.issuer}/logout"}
        link(visitor, france, person)
        at = clock.now()
        if lost == "idle":
            at += timedelta(hours=2)
        else:
            Session.objects.using("owner").filter(pk=visitor.session.pk).update(browser="Chrome sur Windows")
        with clock.fixed(at):
            page = visitor.get(visitor.post("/connexion/deconnexion/")["Location"])
        assert "Me déconnecter aussi de FranceConnect" in words(page)
        assert "id_token_hint=" in page.content.decode()

    def test_whoever_took_the_session_elsewhere_is_not_told_who_its_owner_is(self, person, france, visitor, another):
        france.document = {"end_session_endpoint": f"{france.issuer}/logout"}
        link(visitor, france, person)
        thief = another("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36")
        thief.client.cookies["kairos"] = visitor.token
        assert thief.post("/connexion/deconnexion/")["Location"] == "/connexion?fait=deconnexion"

    def test_the_cookie_is_sealed_goes_with_the_browser_and_is_never_too_long(self, person, france, visitor):
        france.document = {"end_session_endpoint": f"{france.issuer}/logout"}
        france.claims["long"] = "x" * 3000
        link(visitor, france, person)
        kept = visitor.client.cookies["kairos-leaving"]
        assert (kept["httponly"], kept["max-age"], kept["samesite"]) == (True, "", "Lax")
        page = visitor.get(visitor.post("/connexion/deconnexion/")["Location"]).content.decode()
        assert f"client_id={CLIENT}" in page
        assert "id_token_hint" not in page

    def test_without_its_address_or_by_password_there_is_none(self, people, person, france, visitor):
        link(visitor, france, person)
        assert "aussi de" not in words(visitor.get(visitor.post("/connexion/deconnexion/")["Location"]))
        assert "aussi de" not in words(visitor.get("/connexion?fait=deconnexion&chez=gAAAA"))
        visitor.follow(visitor.sign_in(people.owner_a.user.email))
        assert visitor.post("/connexion/deconnexion/")["Location"] == "/connexion?fait=deconnexion"


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


class TestPages:
    def test_plain_words_and_only_by_setting(self, person, visitor, settings, service):
        page = words(visitor.get("/connexion"))
        assert "FranceConnect" not in page
        for path in ("franceconnect/", "proconnect/", "franceconnect/retour", "franceconnect/rattacher/"):
            assert visitor.get(f"/connexion/{path}").status_code == 404
        configure(settings, "FRANCECONNECT", service.url)
        configure(settings, "PROCONNECT", service.url)
        page = words(visitor.get("/connexion"))
        assert "Continuer avec FranceConnect" in page
        assert "Continuer avec ProConnect" in page
