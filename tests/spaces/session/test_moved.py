"""An open session asked from another browser, or far from where it was proved, shows nothing before a fresh proof."""

from datetime import timedelta

import pytest
from django.conf import settings

from kairos.foundation import clock, dated_settings
from kairos.foundation.actor import Strength, system
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.models import SettingValue
from kairos.identity.accounts import rules
from kairos.identity.accounts.factors import totp
from kairos.identity.accounts.models import Session
from kairos.identity.accounts.rules import Moved
from kairos.identity.accounts.settings import NETWORK_MINUTES
from tests.spaces.session.conftest import FIREFOX, words
from tests.spaces.session.test_resuming import TYPED, hidden
from tests.support.factors import mails, telephone_of
from tests.support.people import PASSWORD

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
AWAY = "198.51.100.7"
PORTAL, EMAIL, CODE = "/portail/", "/compte/securite/courriel/", "/connexion/code/"


@pytest.fixture
def phone(people):
    return telephone_of(people.manager.user.pk)


@pytest.fixture
def manager(people, visitor, phone):
    """The RGC, signed in all the way from Firefox at the office."""
    visitor.sign_in(people.manager.email)
    visitor.post(CODE, code=phone.code())
    assert visitor.get(PORTAL).status_code == 200
    return visitor


@pytest.fixture
def carried(another):
    """`carried(from_, agent, address)`: a browser elsewhere that holds the same cookie."""

    def carry(origin, agent=FIREFOX, address="192.0.2.17"):
        browser = another(agent, address)
        browser.client.cookies[settings.SESSION_COOKIE_NAME] = origin.token
        return browser

    return carry


def later(minutes):
    return clock.fixed(clock.outside() + timedelta(minutes=minutes))


def happened(kind):
    with scope(system("tests")):
        return JournalEntry.objects.filter(acts__contains=[kind]).count()


class TestAnotherBrowser:
    def test_is_asked_the_second_factor_before_anything(self, manager, carried):
        thief = carried(manager, CHROME)
        for path in (PORTAL, "/compte/", "/compte/securite/", EMAIL):
            assert thief.get(path)["Location"] == f"{CODE}?suite={path.replace('/', '%2F')}"
        asked = thief.follow(thief.get(PORTAL))
        assert "ouverte dans un autre navigateur" in words(asked)
        assert "Maud" not in words(asked)

    def test_does_nothing_that_was_sent(self, people, manager, carried, fresh):
        assert carried(manager, CHROME).post(EMAIL, email=TYPED).status_code == 200
        assert fresh(people.manager.user).email == people.manager.email
        assert happened("account.change_email") == 0

    def test_where_it_was_it_goes_on(self, manager, carried):
        carried(manager, CHROME).get(PORTAL)
        assert manager.get(PORTAL).status_code == 200

    def test_is_noted_and_told_once(self, people, manager, carried, drain):
        thief = carried(manager, CHROME)
        for _ in range(3):
            thief.get(PORTAL)
        drain()
        assert happened("session.moved") == 1
        [told] = mails("SessionElsewhere", people.manager.email)
        assert "Chrome sur Windows" in told

    def test_wrong_codes_lock_there_as_everywhere(self, manager, carried):
        thief = carried(manager, CHROME)
        assert thief.post(CODE, code="000000").status_code == 422
        assert manager.get(PORTAL).status_code == 200

    def test_does_not_shut_its_owner_out(self, manager, carried):
        thief = carried(manager, CHROME)
        assert thief.post("/connexion/deconnexion/").status_code == 302
        assert thief.get(PORTAL)["Location"].startswith("/connexion?")
        assert manager.get(PORTAL).status_code == 200

    def test_sees_no_secret_that_waits_to_be_enrolled(self, people, manager, carried):
        with scope(system("tests")):
            totp.begin(people.manager.user.pk)
        assert carried(manager, CHROME).get("/connexion/code-qr.svg").status_code == 404

    def test_proved_it_goes_on_there_and_ends_where_it_was(self, people, manager, carried, phone):
        moved = carried(manager, CHROME)
        asked = moved.get(PORTAL)["Location"]
        with later(1):
            done = moved.post(asked, code=phone.code(), suite=PORTAL)
            assert done["Location"] == "/connexion/entree?suite=%2Fportail%2F"
            assert words(moved.follow(done)).count("Maud") >= 1
            assert manager.get(PORTAL).status_code == 302
        assert moved.strength == Strength.SECOND_FACTOR
        assert moved.session.browser == "Chrome sur Windows"

    def test_its_limit_does_not_move_with_it(self, manager, carried, phone):
        before = manager.session
        moved = carried(manager, CHROME)
        with later(1):
            moved.post(CODE, code=phone.code())
        assert (moved.session.ends_at, moved.session.created_at) == (before.ends_at, before.created_at)
        assert moved.session.acting_for == before.acting_for

    def test_what_was_typed_comes_back(self, manager, carried, phone):
        moved = carried(manager, CHROME)
        page = moved.post(EMAIL, email=TYPED)
        with later(1):
            done = moved.post(CODE, code=phone.code(), suite=hidden(page, "suite"), reprise=hidden(page, "reprise"))
            assert TYPED in moved.follow(done).content.decode()

    def test_a_part_asked_by_script_leads_the_whole_page(self, manager, carried):
        answer = carried(manager, CHROME).get(PORTAL, headers={"HX-Request": "true"})
        assert (answer.status_code, answer["HX-Redirect"]) == (204, "/connexion?suite=%2Fportail%2F")


