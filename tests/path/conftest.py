"""Whom most tests of the path begin with; a file may have its own."""

import pytest

from tests.support import path


@pytest.fixture
def who(people):
    """May do all that is done with sessions, people and appointments."""
    return path.coordinator(people)


@pytest.fixture
def session(who):
    """Published."""
    return path.session(who)
