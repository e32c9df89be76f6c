"""Text messages, through the gateway of the installation: one POST each, answered with a receipt.

`SMS_URL` takes `{"id", "to", "from", "text"}` as JSON, with `SMS_TOKEN` as bearer. The key is the message's, so that a
gateway that knows `Idempotency-Key` recognises a second try. What is tried again is what the gateway refused for now
(429, 503) or what never reached it; when the request left and no answer came, nobody knows: never sent twice.
"""

from collections.abc import Mapping

from django.conf import settings

from kairos.foundation.remote import Answer, NoAnswer, NotJson, Service

LATER = (429, 503)
GATEWAY = Service("sms", settings.SMS_TIMEOUT)


class Busy(OSError):
    """Not taken now: may be tried again."""


class Refused(Exception):
    """Never taken as it is; says why in one word."""


class Unsure(Exception):
    """Taken or not, nobody knows."""


def is_offered() -> bool:
    """There is a gateway; or the mailbox of a demonstration, which shows what would leave."""
    return bool(settings.SMS_URL) or settings.KAIROS_MAILBOX_ONLY


def send(key: str, to: str, text: str) -> str:
    """The gateway's receipt. Raises Busy, Refused, Unsure."""
    said = {"id": key, "to": to, "from": settings.SMS_SENDER, "text": text.strip()}
    try:
        answer = GATEWAY.send(settings.SMS_URL, said, _headers(key))
    except NoAnswer as error:
        if error.status in LATER or not error.sent:
            raise Busy(str(error)) from error
        raise Unsure(str(error)) from error
    if answer.status in LATER:
        raise Busy(f"status {answer.status}")
    if not 200 <= answer.status < 300:
        raise Refused(f"Status{answer.status}")
    return _receipt(answer)


def _headers(key: str) -> Mapping[str, str]:
    token = {"Authorization": f"Bearer {settings.SMS_TOKEN}"} if settings.SMS_TOKEN else {}
    return {"Idempotency-Key": key, **token}


def _receipt(answer: Answer) -> str:
    """What it calls the message, when it says so."""
    try:
        found = answer.json()
    except NotJson:
        return ""
    return str(found.get("id", ""))[:100] if isinstance(found, dict) else ""
