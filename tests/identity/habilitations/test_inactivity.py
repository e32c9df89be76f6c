"""An access that serves no more is warned of, then suspended; limits of the organisation are never looser."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.identity.habilitations import jobs, rules
from kairos.identity.habilitations.lifecycle import TeamMember, TeamPolicy
from kairos.identity.habilitations.models import Affiliation
from tests.support.reviews import used
from tests.support.team import add_colleague, place_of, run

NONE = {"idle_minutes": None, "session_hours": None, "inactivity_days": None}


@pytest.fixture
def karim(people):
    return add_colleague(people, "sessions.consult")


def wake(days: int) -> None:
    now = datetime.combine(clock.today() + timedelta(days=days), time(12), clock.PARIS)
    with clock.fixed(now), scope(system("tests")) as actor:
        jobs.watch_unused(actor, now)


def state(row: Affiliation) -> str:
    return Affiliation.objects.using("owner").get(pk=row.pk).state


def warnings(who) -> int:
    return OutboxMessage.objects.using("owner").filter(recipient=who.user.pk, kind="Idle", channel="app").count()


def test_is_warned_ten_days_before_then_suspended_with_the_reason(people, karim):
    wake(79)
    assert warnings(karim) == 0
    for day in range(80, 90):
        wake(day)
        assert (warnings(karim), state(karim.affiliation)) == (1, "active")
    wake(90)
    row = Affiliation.objects.using("owner").get(pk=karim.affiliation.pk)
    assert (row.state, row.suspended_why) == ("suspended", "Accès sans usage pendant 90 jours.")


def test_coming_back_is_enough(people, karim):
    wake(80)
    used(karim, days_ago=-85)
    wake(100)
    assert state(karim.affiliation) == "active"


def test_somebody_away_for_years_is_warned_first(people, karim):
    wake(900)
    assert (warnings(karim), state(karim.affiliation)) == (1, "active")
    wake(909)
    assert state(karim.affiliation) == "active"
    wake(910)
    assert state(karim.affiliation) == "suspended"


def test_never_the_last_manager(people, karim):
    own = place_of(people.manager.user, people.organisation_m.pk)
    wake(80)
    wake(120)
    assert (state(own), state(karim.affiliation)) == ("active", "suspended")


def test_counts_again_from_the_day_an_access_is_restored(people, karim):
    wake(80)
    wake(90)
    back = clock.now() + timedelta(days=95)
    with clock.fixed(back):
        run(people.manager, TeamMember.resume, karim.affiliation.pk)
    wake(100)
    assert (state(karim.affiliation), warnings(karim)) == ("active", 1)


def test_an_organisation_may_be_stricter(people, karim):
    run(people.manager, TeamPolicy.set_limits, people.organisation_m.pk, **NONE | {"inactivity_days": 30})
    wake(20)
    wake(30)
    assert state(karim.affiliation) == "suspended"


@pytest.mark.parametrize(
    ("name", "value"),
    [("inactivity_days", 91), ("inactivity_days", 29), ("idle_minutes", 31), ("idle_minutes", 4), ("session_hours", 11),
     ("session_hours", 0)],
)  # fmt: skip
def test_never_looser_nor_absurd(people, name, value):
    with pytest.raises(Refused) as refused:
        run(people.manager, TeamPolicy.set_limits, people.organisation_m.pk, **NONE | {name: value})
    assert [reason.field for reason in refused.value.reasons] == [name]


def test_the_page_says_what_is_refused_and_keeps_it_typed(people, karim, as_person):
    client = as_person(people.manager)
    response = client.post("/gid/politique/", {"idle_minutes": "240", "inactivity_days": "quinze"})
    assert response.status_code == 422
    assert 'value="240"' in response.content.decode()
    response = client.post("/gid/politique/", {"idle_minutes": "20"})
    assert response.status_code == 302
    assert 'value="20"' in client.get(response["Location"]).content.decode()
    assert as_person(karim.someone).get("/gid/politique/").status_code == 403


@given(st.dates(), st.none() | st.integers(-400, 400), st.integers(30, 365), st.integers(3, 29))
def test_the_day_of_a_suspension(last_on, warned, limit, notice):
    last_on = max(last_on, rules.date(2000, 1, 1)) if last_on.year < 9000 else rules.date(2026, 1, 1)
    warned_on = None if warned is None else last_on + timedelta(days=warned)
    over = rules.suspended_on(last_on, warned_on, limit, notice)
    assert over >= last_on + timedelta(days=limit)
    if warned_on and warned_on > last_on:
        assert over >= warned_on + timedelta(days=notice)
