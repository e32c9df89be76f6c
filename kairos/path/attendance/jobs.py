"""What time makes due: months that nobody contests are locked."""

from datetime import datetime

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Refused
from kairos.foundation.jobs import sweep
from kairos.path.attendance.lifecycle import Month
from kairos.path.attendance.models import AttendanceMonth

State = AttendanceMonth.State
AT_A_TIME = 500


@sweep("attendance.lock")
def lock(actor: Actor, now: datetime) -> None:
    rows = AttendanceMonth.objects.filter(state__in=(State.SUBMITTED, State.CONFIRMED), answer_by__lt=now)
    for key in rows.order_by("answer_by", "id").values_list("pk", flat=True)[:AT_A_TIME]:
        try:
            engine.run(Month.lock, key, actor)
        except Refused:
            continue
