"""What the day makes due."""

from datetime import datetime

from django.db.models import QuerySet

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act
from kairos.foundation.guards import Refused
from kairos.foundation.jobs import sweep
from kairos.offer.catalogue.lifecycle import Session
from kairos.offer.catalogue.models import TrainingSession

State = TrainingSession.State
AT_A_TIME = 500


@sweep("catalogue.start")
def start(actor: Actor, now: datetime) -> None:
    today = now.astimezone(clock.PARIS).date()
    _each(Session.start, TrainingSession.objects.filter(state=State.PUBLISHED, starts_on__lte=today), actor)


@sweep("catalogue.end")
def end(actor: Actor, now: datetime) -> None:
    today = now.astimezone(clock.PARIS).date()
    under_way = (State.PUBLISHED, State.STARTED, State.SUSPENDED)
    _each(Session.end, TrainingSession.objects.filter(state__in=under_way, ends_on__lt=today), actor)


def _each(act: Act, rows: QuerySet[TrainingSession], actor: Actor) -> None:
    """What is no longer possible is left."""
    for key in rows.order_by("starts_on", "pk").values_list("pk", flat=True)[:AT_A_TIME]:
        try:
            engine.run(act, key, actor)
        except Refused:
            continue
