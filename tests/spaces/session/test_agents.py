"""An agent of the operator signs in through the operator's identity provider."""

from urllib.parse import parse_qs, urlsplit

import pytest

from kairos.foundation import clock, engine
from kairos.foundation.actor import Strength, system
from kairos.foundation.actor import visitor as visiting
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.identity.accounts import staff
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import OutsideIdentity, TotpFactor, User
from kairos.identity.accounts.oidc import Identity
from tests.spaces.session.conftest import words
from tests.support import mock_provider
from tests.support.provider import CLIENT, SECRET

HOME, DESK = "/operateur/", "/operateur/courriers/"


@pytest.fixture(scope="module")
def running_provider():
    with mock_provider.running() as running:
        yield running


@pytest.fixture
def provider(running_provider, settings):
    settings.KAIROS_OIDC_ISSUER, settings.KAIROS_OIDC_NAME = running_provider.url, "Identité de l’opérateur"
    settings.KAIROS_OIDC_CLIENT_ID, settings.KAIROS_OIDC_CLIENT_SECRET = CLIENT, SECRET
    settings.KAIROS_OIDC_ACR = ("eidas2",)
    return running_provider


@pytest.fixture
def agent(people, provider):
    """Paul, whom the provider knows as « a7f3 », by two factors."""
    paul = people.instructor.user
    provider.says("a7f3", email=paul.email, email_verified=True, acr="eidas2")
    return paul


@pytest.fixture
def arrive(visitor, provider):
    """`arrive("a7f3")`: the answer to whoever comes back from the provider."""

    def go(subject, suite="", browser=visitor):
        left = browser.get("/connexion/agent/" + (f"?suite={suite}" if suite else ""))
        assert left.status_code == 302
        return browser.get(provider.sign_in(left["Location"], subject))

    return go


def linked(user):
    with scope(system("tests")):
        return list(OutsideIdentity.objects.filter(user=user).values_list("subject", flat=True))


class TestByTwoFactors:
    def test_in_at_once_where_they_were_going(self, agent, arrive, visitor):
        landed = arrive("a7f3", suite=DESK)
        assert visitor.strength == Strength.SECOND_FACTOR
        assert visitor.session.user_id == agent.pk
        assert landed["Location"] == "/connexion/entree?suite=%2Foperateur%2Fcourriers%2F"
        assert visitor.get(landed["Location"])["Location"] == DESK

    def test_the_link_is_told_once(self, agent, arrive):
        arrive("a7f3")
        arrive("a7f3")
        with scope(system("tests")):
            told = OutboxMessage.objects.filter(recipient=agent.pk, channel="email").values_list("kind", flat=True)
            assert list(told) == ["IdentityLinked"]

    def test_the_name_given_by_the_provider_outlives_the_email(self, agent, provider, arrive, visitor):
        arrive("a7f3")
        provider.says("a7f3", email="paul.marie@tests.example", acr="eidas2")
        arrive("a7f3")
        assert visitor.session.user_id == agent.pk

    def test_another_identity_with_this_email_is_nobody(self, agent, provider, arrive, visitor):
        arrive("a7f3")
        provider.says("b2c4", email=agent.email, email_verified=True, acr="eidas2")
        visitor.client.cookies.clear()
        answer = arrive("b2c4")
        assert answer.status_code == 422
        assert "rattaché à une autre identité" in words(answer)
        assert (visitor.session, linked(agent)) == (None, ["a7f3"])

    def test_the_session_of_before_is_over(self, agent, people, provider, arrive, visitor):
        arrive("a7f3")
        before = visitor.session
        provider.says("c0ff", email=people.supervisor.email, email_verified=True, acr="eidas2")
        arrive("c0ff")
        assert visitor.session.user_id == people.supervisor.user.pk
        before.refresh_from_db(using="owner")
        assert before.ended_at


