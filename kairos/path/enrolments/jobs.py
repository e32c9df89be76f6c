"""What time makes due: the reminders of what is not declared."""

from collections import Counter
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Refused
from kairos.foundation.jobs import sweep
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.training import settings

AT_A_TIME = 500


@sweep("enrolments.remind")
def remind(actor: Actor, now: datetime) -> None:
    """The escalation first: who passed both days is told of that one alone."""
    today = now.astimezone(clock.PARIS).date()
    late = today - timedelta(days=settings.ESCALATE_AFTER.value())
    soon = today + timedelta(days=settings.REMIND_BEFORE.value())
    _tell(Enrolment.objects.filter(due_from__lte=today, due_on__lt=late, reminders__lt=2), 2, actor)
    _tell(Enrolment.objects.filter(due_from__lte=today, due_on__lte=soon, reminders__lt=1), 1, actor)


def _tell(rows: QuerySet[Enrolment], rank: int, actor: Actor) -> None:
    """One message for those of a session who are awaited the same day for the same thing."""
    found = list(rows.order_by("due_on", "session", "id").values_list("pk", "session", "due_on", "state")[:AT_A_TIME])
    counts: Counter[tuple[UUID, date | None, str]] = Counter((session, due, state) for _, session, due, state in found)
    for key, *kind in found:
        count = counts.pop(tuple(kind), 0)
        try:
            engine.run(act_named("enrolment.remind"), key, actor, rank=rank, count=count)
        except Refused:
            continue
