"""Everything the system has sent, whatever the channel: what a mailbox, a telephone and a letter box would hold."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import Content, content
from kairos.spaces.demo import letters

MOST = 400
_LOCAL = re.compile(r"http://localhost:\d+")
Channel = OutboxMessage.Channel


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

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.sent_at)


def sent() -> list[Sent]:
    """The newest first, at most 200."""
    with scope(system("demo.mailbox")):
        return list(_messages(_rows().order_by("-sent_at", "-id")[:MOST]))


def one(key: UUID) -> Sent:
    """Raises OutboxMessage.DoesNotExist, also for one whose words were erased."""
    with scope(system("demo.mailbox")):
        for found in _messages([_rows().get(pk=key)]):
            return found
    raise OutboxMessage.DoesNotExist


def last_to(address: str) -> UUID | None:
    with scope(system("demo.mailbox")):
        return _rows().filter(address=address).order_by("-id").values_list("id", flat=True).first()


def letter(key: UUID) -> bytes:
    """The PDF of a posted letter. Raises ObjectDoesNotExist for any other message."""
    with scope(system("demo.mailbox")):
        row = _rows().get(pk=key, channel=Channel.LETTER)
        return letters.pdf(row, content(row).text)


def attachment(key: UUID, name: str) -> tuple[str, bytes] | None:
    """The type and the bytes of what that mail carries under this name; a document is made each time, as it was when
    the mail left. Raises OutboxMessage.DoesNotExist."""
    with scope(system("demo.mailbox")):
        said = content(_rows().get(pk=key))
    if said is None:
        return None
    texts = {one.name: one for one in said.attachments}
    if name in texts:
        return f"{texts[name].type}; charset=utf-8", texts[name].text.encode()
    paper = next((one for one in said.papers if one.name == name), None)
    return ("application/pdf", paper.pdf()) if paper else None


def as_json() -> list[dict[str, Any]]:
    return [asdict(message) for message in sent()]


def _rows() -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.exclude(channel=Channel.APP).filter(state=OutboxMessage.State.SENT)


def _messages(rows: Iterable[OutboxMessage]) -> Iterator[Sent]:
    for row in rows:
        if what := content(row):
            at = row.sent_at.isoformat()
            text, html = _here(what.text), _here(what.html)
            yield Sent(str(row.id), row.channel, row.address, what.subject, text, html, at, _attached(row, what))


def _here(text: str) -> str:
    """Links lead to the port of today: the demonstration may have been opened on another one before."""
    return _LOCAL.sub(settings.KAIROS_BASE_URL, text)


def _attached(row: OutboxMessage, what: Content) -> list[str]:
    papers = [reverse("demo:letter", args=[row.id])] if row.channel == Channel.LETTER else []
    return papers + [reverse("demo:attachment", args=[row.id, one.name]) for one in (*what.attachments, *what.papers)]
