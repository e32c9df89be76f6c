"""Storing messages in the act's transaction and the job that delivers them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kairos.foundation import crypto
from kairos.foundation.documents import Source
from kairos.foundation.messages.message import EMAIL, IN_APP, LETTER, SMS, Attachment, Message, Paper

if TYPE_CHECKING:
    from kairos.foundation.messages.models import OutboxMessage

PURPOSE = "outbox"
BATCH = 2000
MOST_ATTACHED = 64 * 1024
"""Octets a message carries beside its words: an invitation has two thousand."""


@dataclass(frozen=True, slots=True)
class Content:
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()
    papers: tuple[Paper, ...] = ()


def store(messages: Iterable[Message], now: datetime) -> None:
    """One row per message and channel, one job for all; nothing leaves unless the transaction commits."""
    from kairos.foundation.messages.models import OutboxMessage

    rows = [_row(OutboxMessage, message, channel, now) for message, channel in _wanted(_joined(messages))]
    if not rows:
        return
    OutboxMessage.objects.bulk_create(rows, batch_size=BATCH)
    waiting = [str(row.id) for row in rows if row.state == OutboxMessage.State.QUEUED]
    if waiting:
        from kairos.foundation.messages.delivery import deliver

        deliver.defer(ids=waiting)


def _joined(messages: Iterable[Message]) -> list[Message]:
    """What one act tells one recipient of the same kind is one message, if its kind joins."""
    found: dict[Any, list[Message]] = {}
    for at, message in enumerate(messages):
        found.setdefault((type(message), message.to) if message.joins else at, []).append(message)
    return [some[0] if len(some) == 1 else type(some[0]).together(some) for some in found.values()]


def _wanted(messages: list[Message]) -> Iterator[tuple[Message, str]]:
    """By the channels of each, less those that its recipient does not want."""
    about = {id(message): message.chosen_as() for message in messages}
    if not any(about.values()):
        yield from ((message, channel) for message in messages for channel in message.channels)
        return
    from kairos.foundation.messages import choosing, sms

    chosen = choosing.chosen_by_all(one.to.user for one in messages if about[id(one)] and one.to.user)
    for message in messages:
        topic, own = about[id(message)], chosen.get(message.to.user, {})
        for channel in message.channels:
            asked = topic is not None and channel in topic.channels
            if not asked or (topic.comes_by(channel, own) and (channel != SMS or sms.is_offered())):
                yield message, channel


def _row(model: type["OutboxMessage"], message: Message, channel: str, now: datetime) -> "OutboxMessage":
    content: dict[str, Any] = {"subject": message.title(), "text": message.text(), "html": message.html()}
    if channel == EMAIL:
        content |= _beside(message)
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


def _beside(message: Message) -> dict[str, Any]:
    """What a mail carries. Raises ValueError for what is too big to be kept with the act."""
    texts, papers = message.attachments(), message.papers()
    said = [*(one.text for one in texts), *(one.source.data for one in papers)]
    if sum(len(text.encode()) for text in said) > MOST_ATTACHED:
        raise ValueError(f"{type(message).__name__} carries more than {MOST_ATTACHED} octets")
    carried = {"attachments": texts, "papers": papers}
    return {name: [asdict(one) for one in several] for name, several in carried.items() if several}


def content(row: "OutboxMessage") -> Content | None:
    """What was said; None once a secret message has been erased."""
    if not row.sealed:
        return None
    said = json.loads(crypto.unseal(row.sealed, PURPOSE))
    attached = tuple(Attachment(**one) for one in said.pop("attachments", ()))
    papers = tuple(Paper(one["name"], Source(*one["source"])) for one in said.pop("papers", ()))
    return Content(**said, attachments=attached, papers=papers)
