"""What time makes due in a procedure."""

from datetime import datetime, timedelta

from kairos.foundation.actor import Actor
from kairos.foundation.jobs import sweep
from kairos.identity.memberships.life import settings
from kairos.identity.memberships.life.jobs import do_each
from kairos.identity.memberships.members.models import RUNNING, Procedure
from kairos.identity.memberships.procedures.lifecycle import AccessProcedure


@sweep("memberships.procedures")
def watch(actor: Actor, now: datetime) -> None:
    """Answers awaited, decisions that are late."""
    soon = now + timedelta(days=settings.ANSWER_REMINDER_DAYS.value())
    running = Procedure.objects.filter(RUNNING)
    awaited = running.filter(state=Procedure.State.OPEN, reminded_at__isnull=True, answer_due_at__range=(now, soon))
    do_each(AccessProcedure.remind, awaited, actor)
    do_each(AccessProcedure.alarm, running.filter(alarmed_at__isnull=True, decision_due_at__lt=now), actor)