class TestByOne:
    @pytest.fixture
    def agent(self, people, provider):
        paul = people.instructor.user
        provider.says("a7f3", email=paul.email, email_verified=True)
        return paul

    def test_our_second_factor_comes_first(self, agent, arrive, visitor):
        TotpFactor(user=agent, sealed_secret=b"-", confirmed_at=clock.now(), created_at=clock.now()).save(using="owner")
        assert arrive("a7f3")["Location"] == "/connexion/code/"
        assert visitor.strength == Strength.PASSWORD
        assert visitor.get(DESK).status_code == 302

    def test_who_has_none_adds_it(self, agent, arrive, visitor):
        page = visitor.follow(arrive("a7f3"))
        assert page.request["PATH_INFO"] == "/connexion/premiere/"
        assert visitor.get(DESK).status_code == 302


class TestWhoIsNobodyHere:
    def refused(self, answer, visitor, sentence):
        assert answer.status_code == 422
        assert sentence in words(answer)
        assert visitor.session is None

    def test_a_stranger(self, people, provider, arrive, visitor):
        provider.says("x", email="inconnue@tests.example", email_verified=True, acr="eidas2")
        self.refused(arrive("x"), visitor, "Aucun compte d’agent")

    def test_a_person_of_a_provider(self, people, provider, arrive, visitor):
        provider.says("x", email=people.owner_a.email, email_verified=True, acr="eidas2")
        self.refused(arrive("x"), visitor, "Aucun compte d’agent")
        assert linked(people.owner_a.user) == []

    def test_an_email_that_is_not_verified(self, agent, provider, arrive, visitor):
        provider.says("x", email=agent.email, email_verified=False, acr="eidas2")
        self.refused(arrive("x"), visitor, "ne garantit pas votre courriel")
        assert linked(agent) == []

    def test_a_closed_account(self, agent, people, arrive, visitor):
        arrive("a7f3")
        actor = people.supervisor.actor
        with scope(actor):
            engine.run(Account.close, agent, actor, reason="Départ.")
        self.refused(arrive("a7f3"), visitor, "Aucun compte d’agent")
        assert linked(agent) == []

    def test_a_locked_account(self, agent, arrive, visitor):
        with scope(system("tests")) as who:
            engine.run(Account.lock, agent, who, failures=10, network="198.51.100.0/24")
        self.refused(arrive("a7f3"), visitor, "Ce compte est verrouillé")

    def test_someone_who_gives_up(self, agent, provider, visitor):
        [state] = parse_qs(urlsplit(visitor.get("/connexion/agent/")["Location"]).query)["state"]
        answer = visitor.get(f"/connexion/agent/retour?error=access_denied&state={state}")
        self.refused(answer, visitor, "Vous avez renoncé")

    def test_another_browser(self, agent, provider, visitor, another):
        back = provider.sign_in(visitor.get("/connexion/agent/")["Location"], "a7f3")
        stranger = another()
        self.refused(stranger.get(back), stranger, "dans un autre navigateur")

    def test_the_same_return_twice(self, agent, provider, visitor):
        back = provider.sign_in(visitor.get("/connexion/agent/")["Location"], "a7f3")
        assert visitor.get(back).status_code == 302
        visitor.client.cookies.clear()
        self.refused(visitor.get(back), visitor, "Recommencez")


class TestLinking:
    """The act itself, whoever asks for it."""

    def link(self, user, **said):
        right = {"issuer": "https://identite.example", "subject": "a7f3", "email": user.email}
        identity = Identity(**right | said, first_name="", last_name="", strong=True)
        with scope(visiting("tests")) as who:
            engine.run(Account.link_identity, user, who, identity=identity)

    def test_a_person_of_a_provider_is_no_agent(self, people):
        with pytest.raises(Refused, match="aucun agent"):
            self.link(people.owner_a.user)

    @pytest.mark.parametrize("email", ["", "sofia.supervise@tests.example"])
    def test_an_agent_is_known_by_their_verified_email(self, people, email):
        with pytest.raises(Refused, match="aucun agent"):
            self.link(people.instructor.user, email=email)

    def test_an_agent_has_one_identity_of_a_provider(self, people):
        self.link(people.instructor.user)
        with pytest.raises(Refused, match="une autre identité"):
            self.link(people.instructor.user, subject="b2c4")
        self.link(people.instructor.user, issuer="https://autre.example")

    def test_an_identity_is_one_agents(self, people):
        self.link(people.instructor.user)
        with pytest.raises(Refused):
            self.link(people.supervisor.user)


