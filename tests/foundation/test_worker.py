"""The worker's process: it beats, runs what is deferred, survives its database's restart, and stops when told."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

from django.db import connection
from procrastinate.contrib.django import app

from kairos.foundation import jobs
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.jobs.worker import WorkerConnector
from tests.support import plugin

PATIENCE = 120
PROGRAM = """
import threading
import django; django.setup()
from kairos.foundation.jobs import job, worker
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.journal import happened

@job("tests.note")
def note():
    with scope(system("tests")) as who:
        happened(who, "tests.note")

meeting = threading.Barrier(2, timeout=60)

@job("tests.meet", retry=False)
def meet():
    meeting.wait()
    note()

worker.main()
"""


@contextmanager
def _worker(name: str):
    environment = os.environ | plugin.environment(name)
    process = subprocess.Popen([sys.executable, "-c", PROGRAM], env=environment, cwd=plugin.ROOT)
    try:
        _until(lambda: _count("procrastinate_workers") == 1, process)
        yield process
    finally:
        process.kill()
        process.wait()


def _until(true, process) -> None:
    give_up = time.monotonic() + PATIENCE
    while not true():
        assert process.poll() is None, "the worker ended"
        assert time.monotonic() < give_up, "the worker does nothing"
        time.sleep(0.02)


def _count(table: str) -> int:
    with scope(system("tests")), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def _defer(name: str = "tests.note") -> None:
    with scope(system("tests")):
        app.configure_task(name).defer()


def test_it_runs_what_is_deferred_and_stops_when_told(real_db):
    with _worker(real_db) as process:
        _defer()
        _until(lambda: _count("journal_entry") == 1, process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert _count("procrastinate_workers") == 0


def test_a_long_job_does_not_hold_up_the_others(real_db):
    with _worker(real_db) as process:
        _defer("tests.meet")
        _defer("tests.meet")
        _until(lambda: _count("journal_entry") == 2, process)


def test_it_goes_on_when_its_connections_are_cut(real_db):
    with _worker(real_db) as process:
        _defer()
        _until(lambda: _count("journal_entry") == 1, process)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = %s AND usename = current_user AND pid <> pg_backend_pid()",
                [real_db],
            )
        _defer()
        _until(lambda: _count("journal_entry") == 2, process)


def test_what_its_jobs_defer_is_part_of_their_transaction(real_db):
    """With the library's connector the job would be in the queue before, and without, the data it is about."""

    @jobs.job("tests.inner")
    def inner() -> None: ...

    def body() -> None:
        with suppress(ZeroDivisionError), scope(system("tests")):
            inner.defer()
            raise ZeroDivisionError

    async def in_a_worker() -> None:
        with app.replace_connector(WorkerConnector()):
            async with app.open_async():
                await asyncio.to_thread(body_then_let_go)

    def body_then_let_go() -> None:
        body()
        connection.close()

    try:
        asyncio.run(in_a_worker())
        assert _count("procrastinate_jobs") == 0
    finally:
        del app.tasks["tests.inner"]
