"""Where the connections of this process lead; those to a database that will be lent again stay open between two tests.

A new connection knows no table, no plan, no statement: learning them is most of what a short test would cost.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

ALIASES = ("default", "owner")
_known: dict[tuple[str, str], BaseDatabaseWrapper] = {}


@contextmanager
def pointed_to(name: str) -> Iterator[None]:
    former = settings.DATABASES["default"]["NAME"]
    _point_to(name)
    try:
        yield
    finally:
        _point_to(former)


def _point_to(name: str) -> None:
    """For this thread and for those that start from now on."""
    for alias in ALIASES:
        here = connections[alias]
        _known[alias, here.settings_dict["NAME"]] = here
        connections.settings[alias]["NAME"] = settings.DATABASES[alias]["NAME"] = name
        connections[alias] = _known.get((alias, name)) or _towards(alias, name)


def _towards(alias: str, name: str) -> BaseDatabaseWrapper:
    made = connections.create_connection(alias)
    made.settings_dict = copy.deepcopy(made.settings_dict) | {"NAME": name}
    return made


def kept(name: str) -> list[int]:
    """The backends of the connections to this database that stay: at rest and alive; the others are closed."""
    mine = [one for (_, where), one in _known.items() if where == name and one.connection is not None]
    for one in mine:
        if one.connection.info.transaction_status != TransactionStatus.IDLE or not one.is_usable():
            one.close()
    return [one.connection.info.backend_pid for one in mine if one.connection is not None]


def forget(name: str) -> None:
    """Of a database about to go."""
    for alias in ALIASES:
        if known := _known.pop((alias, name), None):
            known.close()