class TestAnotherNetwork:
    def test_is_not_asked_soon_after_a_proof(self, manager, carried):
        with later(20):
            assert carried(manager, address=AWAY).get(PORTAL).status_code == 200

    def test_is_asked_an_hour_after(self, manager, carried):
        with later(29):
            manager.get(PORTAL)
        with later(58):
            manager.get(PORTAL)
        with later(61):
            asked = carried(manager, address=AWAY).get(PORTAL)
            assert asked["Location"].startswith(CODE)
            assert manager.get(PORTAL).status_code == 200

    def test_once_proved_a_network_is_known(self, manager, carried, phone):
        session = manager.session
        Session.objects.using("owner").filter(pk=session.pk).update(proved_at=clock.now() - timedelta(hours=2))
        moved = carried(manager, address=AWAY)
        with later(1):
            moved.post(CODE, code=phone.code())
            Session.objects.using("owner").filter(ended_at=None).update(proved_at=clock.now() - timedelta(hours=2))
            assert moved.get(PORTAL).status_code == 200
            assert carried(moved).get(PORTAL).status_code == 200
            assert carried(moved, address="203.0.113.5").get(PORTAL).status_code == 302

    def test_it_may_be_never_for_that_alone(self, people, manager, carried):
        SettingValue.objects.using("owner").create(
            key=NETWORK_MINUTES.key, valid_from=clock.today(), value=0, source="test",
            set_by=people.supervisor.user.pk, set_at=clock.now(),
        )  # fmt: skip
        Session.objects.using("owner").update(proved_at=clock.now() - timedelta(hours=9))
        assert carried(manager, address=AWAY).get(PORTAL).status_code == 200
        assert carried(manager, CHROME, AWAY).get(PORTAL).status_code == 302
        dated_settings.forget()


class TestPasswordAlone:
    """A file before membership: no second factor, the password is asked."""

    def test_one_signs_in_again_and_finds_what_was_typed(self, people, visitor, carried):
        visitor.sign_in(people.owner_a.email)
        moved = carried(visitor, CHROME)
        assert moved.get("/compte/")["Location"] == "/connexion?suite=%2Fcompte%2F"
        assert "autre navigateur" in words(moved.get("/connexion"))
        page = moved.post(EMAIL, email=TYPED)
        assert visitor.get("/compte/").status_code == 200
        done = moved.sign_in(
            people.owner_a.email, PASSWORD, suite=hidden(page, "suite"), reprise=hidden(page, "reprise")
        )
        assert TYPED in moved.follow(done).content.decode()

    def test_the_half_of_a_session_enrols_no_factor(self, people, visitor, carried):
        visitor.sign_in(people.owner_a.email)
        moved = carried(visitor, CHROME)
        assert moved.get("/connexion/premiere/")["Location"] == "/connexion"
        assert moved.get(CODE).status_code == 302
        assert moved.get("/connexion/code-qr.svg").status_code == 404


@pytest.mark.parametrize(
    ("same", "network", "since", "patience", "why"),
    [
        (True, "a", 900, 60, None),
        (True, "b", 59, 60, None),
        (True, "b", 60, 60, Moved.NETWORK),
        (True, "b", 900, 0, None),
        (False, "a", 0, 60, Moved.BROWSER),
        (False, "b", 0, 0, Moved.BROWSER),
    ],
)
def test_the_rule(same, network, since, patience, why):
    assert rules.moved(same, network, {"a"}, timedelta(minutes=since), timedelta(minutes=patience)) == why
