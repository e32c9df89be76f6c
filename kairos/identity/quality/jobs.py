"""What is done after an act on a request, and what time makes due."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, system
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import job, sweep
from kairos.identity.quality import queries, registered, settings
from kairos.identity.quality.models import UNFINISHED, QualityRequest
from kairos.identity.registers.port import register


@job("quality.ask_register")
def ask_register(key: str, version: int) -> None:
    """Ask first, without a lock; then note the answer, unless the request moved on meanwhile."""
    who = system("quality.ask_register")
    with scope(who):
        organisation = QualityRequest.objects.select_related("organisation").get(pk=key).organisation
        answer = registered.ask(organisation, register())
    with scope(who):
        _each("quality_request.note_register", [UUID(key)], who, answer=answer, version=version)


@sweep("quality.unfinished")
def remind_unfinished(actor: Actor, now: datetime) -> None:
    """What the provider left, at most so many times a state."""
    before = now - timedelta(days=settings.UNFINISHED_DAYS.value())
    rows = QualityRequest.objects.filter(UNFINISHED, modified_at__lte=before)
    left = rows.filter(reminders__lt=settings.UNFINISHED_REMINDERS.value())
    _each("quality_request.remind", left.values_list("pk", flat=True), actor)


@sweep("quality.expiry")
def watch_expiry(actor: Actor, now: datetime) -> None:
    """Certificates that come to their end, or passed it."""
    due = queries.to_remind(now.astimezone(clock.PARIS).date())
    _each("quality_certificate.remind", due.order_by("valid_until").values_list("pk", flat=True), actor)


def _each(act: str, keys: Iterable[UUID], actor: Actor, **details: Any) -> None:
    """What is no longer possible is left."""
    for key in keys:
        try:
            engine.run(act_named(act), key, actor, **details)
        except Refused:
            continue
