"""« À faire » with appointments: results to enter."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse

from kairos.design import french
from kairos.foundation.actor import Actor
from kairos.path.appointments import queries
from kairos.path.appointments.models import Slot
from kairos.path.appointments.permissions import APPROVE
from kairos.spaces.todo import Line, Task, lines, source, where_held

HERE = "kairos"


def _results(line: Line) -> Task:
    expected = french.plural(line.count, "personne attendue", "personnes attendues")
    href = reverse("appointments:results", args=[line.key])
    return Task(f"Noter les résultats : {line.title}", href, "Noter", expected, line.at)


@source(HERE, "appointments.close", _results)
def results(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = queries.visible_to(actor).filter(state=Slot.State.OPEN, starts_at__lte=now, taken__gt=0)
    return lines(where_held(rows, actor, APPROVE), "title", at="ends_at", count="taken")
