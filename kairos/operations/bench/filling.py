"""What the bench measures in front of: the demonstration's story, and a national volume around it."""

from kairos.foundation import clock
from kairos.foundation.jobs import worker
from kairos.operations import demonstration
from kairos.operations.bench import volume
from kairos.operations.bench.volume import Volume


def fill(size: Volume) -> None:
    """A migrated, empty database becomes one where people have worked for years."""
    with demonstration.hashed_lightly():
        demonstration.tell(clock.now())
    volume.pour(size)
    worker.drain()
    volume.tell_the_planner()
