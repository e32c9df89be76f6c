"""Declaring jobs and sweeps. Both must be safe to run twice."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from kairos.foundation import actor, clock
from kairos.foundation.actor import Actor
from kairos.foundation.isolation import scope

log = logging.getLogger("kairos.jobs")
Sweep = Callable[[Actor, datetime], None]
_sweeps: dict[str, Sweep] = {}

PATIENCE = RetryStrategy(max_attempts=8, exponential_wait=4)
"""4 s, 16 s, … about six hours in all: a mail server or a database may be away for a while."""


def job(name: str, **options: Any) -> Callable[[Callable[..., Any]], Task]:
    """A procrastinate task; `.defer(**ids)` joins the present transaction. Arguments are ids, never values.

    A job is for now. What is due later is a sweep, which follows the demonstration clock.
    """
    return app.task(name=name, **{"retry": PATIENCE} | options)


def sweep(name: str) -> Callable[[Sweep], Sweep]:
    """`function(actor, now)` runs each minute in its own transaction with the jobs' scope: reminders, alarms.

    What is due is read from the data and the clock, so that moving the demonstration clock makes it due.
    """

    def declare(function: Sweep) -> Sweep:
        if _sweeps.setdefault(name, function) is not function:
            raise ValueError(f"sweep declared twice: {name}")
        return function

    return declare


def sweeps() -> list[str]:
    return sorted(_sweeps)


@app.periodic(cron="* * * * *")
@app.task(name="sweeps.run", queueing_lock="sweeps.run", lock="sweeps.run")
def run_sweeps(timestamp: int = 0) -> None:
    """Every sweep, each in its own transaction: one that fails leaves the others done, then the job fails."""
    if failed := failing_sweeps():
        raise RuntimeError(f"sweeps failed: {', '.join(failed)}")


def failing_sweeps() -> list[str]:
    """Run every sweep; the names of those that failed, each logged."""
    return [name for name in sweeps() if not _run(name)]


def _run(name: str) -> bool:
    try:
        with scope(actor.system(name)) as who:
            _sweeps[name](who, clock.now())
    except Exception:
        log.exception("sweep %s failed", name)
        return False
    return True
