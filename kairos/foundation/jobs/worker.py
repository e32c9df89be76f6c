"""The worker process, and `drain`: run all that is due, return when idle."""

import asyncio
import logging

from procrastinate.contrib.django import app

from kairos.foundation.jobs.tasks import run_sweeps

log = logging.getLogger("kairos.worker")
STALLED_AFTER = 60
"""Seconds without a heartbeat before the jobs of a dead worker are taken again."""


def main() -> None:
    """Run until SIGTERM or SIGINT; jobs left by a dead worker are taken again first."""
    asyncio.run(_work(wait=True))


def drain() -> None:
    """What time made due, then the queue until it is empty, then what that made due."""
    for _ in range(2):
        run_sweeps()
        asyncio.run(_work(wait=False))


async def _work(wait: bool) -> None:
    connector = app.connector.get_worker_connector()
    with app.replace_connector(connector) as worker_app:
        async with worker_app.open_async():
            await _retake_stalled(worker_app)
            await worker_app.run_worker_async(
                wait=wait,
                concurrency=1,
                install_signal_handlers=wait,
                delete_jobs="successful" if not wait else "never",
            )


async def _retake_stalled(worker_app) -> None:
    for stalled in await worker_app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await worker_app.job_manager.retry_job(stalled)
