"""The invented people and organisations of the demonstration, and what they did in the last weeks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.hashers import get_hasher

from kairos.foundation import clock, demonstration
from kairos.foundation.jobs import worker
from kairos.identity.registers.importing import import_file
from kairos.operations.demonstration import (
    attending,
    completing,
    following,
    meeting,
    playing,
    roll,
    signing,
    story,
    talking,
    training,
)
from kairos.operations.demonstration.stage import Stage

REGISTERS = Path(__file__).with_name("registers")
_REFRESHED = timedelta(hours=9)


def load(accounts: Path) -> None:
    """Mark the fresh database as a demonstration, play the story in it, and list in `accounts` who one may be.

    The list is written last, in one step: its presence says that the data is complete.
    """
    demonstration.mark()
    with hashed_lightly():
        _load(accounts, clock.now())


def _load(accounts: Path, now: datetime) -> None:
    stage = tell(now)
    followed = following.follow(stage, now)
    meeting.meet(stage, now)
    training.begin(stage, now)
    completing.complete(stage, now)
    attending.attend(stage, now)
    signing.sign(stage, now)
    talking.talk(stage, now)
    worker.drain()
    roll.write(accounts, [*roll.call(stage), *roll.followed(stage, followed)])


@contextmanager
def hashed_lightly() -> Iterator[None]:
    """Passwords that are told in clear beside the data need no costly hash: a third of the time of the whole story."""
    hasher = get_hasher()
    kept = hasher.time_cost, hasher.memory_cost, hasher.parallelism
    hasher.time_cost, hasher.memory_cost, hasher.parallelism = 1, 64, 1
    try:
        yield
    finally:
        hasher.time_cost, hasher.memory_cost, hasher.parallelism = kept


def tell(now: datetime) -> Stage:
    """Play the story, told back from `now`, in an empty database. On the owner's connection for the registers."""
    stage = Stage(story.read(now))
    _import_registers(stage.story.steps[0].at - timedelta(days=1))
    playing.play(stage)
    _import_registers(now - _REFRESHED)
    return stage


def _import_registers(at: datetime) -> None:
    with clock.fixed(at):
        for file in sorted(REGISTERS.glob("*.csv")):
            import_file(file)
