"""A journal to write, seal and tamper with."""

import time
from contextlib import contextmanager

import pytest
from django.db import connections

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.journal import happened, sealing, verifying

TABLES = ("journal_entry", "journal_seal")


class Journal:
    """What the tests do to a journal; `tamper` is its owner at work, who takes the guard away first."""

    def write(self, *names: str) -> None:
        """One entry each, each in its own transaction, none of which waits for another test's any more."""
        for name in names:
            with scope(system("tests")) as who:
                happened(who, name)
        self.settle()

    def settle(self) -> None:
        """Until every transaction of the cluster that began before now has ended: other tests run there too."""
        written = self.value("SELECT coalesce(max(tx), 0) FROM journal_entry WHERE tx < 1000000000")
        give_up = time.monotonic() + 300
        while self.value("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint") <= written:
            assert time.monotonic() < give_up
            time.sleep(0.01)

    def sealed(self, *names: str) -> None:
        self.write(*names)
        sealing.seal()

    def entry(self, name: str) -> int:
        return self.value("SELECT id FROM journal_entry WHERE acts = ARRAY[%s]::varchar[]", name)

    def value(self, statement: str, *values):
        with scope(system("tests")), connections["default"].cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()[0]

    def tamper(self, statement: str, *values) -> None:
        with self._unguarded() as cursor:
            cursor.execute(statement, values)
            assert cursor.rowcount > 0

    def verify(self, copy=None) -> verifying.Verdict:
        with scope(system("tests")):
            return verifying.verify(copy)

    def faults(self, copy=None) -> list[tuple[str, int | None, int | None]]:
        return [(fault.kind, fault.seal, fault.entry) for fault in self.verify(copy).faults]

    @contextmanager
    def _unguarded(self):
        with connections["owner"].cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER kairos_append_only")
            yield cursor
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER kairos_append_only")


@pytest.fixture
def journal(real_db) -> Journal:
    return Journal()
