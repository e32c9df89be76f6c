"""Storing messages in the act's transaction and the job that delivers them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kairos.foundation import crypto
from kairos.foundation.messages.message import IN_APP, LETTER, Message

if TYPE_CHECKING:
    from kairos.foundation.messages.models import OutboxMessage

PURPOSE = "outbox"


@dataclass(frozen=True, slots=True)
class Content:
    subject: str
    text: str
    html: str


def store(messages: Iterable[Message], now: datetime) -> None:
    """One row per message and channel, one job for all; nothing leaves unless the transaction commits."""
    from kairos.foundation.messages.models import OutboxMessage

    rows = [_row(OutboxMessage, message, channel, now) for message in messages for channel in message.channels]
    if not rows:
        return
    OutboxMessage.objects.bulk_create(rows)
    waiting = [str(row.id) for row in rows if row.state == OutboxMessage.State.QUEUED]
    if waiting:
        from kairos.foundation.messages.delivery import deliver

        deliver.defer(ids=waiting)


def _row(model: type["OutboxMessage"], message: Message, channel: str, now: datetime) -> "OutboxMessage":
    content = {"subject": message.title(), "text": message.text(), "html": message.html()}
    delivered = channel in (IN_APP, LETTER)
    return model(
        kind=type(message).__name__,
        channel=channel,
        recipient=message.to.user,
        address=message.to.address(channel),
        sealed=crypto.seal(json.dumps(content).encode(), PURPOSE),
        state=model.State.SENT if delivered else model.State.QUEUED,
        created_at=now,
        sent_at=now if delivered else None,
    )


def content(row: "OutboxMessage") -> Content | None:
    """What was said; None once a secret message has been erased."""
    return Content(**json.loads(crypto.unseal(row.sealed, PURPOSE))) if row.sealed else None
