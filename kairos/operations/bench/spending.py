"""What work of many lines costs, whatever else runs on the machine; all of it is taken back."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil
from django.db import connection, transaction

from kairos.foundation.actor import Actor
from kairos.foundation.isolation import scope


class _Done(Exception):
    """Measured: taken back."""


@contextmanager
def taken_back(actor: Actor) -> Iterator[None]:
    with suppress(_Done), scope(actor), transaction.atomic():
        yield
        raise _Done


def spent() -> float:
    """Seconds of the processors so far: of this process, and of the one of the database that answers it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        there = psutil.Process(cursor.fetchone()[0]).cpu_times()
    return time.process_time() + there.user + there.system
