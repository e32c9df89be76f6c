"""New passwords asked by an organisation: after an incident, or by its own rule, told before."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import content
from kairos.foundation.permissions import Denied
from kairos.identity.accounts.models import User
from kairos.identity.habilitations import jobs
from kairos.identity.habilitations.lifecycle import TeamMember, TeamPolicy
from kairos.identity.habilitations.models import Affiliation
from tests.support.people import PASSWORD
from tests.support.team import add_colleague, place_of, run

PAGE = "/compte/securite/mot-de-passe/"
WHY = "Un poste a été volé."
NEW = "cinq autres mots choisis au hasard"


@pytest.fixture
def karim(people):
    return add_colleague(people, "sessions.consult")


def now_of(row):
    return type(row).objects.using("owner").get(pk=row.pk)


def due(who) -> bool:
    return now_of(who.user).password_due_at is not None


def aged(who, days: int) -> None:
    """As if the password had been chosen so many days ago."""
    then = clock.now() - timedelta(days=days)
    User.objects.using("owner").filter(pk=who.user.pk).update(password_set_at=then)


def told(who, kind: str) -> list[str]:
    rows = OutboxMessage.objects.using("owner").filter(recipient=who.user.pk, kind=kind, channel="app")
    return [content(row).text for row in rows]


def wake(after: timedelta) -> None:
    now = clock.now() + after
    with clock.fixed(now), scope(system("tests")) as actor:
        jobs.watch_passwords(actor, now)


class TestAfterAnIncident:
    def test_one_person_finds_the_change_and_nothing_else(self, people, karim, as_person):
        aged(karim, 10)
        client = as_person(karim.someone)
        assert client.get("/gid/mes-droits/").status_code == 200
        run(people.manager, TeamMember.require_password, karim.affiliation, reason=WHY)
        for path in ("/gid/mes-droits/", "/portail/", "/compte/messages/"):
            assert client.get(path)["Location"] == PAGE
        said = client.get(PAGE).content.decode()
        assert "Méridienne Formation le demande" in said
        assert WHY in said
        assert client.post(PAGE, {"mot_de_passe": PASSWORD, "password": NEW}).status_code == 302
        assert not due(karim)
        assert now_of(karim.user).password_due_why == ""

    def test_a_message_says_which_organisation_and_why(self, people, karim):
        aged(karim, 10)
        run(people.manager, TeamMember.require_password, karim.affiliation, reason=WHY)
        [text] = told(karim, "PasswordAsked")
        assert "Méridienne Formation" in text
        assert WHY in text

    def test_everybody_at_once_whoever_asks_included(self, people, karim):
        lucie, invited = add_colleague(people), add_colleague(people, joined=False)
        for one in (karim, lucie, invited):
            aged(one, 10)
        run(people.manager, TeamPolicy.require_passwords, people.organisation_m.pk, reason=WHY)
        assert [due(one) for one in (people.manager, karim, lucie, invited)] == [True, True, True, False]
        with pytest.raises(Refused):
            run(people.manager, TeamPolicy.require_passwords, people.organisation_m.pk, reason=WHY)

    def test_never_of_somebody_of_another_organisation(self, people, karim):
        others = place_of(people.owner_a.user, people.organisation_a.pk)
        with pytest.raises(Affiliation.DoesNotExist):
            run(people.manager, TeamMember.require_password, others.pk, reason=WHY)
        run(people.manager, TeamPolicy.require_passwords, people.organisation_m.pk, reason=WHY)
        assert [due(one) for one in (people.owner_a, people.owner_b, people.freelance, people.instructor)] == [
            False
        ] * 4

    def test_in_two_organisations_it_is_one_password(self, people, karim, as_person):
        both = people.freelance
        row = Affiliation(user=both.user, organisation=people.organisation_m, started_at=clock.now())
        row.save(using="owner")
        run(people.manager, TeamMember.require_password, row.pk, reason=WHY)
        assert as_person(both).get("/compte/")["Location"] == PAGE, "where she works for herself, too"

    @pytest.mark.parametrize(
        ("prepare", "reason"),
        [(lambda who: aged(who, 1), " "), (lambda who: User.objects.using("owner").filter(pk=who.user.pk).update(
            password_set_at=None), WHY)], ids=["no reason", "no password yet"],
    )  # fmt: skip
    def test_refused_and_nothing_changes(self, people, karim, prepare, reason):
        prepare(karim)
        with pytest.raises(Refused):
            run(people.manager, TeamMember.require_password, karim.affiliation, reason=reason)
        assert not due(karim)

    def test_not_twice(self, people, karim):
        aged(karim, 10)
        run(people.manager, TeamMember.require_password, karim.affiliation, reason=WHY)
        with pytest.raises(Refused):
            run(people.manager, TeamMember.require_password, karim.affiliation, reason=WHY)

    def test_a_colleague_may_not(self, people, karim):
        lucie = add_colleague(people, "organisation.approve")
        with pytest.raises(Denied):
            run(lucie, TeamMember.require_password, karim.affiliation, reason=WHY)
        with pytest.raises(Denied):
            run(lucie, TeamPolicy.require_passwords, people.organisation_m.pk, reason=WHY)

    def test_from_the_pages(self, people, karim, as_person):
        aged(karim, 10)
        client, one = as_person(people.manager), f"/gid/personnes/{karim.affiliation.pk}/mot-de-passe/"
        assert client.post(one, {"reason": ""}).status_code == 422
        assert client.post(one, {"reason": WHY}).status_code == 302
        assert "Nouveau mot de passe demandé" in client.get(f"/gid/personnes/{karim.affiliation.pk}/").content.decode()
        assert client.post("/gid/politique/incident/", {"reason": ""}).status_code == 422
        assert client.post("/gid/politique/incident/", {"reason": WHY}).status_code == 302
        assert client.get("/gid/politique/")["Location"] == PAGE


class TestRule:
    def rule(self, people, days):
        run(people.manager, TeamPolicy.set_password_days, people.organisation_m.pk, password_days=days)

    def test_there_is_none_by_default(self, people, karim, as_person):
        aged(karim, 3000)
        assert as_person(karim.someone).get("/gid/mes-droits/").status_code == 200

    @pytest.mark.parametrize("days", [0, 89, 731])
    def test_neither_too_often_nor_too_seldom(self, people, days):
        with pytest.raises(Refused) as refused:
            self.rule(people, days)
        assert [reason.field for reason in refused.value.reasons] == ["password_days"]

    def test_nobody_is_asked_before_being_told(self, people, karim, as_person):
        """Their password is older than the rule on the day it is said: fourteen days from then."""
        aged(karim, 400)
        self.rule(people, 365)
        assert as_person(karim.someone).get("/gid/mes-droits/").status_code == 200
        wake(timedelta(minutes=1))
        wake(timedelta(minutes=2))
        assert len(told(karim, "PasswordAgeing")) == 1
        with clock.fixed(clock.now() + timedelta(days=14, minutes=1)):
            assert as_person(karim.someone).get("/gid/mes-droits/")["Location"] == PAGE

    def test_told_before_asked_on_the_day_and_over_when_changed(self, people, karim, as_person):
        aged(karim, 1)
        self.rule(people, 90)
        wake(timedelta(days=74))
        assert told(karim, "PasswordAgeing") == []
        wake(timedelta(days=76))
        assert len(told(karim, "PasswordAgeing")) == 1
        with clock.fixed(clock.now() + timedelta(days=88)):
            assert as_person(karim.someone).get("/gid/mes-droits/").status_code == 200
        with clock.fixed(clock.now() + timedelta(days=90)):
            client = as_person(karim.someone)
            assert client.get("/gid/mes-droits/")["Location"] == PAGE
            assert "tous les 90" in client.get(PAGE).content.decode()
            assert client.post(PAGE, {"mot_de_passe": PASSWORD, "password": NEW}).status_code == 302
            assert client.get("/gid/mes-droits/").status_code == 200
        wake(timedelta(days=90 + 77))
        assert len(told(karim, "PasswordAgeing")) == 2, "of the next password"

    def test_taken_back_it_asks_nothing_more(self, people, karim, as_person):
        aged(karim, 400)
        self.rule(people, 365)
        self.rule(people, None)
        with clock.fixed(clock.now() + timedelta(days=30)):
            assert as_person(karim.someone).get("/gid/mes-droits/").status_code == 200

    def test_only_in_the_organisation_that_wants_it(self, people, karim, as_person):
        aged(people.owner_a, 3000)
        self.rule(people, 90)
        with clock.fixed(clock.now() + timedelta(days=30)):
            assert as_person(people.owner_a).get("/compte/").status_code == 200

    def test_who_never_chose_one_is_not_asked(self, people, karim, as_person):
        User.objects.using("owner").filter(pk=karim.user.pk).update(password_set_at=None)
        self.rule(people, 90)
        with clock.fixed(clock.now() + timedelta(days=400)):
            assert as_person(karim.someone).get("/gid/mes-droits/").status_code == 200

    def test_said_on_the_page_with_the_reason_why_not(self, people, as_person):
        client = as_person(people.manager)
        assert "2022-100" in client.get("/gid/politique/").content.decode()
        response = client.post("/gid/politique/", {"faire": "mots-de-passe", "password_days": "30"})
        assert response.status_code == 422
        assert 'value="30"' in response.content.decode()
        assert client.post("/gid/politique/", {"faire": "mots-de-passe", "password_days": "365"}).status_code == 302
        assert 'value="365"' in client.get("/gid/politique/").content.decode()

    @settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(age=st.integers(0, 800), days=st.integers(90, 730), ahead=st.integers(0, 800))
    def test_the_frame_asks_from_the_day_and_not_before(self, people, karim, as_person, age, days, ahead):
        aged(karim, age)
        self.rule(people, None)
        self.rule(people, days)
        with clock.fixed(clock.now() + timedelta(days=ahead, hours=1)):
            asked = as_person(karim.someone).get("/gid/mes-droits/").status_code == 302
        assert asked == (ahead >= max(days - age, 14))
