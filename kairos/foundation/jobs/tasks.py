"""Declaring jobs and sweeps. Both must be safe to run twice."""

import logging
from collections.abc import Callable
from datetime import datetime

from procrastinate.contrib.django import app

from kairos.foundation import actor, clock
from kairos.foundation.actor import Actor
from kairos.foundation.isolation import scope

log = logging.getLogger("kairos.jobs")
Sweep = Callable[[Actor, datetime], None]
_sweeps: dict[str, Sweep] = {}


def job(name: str, **options):
    """A procrastinate task; `.defer(**ids)` joins the present transaction. Arguments are ids, never values."""
    return app.task(name=name, **options)


def sweep(name: str) -> Callable[[Sweep], Sweep]:
    """`function(actor, now)` runs each minute in its own transaction with the jobs' scope: reminders, alarms, seals.

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
@app.task(name="sweeps.run", queueing_lock="sweeps.run", pass_context=False)
def run_sweeps(timestamp: int = 0) -> None:
    """Every sweep, each in its own transaction: one that fails leaves the others done, then the job fails."""
    failed = [name for name in sweeps() if not _run(name)]
    if failed:
        raise RuntimeError(f"sweeps failed: {', '.join(failed)}")


def _run(name: str) -> bool:
    try:
        with scope(actor.system(name)) as who:
            _sweeps[name](who, clock.now())
    except Exception:
        log.exception("sweep %s failed", name)
        return False
    return True
