"""What changes in the file of a session."""

from collections.abc import Iterable

from kairos.foundation.engine import Run
from kairos.foundation.messages import Message
from kairos.path.bundles import jobs, keeping, messages
from kairos.path.bundles.models import SessionBundle
from kairos.path.bundles.packing import Made


def ask(row: SessionBundle, run: Run, *, reason: str) -> None:
    row.reason, row.asked_at, row.asked_by, row.state_since = reason.strip(), run.now, run.actor.scope_user, run.now
    jobs.make.defer(key=str(row.pk))


def finish(row: SessionBundle, run: Run, *, made: Made) -> None:
    keeping.keep(made.path, made.sha256)
    row.sha256, row.size, row.files, row.done = made.sha256, made.size, made.files, made.files
    row.people, row.state_since = list(made.people), run.now
    _tell(run, messages.ready(row))


def fail(row: SessionBundle, run: Run, *, note: str) -> None:
    row.note, row.state_since = note[:300], run.now
    _tell(run, messages.failed(row))


def erase(row: SessionBundle, run: Run) -> None:
    row.state_since = run.now
    keeping.discard(row.sha256)


def _tell(run: Run, told: Iterable[Message]) -> None:
    for message in told:
        run.tell(message)
