"""Reading the journal of one subject."""

from datetime import datetime
from uuid import UUID

from django.db import models

from kairos.foundation.actor import Actor, Audience
from kairos.foundation.clock import PARIS
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.prepared import prepared


def history(subject: models.Model, limit: int = 50) -> list[JournalEntry]:
    """The acts on one row that the actor's scope shows, newest first."""
    return _history(subject.pk, limit)


@prepared
def _history(subject: UUID, limit: int) -> models.QuerySet[JournalEntry]:
    return _acts_on(subject).order_by("-id")[:limit]


def acted(subject: models.Model, act: str, after: datetime) -> bool:
    """Whether this act was done on this row since an instant, as far as the actor's scope shows."""
    return _acts_on(subject.pk).filter(acts__contains=[act], at__gt=after).exists()


def _acts_on(subject: UUID) -> models.QuerySet[JournalEntry]:
    """By the index of acts."""
    return JournalEntry.objects.filter(subjects__contains=[subject], kind=JournalEntry.Kind.ACT)


def since(subject: models.Model, actor: Actor) -> str:
    """« depuis le 3/3/2026 à 10 h 12 » from the last act on this row, or nothing; visitors do not read the journal."""
    if actor.audience == Audience.ANONYMOUS or not (last := history(subject, limit=1)):
        return ""
    moment = last[0].at.astimezone(PARIS)
    return f" depuis le {moment.day}/{moment.month}/{moment.year} à {moment.hour} h {moment:%M}"
