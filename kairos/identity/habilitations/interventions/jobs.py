"""What time makes due for staff sessions."""

from datetime import datetime

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.jobs import sweep
from kairos.identity.habilitations.interventions.lifecycle import StaffSession
from kairos.identity.habilitations.models import Intervention

AT_ONCE = 500


@sweep("interventions.expire")
def expire(actor: Actor, now: datetime) -> None:
    """They opened nothing since; now they are told as over."""
    over = Intervention.objects.filter(state=Intervention.State.OPEN, ends_at__lte=now)
    for key in over.order_by("ends_at").values_list("pk", flat=True)[:AT_ONCE]:
        engine.run(StaffSession.expire, key, actor)
