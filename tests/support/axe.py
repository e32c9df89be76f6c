"""Accessibility as axe measures it: no violation on any page the journeys cross."""

import json
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[1] / "fixtures" / "axe" / "axe.min.js"


def violations(page) -> list[str]:
    """« rule: selector » for each thing axe finds wrong. The page's own policy lets no script in, so axe comes by
    the debugging door."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": SCRIPT.read_text()})
    found = session.send(
        "Runtime.evaluate",
        {
            "expression": "axe.run(document).then(r => JSON.stringify(r.violations.flatMap("
            "v => v.nodes.map(n => v.id + ': ' + n.target.join(' ') + ' ' + n.failureSummary))))",
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    session.detach()
    return json.loads(found["result"]["value"])


def assert_accessible(page) -> None:
    """A page that changed under axe's eyes is read once more: what is wrong of it is found again."""
    page.wait_for_load_state()
    found = violations(page) and violations(page)
    assert not found, "\n".join(found)
