"""What time makes due in notes. Each act refuses what is not due: a sweep only says where to look."""

from datetime import datetime

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.clock import PARIS
from kairos.foundation.guards import Refused
from kairos.foundation.jobs import sweep
from kairos.identity.guidance import queries, settings
from kairos.identity.guidance.lifecycle import Awareness

AT_ONCE = 50
"""Organisations in one minute."""


@sweep("guidance.remind")
def remind(actor: Actor, now: datetime) -> None:
    """Whoever has not read it, every week, three times at most; everybody read it: nothing."""
    every = settings.REMINDER_DAYS.value()
    rows = queries.notes_to_remind(settings.MOST_REMINDERS, every, now)
    for key in list(rows.values_list("pk", flat=True)[:AT_ONCE]):
        try:
            engine.run(Awareness.remind, key, actor)
        except Refused:
            continue


@sweep("guidance.recall")
def recall(actor: Actor, now: datetime) -> None:
    rows = queries.notes_to_recall(now.astimezone(PARIS).date())
    for key in list(rows.values_list("pk", flat=True)[:AT_ONCE]):
        engine.run(Awareness.recall, key, actor)
