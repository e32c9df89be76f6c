"""The documentation of formats lists exactly what is declared."""

import re
from pathlib import Path

import pytest

from kairos.foundation.imports.kinds import kinds

FORMATS = Path(__file__).resolve().parents[3] / "docs" / "formats"


@pytest.mark.parametrize("name", sorted(kinds()))
def test_the_columns_of_a_kind_are_documented(name):
    rows = re.findall(r"^\| (\*{0,2})([^|*]+)\1 \| (.+) \|$", (FORMATS / f"{name}.md").read_text(), re.MULTILINE)
    documented = [(heading, bool(bold), reads) for bold, heading, reads in rows if heading not in ("column", "---")]
    assert documented == [(column.heading, column.required, column.reads) for column in kinds()[name].columns]


@pytest.mark.parametrize("name", sorted(kinds()))
def test_every_column_has_an_example_that_is_right(name):
    for column in kinds()[name].columns:
        assert column.parse(column.example) is not None
