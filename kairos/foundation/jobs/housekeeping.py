"""What the worker does of itself: take again what a dead one left, seal the journal, forget old failures."""

from procrastinate import JobContext, builtin_tasks
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from kairos.foundation.journal import sealing

STALLED_AFTER = 20.0
"""Seconds without a heartbeat before the jobs of a dead worker are taken again."""
FAILED_KEPT_HOURS = 30 * 24


async def retake_stalled(manager: JobManager) -> None:
    """Jobs of a worker that died are taken again; one whose successor already waits in the queue is dropped."""
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        try:
            await manager.retry_job(stalled)
        except UniqueViolation:
            await manager.finish_job(stalled, Status.ABORTED, delete_job=True)


@app.periodic(cron="* * * * * */20")
@app.task(name="jobs.retake", queueing_lock="jobs.retake", pass_context=True)
async def retake(context: JobContext, timestamp: int = 0) -> None:
    await retake_stalled(context.app.job_manager)


@app.periodic(cron="* * * * * */30")
@app.task(name="journal.seal", queueing_lock="journal.seal")
def seal(timestamp: int = 0) -> None:
    sealing.seal()
    sealing.tidy()


@app.periodic(cron="17 3 * * *")
@app.task(name="jobs.forget", queueing_lock="jobs.forget", pass_context=True)
async def forget(context: JobContext, timestamp: int = 0) -> None:
    """Jobs done vanish at once; those that failed for good are kept a while for who looks into it."""
    await builtin_tasks.remove_old_jobs(
        context, max_hours=FAILED_KEPT_HOURS, remove_failed=True, remove_cancelled=True, remove_aborted=True
    )
