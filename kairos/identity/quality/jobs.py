"""What time makes due in quality."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act
from kairos.foundation.guards import Refused
from kairos.foundation.jobs import sweep
from kairos.identity.quality import queries, settings
from kairos.identity.quality.lifecycle import Certificate, Request
from kairos.identity.quality.models import UNFINISHED, QualityRequest


@sweep("quality.unfinished")
def remind_unfinished(actor: Actor, now: datetime) -> None:
    """What the provider left, at most so many times a state."""
    before = now - timedelta(days=settings.UNFINISHED_DAYS.value())
    rows = QualityRequest.objects.filter(UNFINISHED, modified_at__lte=before)
    left = rows.filter(reminders__lt=settings.UNFINISHED_REMINDERS.value())
    _each(Request.remind, left.values_list("pk", flat=True), actor)


@sweep("quality.expiry")
def watch_expiry(actor: Actor, now: datetime) -> None:
    """Certificates that come to their end, or passed it."""
    due = queries.to_remind(now.astimezone(clock.PARIS).date())
    _each(Certificate.remind, due.order_by("valid_until").values_list("pk", flat=True), actor)


def _each(act: Act, keys: Iterable[UUID], actor: Actor) -> None:
    for key in keys:
        try:
            engine.run(act, key, actor)
        except Refused:
            continue