class TestOpening:
    """An account that the command line just opened."""

    @pytest.fixture
    def opened(self, provider, real_db):
        provider.says(
            "z0e", email="zoe.arrivee@tests.example", email_verified=True, acr="eidas2",
            given_name="Zoé", family_name="Arrivée",
        )  # fmt: skip
        with scope(system("tests")) as who:
            return staff.open_account("zoe.arrivee@tests.example", "instructor", "", "", who)

    def user(self):
        with scope(system("tests")):
            return User.objects.get(email="zoe.arrivee@tests.example")

    def test_the_provider_opens_it_as_the_link_would(self, opened, arrive, visitor):
        arrive("z0e")
        user = self.user()
        assert (user.state, user.full_name) == ("active", "Zoé Arrivée")
        assert visitor.get(DESK).status_code == 200
        assert "Ce lien a déjà servi" in words(visitor.get(opened))

    def test_opened_again_everything_is_proved_anew(self, opened, arrive):
        arrive("z0e")
        with scope(system("tests")) as who:
            staff.open_account("zoe.arrivee@tests.example", "instructor", "", "", who)
        assert linked(self.user()) == []

    def test_a_proof_is_asked_of_the_provider_alone(self, opened, provider, arrive, visitor):
        arrive("z0e")
        before = visitor.session
        asked = visitor.get("/connexion/preuve/?suite=/compte/securite/cles/")
        assert asked["Location"] == "/connexion/agent/?suite=%2Fcompte%2Fsecurite%2Fcles%2F&preuve=1"
        left = visitor.get(asked["Location"])["Location"]
        assert "prompt=login" in left
        provider.says("z0e", auth_time=int(clock.outside().timestamp()), email="zoe.arrivee@tests.example")
        back = visitor.get(provider.sign_in(left, "z0e"))
        assert back["Location"] == "/compte/securite/cles/"
        assert visitor.session.pk == before.pk
        assert visitor.session.proved_at > before.proved_at

    def test_a_proof_by_somebody_else_is_none(self, opened, agent, provider, arrive, visitor):
        arrive("z0e")
        left = visitor.get("/connexion/agent/?preuve=1")["Location"]
        provider.says("a7f3", auth_time=int(clock.outside().timestamp()), email=agent.email, email_verified=True)
        answer = visitor.get(provider.sign_in(left, "a7f3"))
        assert answer.status_code == 422
        assert visitor.session.user_id == self.user().pk


class TestPages:
    def test_the_way_in_is_proposed(self, provider, visitor):
        page = visitor.get("/connexion?suite=/operateur/courriers/").content.decode()
        assert 'href="/connexion/agent/?suite=%2Foperateur%2Fcourriers%2F"' in page
        assert "Identité de l’opérateur" in page

    def test_without_the_setting_there_is_none(self, visitor):
        assert "/connexion/agent/" not in visitor.get("/connexion").content.decode()
        assert visitor.get("/connexion/agent/").status_code == 404
        assert visitor.get("/connexion/agent/retour").status_code == 404

    def test_what_the_browser_keeps(self, provider, visitor):
        kept = visitor.get("/connexion/agent/").cookies["kairos-agent"]
        assert (kept["httponly"], kept["samesite"], kept["path"], kept["max-age"]) == (True, "Lax", "/", 600)
        assert visitor.get("/connexion/agent/retour").cookies["kairos-agent"]["max-age"] == 0

    def test_a_page_elsewhere_is_not_gone_to(self, agent, arrive, visitor):
        landed = arrive("a7f3", suite="https://ailleurs.example/")
        assert visitor.get(landed["Location"])["Location"] == HOME

    def test_the_provider_is_silent(self, provider, visitor, settings, service):
        service.says(b"", status=500)
        settings.KAIROS_OIDC_ISSUER = service.url
        answer = visitor.get("/connexion/agent/")
        assert answer.status_code == 422
        assert "ne répond pas" in words(answer)
