"""docs/security/permissions.md says what the map, the routes and the acts say now; recorded as the budgets are."""

import os

from kairos.spaces import matrix
from tests.test_house import ROOT

PAGE = ROOT / "docs/security/permissions.md"


def test_it_is_up_to_date():
    """Otherwise: KAIROS_RECORD=1 pytest tests/budgets, and review the difference."""
    if os.environ.get("KAIROS_RECORD"):
        PAGE.write_text(matrix.markdown())
    assert PAGE.read_text() == matrix.markdown()


def test_every_route_and_every_permission_is_in_it():
    text = PAGE.read_text()
    for line in matrix.lines():
        assert f"| `{line.name}` |" in text
        assert all(f"| `{route.path}` |" in text for route in line.routes)
