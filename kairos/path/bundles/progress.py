"""How far a file is, for the page that waits: now and then, not for each file that it holds."""

from collections.abc import Callable
from uuid import UUID

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.path.bundles.models import SessionBundle

EVERY = 20


def telling(key: UUID) -> Callable[[int], None]:
    """To be told how many are written."""

    def told(done: int) -> None:
        if done % EVERY == 0:
            with scope(system("bundles.make")):
                SessionBundle.objects.filter(pk=key).update(done=done)

    return told
