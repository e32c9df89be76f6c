"""The worker process, and `drain`: run all that is due, return when idle."""

import asyncio
import logging
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections
from procrastinate import App, JobContext
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app, utils
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.middleware import TaskMiddleware
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.worker import Worker

from kairos.foundation.jobs.housekeeping import STALLED_AFTER, retake_stalled
from kairos.foundation.jobs.tasks import failing_sweeps
from kairos.foundation.journal import sealing

log = logging.getLogger("kairos.worker")

AT_ONCE = 2
"""Jobs run side by side: a long one does not hold up the journal's seal."""
HEARTBEAT = 5.0
GRACE = 5.0
"""Seconds that a running job is given when the worker is told to stop."""
PAUSE = 2.0
"""Seconds before the worker tries again after it lost its database."""


class WorkerConnector(PsycopgConnector):
    """Connections of the worker's own for the queue; what a job defers joins the transaction of that job.

    The library's own connector would defer it on another connection: seen, and run, before the job commits.
    """

    def __init__(self) -> None:
        super().__init__(kwargs=utils.connector_params(), min_size=1, max_size=4)

    def get_sync_connector(self) -> BaseConnector:
        return DjangoConnector()


def main() -> None:
    """Run until SIGTERM or SIGINT, through a restart of the database; raises nothing but what Python itself raises."""
    connections["default"].settings_dict["CONN_HEALTH_CHECKS"] = True
    asyncio.run(_until_told())


def drain() -> list[str]:
    """What time made due, then the queue until it is empty, then what that made due; then the journal's seal.

    Returns the names of the jobs and sweeps that failed (a job that will be tried again included). Runs in a thread
    of its own: the caller may stand in an event loop, and its connection is left alone.
    """
    with ThreadPoolExecutor(1, "drain") as alone:
        return alone.submit(_drain).result()


def _drain() -> list[str]:
    failed: list[str] = []
    try:
        for _ in range(2):
            failed += failing_sweeps()
            asyncio.run(_empty_the_queue(failed))
        sealing.seal()
    finally:
        connections.close_all()
    return failed


async def _until_told() -> None:
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    telling = asyncio.create_task(told.wait())
    while not told.is_set():
        working = asyncio.create_task(_serve())
        await asyncio.wait({working, telling}, return_when=asyncio.FIRST_COMPLETED)
        if told.is_set():
            working.cancel()
        await _ended(working)
        if not told.is_set():
            await asyncio.wait({telling}, timeout=PAUSE)


async def _ended(working: asyncio.Task) -> None:
    """Wait for its end, which is logged when it was not asked for: the database went away."""
    try:
        await working
        log.warning("la file d’attente s’est arrêtée : reprise")
    except asyncio.CancelledError:
        return
    except Exception as error:
        log.warning("la base ne répond plus (%s) : reprise", type(error).__name__)


async def _serve() -> None:
    with app.replace_connector(WorkerConnector()):
        async with app.open_async():
            await retake_stalled(app.job_manager)
            await app.run_worker_async(
                wait=True,
                concurrency=AT_ONCE,
                install_signal_handlers=False,
                shutdown_graceful_timeout=GRACE,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED_AFTER,
                delete_jobs="successful",
            )


async def _empty_the_queue(failed: list[str]) -> None:
    """By an application of its own with the same tasks, whose periodic ones nobody starts."""
    alone = App(connector=WorkerConnector())
    alone.tasks = app.tasks
    async with alone.open_async():
        await retake_stalled(alone.job_manager)
        await alone.run_worker_async(
            wait=False,
            install_signal_handlers=False,
            listen_notify=False,
            delete_jobs="successful",
            task_middleware=[_noting(failed)],
        )


def _noting(failed: list[str]) -> TaskMiddleware:
    def note(call_next: Callable[[], Any], context: JobContext, worker: Worker) -> Any:
        try:
            return call_next()
        except Exception:
            failed.append(context.job.task_name)
            raise
        finally:
            connections.close_all()

    return note
