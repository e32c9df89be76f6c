"""« Mes messages »: what a person was told inside Kairos. Needs that person's scope."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.messages.message import IN_APP, Link
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import content

PAGE = 25


@dataclass(frozen=True, slots=True)
class Received:
    """body: paragraphs and links; empty once the words were erased."""

    id: UUID
    subject: str
    at: datetime
    unread: bool
    body: tuple[str | Link, ...]


def latest(user: UUID, before: UUID | None = None) -> tuple[list[Received], bool]:
    """A page of them, the newest first, and whether older ones follow. `before`: the last of the page before."""
    rows = _of(user).filter(**{"id__lt": before} if before else {}).order_by("-id")[: PAGE + 1]
    found = [_received(row) for row in rows]
    return found[:PAGE], len(found) > PAGE


def message(actor: Actor, key: UUID) -> Received:
    """One's own. Raises OutboxMessage.DoesNotExist for somebody else's."""
    return _received(_of(actor.scope_user).get(pk=key))


def mark_read(user: UUID, key: UUID) -> None:
    _of(user).filter(pk=key, read_at__isnull=True).update(read_at=clock.now())


def read_all(user: UUID) -> int:
    return _of(user).filter(read_at__isnull=True).update(read_at=clock.now())


def _of(user: UUID) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(recipient=user, channel=IN_APP)


def _received(row: OutboxMessage) -> Received:
    what = content(row)
    subject, text = (what.subject, what.text) if what else ("Message effacé", "")
    return Received(row.id, subject, row.created_at, row.read_at is None, tuple(_parts(text)))


def _parts(text: str) -> Iterator[str | Link]:
    """As `Message.text` wrote them: paragraphs between blank lines, a link as « label : » over its address."""
    for paragraph in filter(None, text.strip().split("\n\n")):
        label, _, url = paragraph.partition(" :\n")
        yield Link(label, url) if url.startswith(("http://", "https://")) and "\n" not in url else paragraph
