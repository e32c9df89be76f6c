"""What is said of several people at once: all of it is done, or nothing is."""

from functools import partial
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
        held = queries.hold(said)
        with messages.addressed(one.person for one in held):
            return engine.run_each(said, actor, partial(beside.known, held))
