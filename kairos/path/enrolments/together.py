"""What is said of several people at once: all of it is done, or nothing is."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.engine.several import Said
from kairos.foundation.guards import Reason
from kairos.path.enrolments import beside, messages, queries


def decide(said: Said, actor: Actor) -> dict[UUID, list[Reason]]:
    """Who was refused, and why; nobody: everything is done. Raises Denied, and then nothing is done either."""
    with transaction.atomic():
        return engine.run_each(said, actor, around)


@contextmanager
def around(said: Said) -> Iterator[None]:
    """What stands beside them is read once for all; nobody else acts on them."""
    held = queries.hold(said)
    with messages.addressed(one.person for one in held), beside.known(held):
        yield
