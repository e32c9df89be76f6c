"""Fixtures of the pages."""

from pathlib import Path

import pytest

from kairos.identity.registers.importing import import_file
from kairos.operations import demonstration


@pytest.fixture
def registers_of_the_demonstration(real_db) -> None:
    """The invented public lists, imported."""
    for file in sorted((Path(demonstration.__file__).parent / "registers").glob("*.csv")):
        import_file(file)
