"""What time makes due in reviews. Each act refuses what is not due: a sweep only says where to look."""

from datetime import datetime

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.clock import PARIS
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.jobs import sweep
from kairos.identity.habilitations.models import AccessReview
from kairos.identity.habilitations.reviews import queries
from kairos.identity.habilitations.reviews.lifecycle import Review

AT_ONCE = 50
"""Organisations in one minute."""


@sweep("reviews.open")
def open_due(actor: Actor, now: datetime) -> None:
    for organisation in queries.organisations_due(now.astimezone(PARIS).date())[:AT_ONCE]:
        engine.run(Review.open, AccessReview(id=new_id(), organisation=organisation), actor)


@sweep("reviews.close")
def close_due(actor: Actor, now: datetime) -> None:
    """Not while the organisation’s portal is closed: nobody could have signed."""
    running = AccessReview.objects.filter(state=AccessReview.State.OPEN, organisation__portal_closed_at__isnull=True)
    today = now.astimezone(PARIS).date()
    for key in list(running.filter(due_on__lt=today).order_by("due_on").values_list("pk", flat=True)[:AT_ONCE]):
        engine.run(Review.close, key, actor)
    for key in list(running.filter(due_on__gte=today).order_by("due_on").values_list("pk", flat=True)):
        try:
            engine.run(Review.remind, key, actor)
        except Refused:
            continue
