"""Delivery after commit, by the worker: claimed, sent, marked; three short steps so that a kill between them is seen.

Its documents are made before it is claimed: a worker that dies while it makes them has sent nothing. A message claimed
by a worker that died may or may not have left: it becomes UNCERTAIN and a person decides. One that the carrier refuses
for good, or eight times, or whose documents were not made in eight, is FAILED. Nothing is ever sent twice by itself.
"""

import logging
import smtplib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F

from kairos.foundation import actor, clock, demonstration
from kairos.foundation.documents import Unrenderable
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import job
from kairos.foundation.jobs.tasks import PATIENCE
from kairos.foundation.messages import sms
from kairos.foundation.messages.message import EMAIL, SMS, Message, Paper
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import Content, content

State = OutboxMessage.State
log = logging.getLogger("kairos.messages")
POSTMAN = actor.system("messages")


class Undeliverable(Exception):
    """It will never leave as it is; says why in one word."""


class NotMade(OSError):
    """A document that the mail carries could not be made: it does not leave without it, and is tried again.

    Names the file alone: what typst says of it may quote what it says of somebody.
    """


Made = list[tuple[str, bytes]]
MOST_MADE = 2_000_000
"""Octets of the documents of one mail: a convocation has forty thousand."""


@job("messages.deliver")
def deliver(ids: list[str]) -> None:
    """Raises the first failure that may pass, so that the job is tried again: what was sent is then left alone."""
    failures = [error for key in ids if (error := _deliver(UUID(key)))]
    if failures:
        raise failures[0]


def _deliver(key: UUID) -> OSError | None:
    made = _made(key)
    if not (row := _claim(key)):
        return None
    try:
        receipt = _send(row, made)
    except (Undeliverable, sms.Refused) as error:
        _finish(row, State.FAILED, str(error))
    except sms.Unsure as error:
        log.error("message %s : parti ou non, on ne sait pas ; il n’est pas renvoyé", row.id)
        _finish(row, State.UNCERTAIN, str(error))
    except OSError as error:
        lasting = _is_final(error) or row.attempts + 1 >= PATIENCE.max_attempts
        _finish(row, State.FAILED if lasting else State.QUEUED, type(error).__name__)
        return None if lasting else error
    else:
        _finish(row, State.SENT, receipt=receipt)
    return None


def _made(key: UUID) -> Made | NotMade:
    """The documents of a mail that waits, or what stands in the way."""
    if settings.KAIROS_MAILBOX_ONLY:
        return []
    with scope(POSTMAN):
        row = OutboxMessage.objects.filter(pk=key, state=State.QUEUED, channel=EMAIL).first()
    name = ""
    try:
        made = []
        for paper in _papers(row):
            name = paper.name
            made.append((name, paper.pdf()))
        return made
    except (Unrenderable, OSError):
        return NotMade(name)


def _papers(row: OutboxMessage | None) -> Sequence[Paper]:
    """None of a mail whose words cannot be read: sending it says so."""
    with suppress(Exception):
        return what.papers if row and (what := content(row)) else ()
    return ()


def _claim(key: UUID) -> OutboxMessage | None:
    """Take a queued message for this worker alone. One that is already being sent was left by a dead worker."""
    with scope(POSTMAN):
        row = OutboxMessage.objects.select_for_update(skip_locked=True).filter(pk=key).first()
        if row is None or row.state not in (State.QUEUED, State.SENDING):
            return None
        uncertain = row.state == State.SENDING
        OutboxMessage.objects.filter(pk=key).update(
            state=State.UNCERTAIN if uncertain else State.SENDING, attempts=F("attempts") + 1
        )
    if uncertain:
        log.error("message %s : parti ou non, on ne sait pas ; il n’est pas renvoyé", key)
    return None if uncertain else row


def _send(row: OutboxMessage, made: Made | NotMade) -> str | None:
    """The carrier's receipt, when it gives one.

    Raises Undeliverable, OSError (smtplib's errors are) when the carrier does not take it now, sms.Refused, sms.Unsure.
    """
    what = _readable(row)
    if settings.KAIROS_MAILBOX_ONLY:
        return None
    if row.channel == SMS and settings.SMS_URL:
        return sms.send(str(row.id), row.address, what.text)
    if row.channel != EMAIL:
        raise Undeliverable("NoCarrier")
    if isinstance(made, NotMade):
        raise made
    if len(made) != len(what.papers):
        raise NotMade("taken by another worker meanwhile")
    _mail(row, what, made).send()
    return None


def _readable(row: OutboxMessage) -> Content:
    try:
        what = content(row)
    except Exception as error:
        raise Undeliverable(type(error).__name__) from error
    if what is None or not row.address:
        raise Undeliverable("NothingToSend")
    return what


def _mail(row: OutboxMessage, what: Content, made: Made) -> EmailMultiAlternatives:
    if sum(len(pdf) for _, pdf in made) > MOST_MADE:
        raise Undeliverable("TooLarge")
    try:
        mail = EmailMultiAlternatives(what.subject, what.text, settings.DEFAULT_FROM_EMAIL, [row.address])
        mail.extra_headers["Message-ID"] = f"<{row.id}@kairos>"
        mail.attach_alternative(what.html, "text/html")
        for one in what.attachments:
            if one.alternative:
                mail.attach_alternative(one.text, one.type)
            mail.attach(one.name, one.text, one.type)
        for name, pdf in made:
            mail.attach(name, pdf, "application/pdf")
        mail.message()
    except Exception as error:
        raise Undeliverable(type(error).__name__) from error
    return mail


def _is_final(error: OSError) -> bool:
    """The server said no for good (a reply of 500 to 599) to the recipient or the message."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and 500 <= error.smtp_code < 600


def _finish(row: OutboxMessage, state: str, error: str = "", receipt: str | None = None) -> None:
    with scope(POSTMAN):
        sent = clock.now() if state == State.SENT else None
        values = {"state": state, "sent_at": sent, "error": error[:300], "receipt": receipt}
        if sent and _is_secret(row.kind) and not demonstration.is_marked():
            values["sealed"] = b""
        OutboxMessage.objects.filter(pk=row.pk).update(**values)
    if state == State.FAILED:
        log.error("message %s refusé : %s", row.id, error)


def _is_secret(kind: str) -> bool:
    return any(cls.__name__ == kind and cls.secret for cls in _all_kinds(Message))


def _all_kinds(base: type[Message]) -> Iterator[type[Message]]:
    for cls in base.__subclasses__():
        yield cls
        yield from _all_kinds(cls)
