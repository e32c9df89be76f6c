"""Every lifecycle is whole, and refuses every act from every state that is not one of its sources."""

import pytest
from django.db import connections

from kairos.foundation import engine, permissions
from kairos.foundation.engine import ANY
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from tests.support import factories

LIFECYCLES = engine.lifecycles()
ACTS = [act for lifecycle in LIFECYCLES.values() for act in lifecycle.acts()]
STATES = [(name, state) for name, lifecycle in LIFECYCLES.items() for state in lifecycle.states or ()]


@pytest.fixture(params=ACTS, ids=lambda act: act.name)
def act(request):
    return request.param


def test_there_are_lifecycles():
    assert {"account", "membership_application", "access_letter", "provider_file"} <= set(LIFECYCLES)


def test_it_says_its_chart_in_prose(act):
    assert len((act.lifecycle.__doc__ or "").split()) > 8


def test_an_act_has_a_button_and_a_permission_that_exists(act):
    assert act.label
    assert act.label[0].isupper()
    assert act.permission in permissions.the_map()


def test_an_act_goes_between_states_of_its_lifecycle(act):
    states = set(act.lifecycle.states or ())
    assert act.target is None or act.target in states
    if act.sources not in (None, ANY):
        assert act.sources
        assert act.sources <= states


@pytest.mark.parametrize("name", sorted({name for name, _ in STATES}))
def test_every_state_and_every_act_can_be_reached(name):
    lifecycle = LIFECYCLES[name]
    reached = {act.target or lifecycle.model._meta.get_field("state").get_default() for act in _creating(lifecycle)}
    for _ in lifecycle.states:
        reached |= {act.target for act in lifecycle.acts() if act.target and _starts_from_one_of(act, reached)}
    assert reached == set(lifecycle.states)
    assert [act.name for act in lifecycle.acts() if not act.creates and not _starts_from_one_of(act, reached)] == []


def _creating(lifecycle):
    return [act for act in lifecycle.acts() if act.creates]


def _starts_from_one_of(act, states) -> bool:
    return any(act.starts_from(state) for state in states)


def test_somebody_knows_how_to_make_every_state():
    wanted = set(STATES) | {(name, "") for name, lifecycle in LIFECYCLES.items() if not lifecycle.states}
    assert {(name, str(state)) for name, state in wanted} - factories.known() == set()


@pytest.mark.parametrize(("name", "state"), STATES, ids=lambda value: str(value))
def test_every_act_is_refused_from_a_state_that_is_not_its_own(people, name, state):
    made = factories.make(name, state, people)
    assert made.subject.state == state
    before = _row(made.subject)
    for act in LIFECYCLES[name].acts():
        if not act.creates and not act.starts_from(state):
            performer = _performer(act, made, people)
            assert performer, f"nobody may do {act.name}: let its factory say who"
            with pytest.raises(Refused, match="n’est plus possible"), scope(performer):
                engine.run(act, made.subject.pk, performer)
    assert _row(made.subject) == before


def _performer(act, made, people):
    """Somebody who holds the permission and sees the row."""
    for actor in factories.actors(made, people):
        if permissions.holds(actor, act.permission, made.subject) and _sees(actor, made.subject):
            return actor
    return None


def _sees(actor, row) -> bool:
    with scope(actor):
        return type(row).objects.filter(pk=row.pk).exists()


def _row(row) -> dict:
    with connections["owner"].cursor():
        return type(row).objects.using("owner").filter(pk=row.pk).values().get()
