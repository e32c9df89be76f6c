"""The paper of a posted letter, made again from what the mailbox keeps of it: a real installation keeps nothing."""

import re
from datetime import timedelta

from kairos.foundation.clock import PARIS
from kairos.foundation.documents.apart import render_apart
from kairos.foundation.messages.models import OutboxMessage
from kairos.identity.accounts.settings import PROVISIONAL_DAYS
from kairos.identity.memberships.documents import (
    IDENTIFIER_LETTER,
    PASSWORD_LETTER,
    IdentifierLetter,
    PasswordLetter,
    Recipient,
)
from kairos.identity.memberships.letters.printing import portal_url, reference
from kairos.identity.memberships.models import AccessLetter
from kairos.spaces import site

_SECRET = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}")


def pdf(message: OutboxMessage, text: str) -> bytes:
    """Raises AccessLetter.DoesNotExist for a message that is no posted letter. In a system scope."""
    secret = _SECRET.search(text)
    letter = _letter_of(message, AccessLetter.Kind.PASSWORD if secret else AccessLetter.Kind.IDENTIFIER)
    if secret:
        return render_apart(PASSWORD_LETTER, _password(letter, secret[0]))
    return render_apart(IDENTIFIER_LETTER, _identifier(letter))


def _letter_of(message: OutboxMessage, kind: str) -> AccessLetter:
    """The message was written by the act that posted the letter: same instant, same recipient."""
    posted = AccessLetter.objects.select_related("organisation", "membership", "user")
    return posted.get(kind=kind, posted_at=message.created_at, recipient=message.address.partition(",")[0])


def _identifier(letter: AccessLetter) -> IdentifierLetter:
    return IdentifierLetter(
        dated=letter.printed_at,
        letterhead=site.letterhead(),
        recipient=_recipient(letter),
        reference=reference(letter),
        membership=letter.membership.number,
        identifier=letter.user.portal_identifier,
        portal_url=portal_url(),
    )


def _password(letter: AccessLetter, secret: str) -> PasswordLetter:
    last = letter.created_at + timedelta(days=PROVISIONAL_DAYS.value())
    return PasswordLetter(
        dated=letter.printed_at,
        letterhead=site.letterhead(),
        recipient=_recipient(letter),
        reference=reference(letter),
        password=secret.replace("-", ""),
        valid_until=last.astimezone(PARIS).date(),
        portal_url=portal_url(),
    )


def _recipient(letter: AccessLetter) -> Recipient:
    return Recipient(letter.organisation.name, letter.recipient, tuple(letter.address_lines))
