"""The chart of the documentation is the table of acts."""

import re
from pathlib import Path

from kairos.identity.memberships.lifecycle import Application

PAGE = Path(__file__).parents[3] / "docs" / "concepts" / "membership.md"


def test_the_chart_shows_every_act_that_changes_a_state():
    drawn = set(re.findall(r"^  (\[\*\]|\w+) --> (\w+): (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    states = [state.value for state in Application.states]
    written = set()
    for act in Application.acts():
        sources = ["[*]"] if act.creates else [state for state in states if act.starts_from(state)]
        written |= {(source, act.target, act.label) for source in sources if act.target and act.target != source}
    assert drawn == {(source, str(target), label) for source, target, label in written}
