import pytest

from tests.support import path


@pytest.fixture
def who(people):
    return path.coordinator(people)


@pytest.fixture
def mine(people, who):
    """The job seeker of the tests, retained."""
    return path.retained(people, who, path.session(who), path.me(people))
