"""Two people at the same instant, on real connections: what the first does is not committed when the second asks."""

import threading
from collections.abc import Callable

from django.db import connection, connections

from kairos.foundation.actor import Actor
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope

PATIENCE = 120


class Second(threading.Thread):
    """What another person asks meanwhile; `refused`: what they were told."""

    def __init__(self, actor: Actor, ask: Callable[[], object]):
        super().__init__()
        self.actor, self.ask = actor, ask
        self.refused: Refused | None = None

    def run(self) -> None:
        try:
            with scope(self.actor):
                self.ask()
        except Refused as refused:
            self.refused = refused
        finally:
            connections.close_all()


def at_once(first: Actor, act: Callable[[], object], second: Second) -> None:
    """`act` is done but not committed when the second one asks, and waits."""
    with scope(first):
        act()
        second.start()
        while not _somebody_waits():
            assert second.is_alive(), "the second one did not wait"
    second.join(PATIENCE)
    assert not second.is_alive()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND (database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database()) OR locktype = 'transactionid')"
        )
        return cursor.fetchone()[0] > 0
