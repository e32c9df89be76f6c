"""« À faire » with conversations: what nobody has read yet, of those to whom one may answer."""

from datetime import date, datetime

from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from kairos.design import french
from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.people.access.permissions import APPROVE, ENTER
from kairos.service.threads import queries
from kairos.spaces.todo import Line, Task, lines, source, where_held


def _to_read(line: Line) -> Task:
    title = french.plural(line.count, "conversation à lire", "conversations à lire")
    since = line.at.astimezone(clock.PARIS).date()
    return Task(title, reverse("threads:threads"), "Lire", "Des personnes de vos sessions vous ont écrit.",
                label=f"Depuis le {french.short_day(since, clock.today())}")  # fmt: skip


@source("kairos", "threads.answer", _to_read)
def to_read(actor: Actor, now: datetime, today: date) -> QuerySet:
    rows = where_held(queries.unread(actor, now), actor, ENTER, APPROVE).order_by().values("organisation")
    return lines(rows, "organisation", key="organisation", at=Min("place_new"), count=Count("pk"))
