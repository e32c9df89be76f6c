"""A session from its draft to its end: what is refused, what everyone finds, what is told."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from kairos.foundation import clock, events
from kairos.foundation.actor import visitor
from kairos.foundation.clock import fixed
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.journal.writing import open_entry
from kairos.foundation.permissions import Denied
from kairos.identity.organisations.models import Establishment
from kairos.offer.catalogue import content as contents
from kairos.offer.catalogue import queries
from kairos.offer.catalogue.events import SessionChanged, SessionStopped
from kairos.offer.catalogue.lifecycle import Session
from kairos.offer.catalogue.models import PublishedSession, TrainingSession
from tests.support import catalogue
from tests.support.catalogue import SIRET, WEEK, content
from tests.support.team import add_colleague, give, run, seen_by_the_frame

State = TrainingSession.State


@pytest.fixture
def planner(people):
    return catalogue.planner(people)


@contextmanager
def heard(kind):
    """The events of this kind that are published meanwhile."""
    found = []
    events.subscribe(kind, listener := lambda event, run: found.append(event))
    try:
        yield found
    finally:
        events._listeners[kind].remove(listener)


def shown(session) -> list[str]:
    with scope(visitor("tests")):
        return list(queries.published().filter(pk=session.pk).values_list("title", flat=True))


def test_a_draft_is_kept_however_incomplete_and_published_once_complete(planner):
    draft = catalogue.drafted(planner, starts_on=None, ends_on=None, title="", town="", hours_centre=None)
    assert draft.number.startswith("KS-")
    assert draft.state == State.DRAFT
    with pytest.raises(Refused) as refused:
        run(planner, Session.publish, draft.pk)
    assert {reason.field for reason in refused.value.reasons} == {
        "title", "starts_on", "ends_on", "postcode", "hours_centre"
    }  # fmt: skip
    assert shown(draft) == []
    run(planner, Session.edit, draft.pk, content=content())
    run(planner, Session.publish, draft.pk)
    assert shown(draft) == ["Assistant de vie aux familles"]


def test_a_session_that_people_find_stays_complete_and_tells_what_changed(planner):
    session = catalogue.published(planner)
    before = session.starts_on
    with pytest.raises(Refused):
        run(planner, Session.edit, session.pk, content=content(hours_centre=None))
    with heard(SessionChanged) as told:
        run(planner, Session.edit, session.pk, content=content(starts_on=before + timedelta(days=7)))
        run(planner, Session.edit, session.pk, content=content(starts_on=before + timedelta(days=7)))
    assert [event.before for event in told] == [{"starts_on": before, "ends_on": before + timedelta(days=60)}]
    assert told[0].after["starts_on"] == before + timedelta(days=7)
    with scope(visitor("tests")):
        assert PublishedSession.objects.get(pk=session.pk).starts_on == before + timedelta(days=7)


def test_a_draft_tells_nobody(planner):
    draft = catalogue.drafted(planner)
    with heard(SessionChanged) as told, heard(SessionStopped) as stopped:
        run(planner, Session.edit, draft.pk, content=content(capacity=3))
        run(planner, Session.cancel, draft.pk, reason="Saisie par erreur.")
    assert (told, stopped) == ([], [])


def test_two_who_write_at_once_are_told(planner):
    draft = catalogue.drafted(planner)
    run(planner, Session.edit, draft.pk, content=content(capacity=3), seen=draft.modified_at)
    with pytest.raises(Refused, match="a changé pendant"):
        run(planner, Session.edit, draft.pk, content=content(capacity=4), seen=draft.modified_at)


def test_dates_that_do_not_follow_are_refused(planner):
    first = clock.today()
    with pytest.raises(Refused, match="vient avant le premier"):
        catalogue.drafted(planner, starts_on=first, ends_on=first - timedelta(days=1))
    with pytest.raises(Refused, match="Un module finit avant"):
        catalogue.drafted(planner, modules=[catalogue.module("Anglais", first, -1)])


def test_suspended_it_is_found_no_more_and_resumes(planner):
    with heard(SessionStopped) as told:
        session = catalogue.suspended(planner)
    assert (told[0].reason, told[0].for_good) == ("Salle sinistrée.", False)
    assert shown(session) == []
    run(planner, Session.resume, session.pk)
    assert shown(session) == ["Assistant de vie aux familles"]
    with pytest.raises(Refused, match="Dites pourquoi"):
        run(planner, Session.cancel, session.pk, reason="")
    run(planner, Session.cancel, session.pk, reason="Trop peu de candidats.")
    assert shown(session) == []


def test_days_begin_and_end_it(planner):
    session = catalogue.published(planner, starts_on=clock.today() + timedelta(days=1))
    catalogue._followed(session, catalogue.start)
    assert catalogue.again(session).state == State.PUBLISHED
    with fixed(clock.now() + timedelta(days=2)):
        assert catalogue._followed(session, catalogue.start).state == State.STARTED
        assert shown(session)
    with fixed(clock.now() + timedelta(days=62)):
        assert catalogue._followed(session, catalogue.end).state == State.ENDED
    assert shown(session) == []


def test_a_copy_moves_dates_and_modules_and_leaves_closures(planner):
    first = clock.today() + timedelta(days=14)
    origin = catalogue.drafted(
        planner,
        timetable=WEEK,
        closures=[[first.isoformat(), first.isoformat()]],
        room="Salle 3",
        modules=[catalogue.module("Gestes", first, 10)],
    )
    row = catalogue.new(planner)
    with scope(planner.actor):
        source = queries.session(planner.actor, origin.pk)
    copy = run(planner, Session.copy, row, origin=source, starts_on=first + timedelta(days=90))
    with scope(planner.actor):
        made = contents.of(queries.session(planner.actor, copy.pk))
    assert copy.number != origin.number
    assert copy.delivery_id == origin.delivery_id
    assert made.values["ends_on"] == first + timedelta(days=150)
    assert made.modules[0].starts_on == first + timedelta(days=90)
    assert (made.own["closures"], made.own["room"], made.own["timetable"]) == ([], "Salle 3", WEEK)


def test_each_right_opens_its_own_acts(people, planner):
    draft = catalogue.drafted(planner)
    reader = catalogue.planner(people, "sessions.consult")
    writer = catalogue.planner(people, "sessions.enter")
    for who, act, details in (
        (reader, Session.edit, {"content": content()}),
        (reader, Session.publish, {}),
        (writer, Session.publish, {}),
        (people.manager, Session.edit, {"content": content()}),
    ):
        with pytest.raises(Denied):
            run(who, act, draft.pk, **details)
    run(writer, Session.edit, draft.pk, content=content(capacity=3))


def test_another_organisation_sees_what_is_published_and_nothing_else(people, planner):
    session = catalogue.published(planner)
    catalogue.drafted(planner, title="Un brouillon", starts_on=clock.today() + timedelta(days=200))
    with scope(people.owner_b.actor):
        assert list(TrainingSession.objects.all()) == []
        assert [row.pk for row in queries.published()] == [session.pk]
        assert PublishedSession.objects.filter(pk=session.pk).exists()
        with pytest.raises(Exception, match="row-level security"):
            PublishedSession.objects.filter(pk=session.pk).update(title="Volée")


def test_a_right_for_one_establishment_opens_the_sessions_given_there(people, planner):
    own = Establishment(
        organisation_id=people.organisation_m.pk, siret="99900000200012", name="Antenne", address="2 rue",
        postcode="67000", town="Strasbourg",
    )  # fmt: skip
    own.save(using="owner")
    here = catalogue.drafted(planner, delivering_siret=own.siret, title="Là-bas")
    elsewhere = catalogue.drafted(planner, delivering_siret=SIRET)
    away = add_colleague(people)
    give(people.manager, away.affiliation, "sessions.consult", "sessions.enter", establishments=frozenset({own.pk}))
    actor = seen_by_the_frame(away.someone)
    with scope(actor):
        assert [row.pk for row in queries.visible_to(actor)] == [here.pk]
        with pytest.raises(TrainingSession.DoesNotExist):
            queries.session(actor, elsewhere.pk)
    run(actor, Session.edit, here.pk, content=content(delivering_siret=own.siret, capacity=4))
    with pytest.raises(Refused, match="ne vaut pas pour cet établissement"):
        run(actor, Session.edit, here.pk, content=content(delivering_siret=SIRET))
    with pytest.raises(Denied):
        run(actor, Session.edit, elsewhere.pk, content=content())


def test_a_session_outlives_the_establishment_that_is_taken_off_the_file(people, planner):
    own = Establishment(
        organisation_id=people.organisation_m.pk, siret="99900000200012", name="Antenne", address="2 rue",
        postcode="67000", town="Strasbourg",
    )  # fmt: skip
    own.save(using="owner")
    session = catalogue.drafted(planner, delivering_siret=own.siret)
    assert session.establishment_id == own.pk
    with scope(people.instructor.actor):
        open_entry(new_id())
        Establishment.objects.filter(pk=own.pk).delete()
    with scope(planner.actor):
        assert TrainingSession.objects.get(pk=session.pk).establishment_id is None


# Doubts


def test_a_doubt_stands_in_the_way_until_it_is_maintained(planner):
    first = catalogue.published(planner)
    double = catalogue.drafted(planner)
    with pytest.raises(Refused, match=f"mêmes dates que la session {first.number}"):
        run(planner, Session.publish, double.pk)
    run(planner, Session.maintain, double.pk, keys=[f"duplicate:{first.pk}"], reason="Deux groupes.")
    assert run(planner, Session.publish, double.pk).state == State.PUBLISHED


@pytest.mark.parametrize("where", ["session", "module"])
def test_a_room_or_a_trainer_in_two_places_is_named(planner, where):
    first = clock.today() + timedelta(days=14)
    held = {"room": "Salle 3", "trainer": "Lucie Vasseur"}
    more = held if where == "session" else {"modules": [catalogue.module("Gestes", first, 10, **held)]}
    other = catalogue.published(planner, title="Autre formation", timetable=WEEK, **more)
    mine = {"room": "salle  3", "trainer": "lucie vasseur"}
    said = catalogue.obstacles(planner, Session.publish, catalogue.drafted(planner, timetable=WEEK, **mine))
    assert [f"par {other.number}" in one for one in said] == [True, True]
    fridays = [0] * 9 + [210, 0, 0, 0, 0]
    free = catalogue.drafted(planner, timetable=fridays, **mine)
    assert not [one for one in catalogue.obstacles(planner, Session.publish, free) if other.number in one]


def test_hours_and_modules_that_do_not_fit_are_said(planner):
    first = clock.today() + timedelta(days=14)
    modules = [catalogue.module("Stage", first + timedelta(days=50), 30)]
    said = catalogue.obstacles(
        planner, Session.publish, catalogue.drafted(planner, timetable=WEEK, hours_centre=300, modules=modules)
    )
    assert any("« Stage » sort des dates" in one for one in said)
    assert any("L’emploi du temps donne" in one for one in said)
