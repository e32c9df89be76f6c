"""What time makes due among uploads."""

from datetime import datetime

from kairos.foundation.actor import Actor
from kairos.foundation.jobs import sweep
from kairos.foundation.uploads import orphans


@sweep("uploads.orphans")
def remove_orphans(actor: Actor, now: datetime) -> None:
    orphans.sweep_drawer(now)
