"""« À faire » with émargement: half-days over that nobody countersigned."""

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from kairos.design import french
from kairos.foundation.actor import Actor
from kairos.path.attendance.permissions import ENTER
from kairos.path.signing import queries
from kairos.path.signing.models import SigningSheet
from kairos.spaces.todo import Line, Task, lines, source, where_held


def _waiting(line: Line) -> Task:
    signed = french.plural(line.count, "personne a signé", "personnes ont signé")
    href = reverse("signing:sheet", args=[line.key])
    return Task(f"Contresigner l’émargement : {line.title}", href, "Contresigner", signed, line.day)


@source("kairos", "signing.countersign", _waiting)
def waiting(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = queries.visible_to(actor).filter(state=SigningSheet.State.OPEN, day__lt=today)
    counted = where_held(rows, actor, ENTER).annotate(signed=Count("signatures", filter=Q(signatures__state="signed")))
    return lines(counted, "title", at="day", count="signed")
