"""Everything the system has sent, whatever the channel: what a mailbox, a telephone and a letter box would hold."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import content

MOST = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """channel: email, sms or letter; sent_at: ISO instant; attachments: addresses of files."""

    id: str
    channel: str
    to: str
    subject: str
    text: str
    html: str
    sent_at: str
    attachments: list[str] = field(default_factory=list)


def sent() -> list[Sent]:
    """The newest first, at most 200."""
    with scope(system("demo.mailbox")):
        return sorted(_messages(), key=lambda message: message.sent_at, reverse=True)


def as_json() -> list[dict[str, Any]]:
    return [asdict(message) for message in sent()]


def _messages() -> Iterator[Sent]:
    rows = OutboxMessage.objects.filter(channel__in=("email", "sms", "letter"), state=OutboxMessage.State.SENT)
    for row in rows.order_by("-id")[:MOST]:
        if what := content(row):
            yield Sent(
                str(row.id), row.channel, row.address, what.subject, what.text, what.html, row.sent_at.isoformat()
            )
