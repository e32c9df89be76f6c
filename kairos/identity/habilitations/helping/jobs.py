"""What time makes due for helps."""

from datetime import datetime

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.jobs import sweep
from kairos.identity.habilitations.helping import queries
from kairos.identity.habilitations.helping.lifecycle import HelpSession
from kairos.identity.habilitations.records.models import HELP_LIVE, Helping

AT_ONCE = 500


@sweep("helping.expire")
def expire(actor: Actor, now: datetime) -> None:
    """The frame opened nothing more; now they are told as over."""
    for row in Helping.objects.filter(HELP_LIVE).order_by("offered_at")[:AT_ONCE]:
        if not queries.goes_on(row):
            act = HelpSession.lapse if row.state == Helping.State.OFFERED else HelpSession.expire
            engine.run(act, row.pk, actor)
