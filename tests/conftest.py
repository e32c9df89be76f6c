"""Fixtures of every test. The database itself is made by tests/support/plugin.py."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, connections

from tests.support import plugin

_copies = itertools.count()


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Nothing to make: the copy of the template is there before Django starts."""


@pytest.fixture
def real_db(django_db_blocker) -> Iterator[str]:
    """A database of its own, where transactions are real: for isolation, concurrency, crashes, browsers."""
    with django_db_blocker.unblock(), _own_database() as name:
        yield name


@contextmanager
def _own_database() -> Iterator[str]:
    name = f"{plugin.database}_{next(_copies)}"
    plugin.cluster.create_database(name, template=plugin.template)
    former = settings.DATABASES["default"]["NAME"]
    _point_to(name)
    try:
        yield name
    finally:
        _point_to(former)
        plugin.cluster.drop_database(name)


def _point_to(name: str) -> None:
    connections.close_all()
    for alias in ("default", "owner"):
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name


@pytest.fixture
def statements(request):
    """`with statements() as found:` the SQL of a block, in `found.captured_queries`."""
    from django.test.utils import CaptureQueriesContext

    return lambda: CaptureQueriesContext(connection)
