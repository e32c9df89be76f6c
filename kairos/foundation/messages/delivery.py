"""Delivery after commit, by the worker: claimed, sent, marked; three short steps so that a kill between them is seen.

A message claimed by a worker that died may or may not have left: it becomes UNCERTAIN and a person decides.
"""

import logging
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from procrastinate import RetryStrategy

from kairos.foundation import actor, clock, demonstration
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import job
from kairos.foundation.messages.message import EMAIL
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import Content, content

State = OutboxMessage.State
log = logging.getLogger("kairos.messages")
POSTMAN = actor.system("messages")


@job("messages.deliver", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def deliver(ids: list[str]) -> None:
    failures = [error for key in ids if (error := _deliver(UUID(key)))]
    if failures:
        raise failures[0]


def _deliver(key: UUID) -> OSError | None:
    if not (row := _claim(key)):
        return None
    try:
        _send(row, content(row))
    except OSError as error:
        _finish(row, State.QUEUED, error=type(error).__name__)
        return error
    _finish(row, State.SENT)
    return None


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
    return None if uncertain else row


def _send(row: OutboxMessage, what: Content | None) -> None:
    """Raises OSError (smtplib's errors are) when the carrier does not take it."""
    if what is None or settings.KAIROS_MAILBOX_ONLY:
        return
    if row.channel != EMAIL:
        log.warning("aucun opérateur SMS n’est configuré : message %s gardé", row.id)
        return
    mail = EmailMultiAlternatives(what.subject, what.text, settings.DEFAULT_FROM_EMAIL, [row.address])
    mail.extra_headers["Message-ID"] = f"<{row.id}@kairos>"
    mail.attach_alternative(what.html, "text/html")
    mail.send()


def _finish(row: OutboxMessage, state: str, error: str = "") -> None:
    with scope(POSTMAN):
        sent = clock.now() if state == State.SENT else None
        values = {"state": state, "sent_at": sent, "error": error}
        if sent and _is_secret(row.kind) and not demonstration.is_marked():
            values["sealed"] = b""
        OutboxMessage.objects.filter(pk=row.pk).update(**values)


def _is_secret(kind: str) -> bool:
    from kairos.foundation.messages.message import Message

    return any(cls.__name__ == kind and cls.secret for cls in _all_kinds(Message))


def _all_kinds(base: type):
    for cls in base.__subclasses__():
        yield cls
        yield from _all_kinds(cls)
