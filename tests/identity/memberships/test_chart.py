"""The charts of the documentation are the tables of acts."""

import re
from pathlib import Path

import pytest

from kairos.identity.memberships.life.lifecycle import MembershipLife
from kairos.identity.memberships.lifecycle import Application

PAGE = Path(__file__).parents[3] / "docs" / "concepts" / "membership.md"


@pytest.mark.parametrize(("place", "lifecycle"), [(0, Application), (1, MembershipLife)])
def test_the_chart_shows_every_act_that_changes_a_state(place, lifecycle):
    charts = re.findall(r"```mermaid\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    drawn = set(re.findall(r"^  (\[\*\]|\w+) --> (\w+): (.+)$", charts[place], re.MULTILINE))
    states = [state.value for state in lifecycle.states]
    written = set()
    for act in lifecycle.acts():
        sources = ["[*]"] if act.creates else [state for state in states if act.starts_from(state)]
        written |= {(source, act.target, act.label) for source in sources if act.target and act.target != source}
    assert drawn == {(source, str(target), label) for source, target, label in written}
