"""The doors to files of lines, and what is remembered of their titles."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.foundation.imports.models import ImportMapping, ImportRun

State = ImportRun.State
WAITING = (State.RECEIVED, State.CHECKED)
ENDED = (State.TAKEN, State.REFUSED, State.ABANDONED)


def visible_to(actor: Actor) -> QuerySet[ImportRun]:
    rows = ImportRun.objects.all()
    if actor.audience in (Audience.ANONYMOUS, Audience.JOBSEEKER):
        return rows.none()
    return rows if actor.audience == Audience.SYSTEM else rows.filter(organisation_id=actor.place)


def run(actor: Actor, key: UUID) -> ImportRun:
    """Raises ImportRun.DoesNotExist."""
    return visible_to(actor).get(pk=key)


def history(actor: Actor, kinds: Iterable[str], most: int) -> list[ImportRun]:
    """The latest first, without what they found."""
    rows = visible_to(actor).filter(kind__in=list(kinds)).order_by("-received_at", "-id")
    return list(rows.defer("report", "form", "places")[:most])


def taken_before(run: ImportRun, actor: Actor) -> ImportRun | None:
    """The last time the very same file was taken."""
    same = visible_to(actor).filter(kind=run.kind, sha256=run.sha256, state=State.TAKEN).exclude(pk=run.pk)
    return same.order_by("-ended_at").first() if run.sha256 else None


def remembered(kind: str, organisation: UUID | None) -> Mapping[str, str]:
    rows = ImportMapping.objects.filter(kind=kind, organisation_id=organisation)
    return rows.values_list("titles", flat=True).first() or {}
