"""A code of six figures sent by mail, for who has a cheap telephone and no application: good once, a few minutes."""

import secrets
from datetime import timedelta
from uuid import UUID

from kairos.foundation import clock, crypto, messages
from kairos.foundation.messages import Recipient
from kairos.identity.accounts import settings
from kairos.identity.accounts.messages import SignInCode
from kairos.identity.accounts.models import MailedCode, User

FIGURES = 6
AGAIN = timedelta(seconds=30)
PURPOSE = "mailed code"


def send(user: User) -> bool:
    """A new code, the only one that is good; False when one left a moment ago."""
    now = clock.now()
    live = MailedCode.objects.filter(user=user, used_at__isnull=True, ends_at__gt=now)
    if live.filter(sent_at__gt=now - AGAIN).exists():
        return False
    live.update(ends_at=now)
    code = f"{secrets.randbelow(10**FIGURES):0{FIGURES}}"
    minutes = settings.CODE_MINUTES.value()
    MailedCode.objects.create(
        user=user, code_hash=_hash(user.pk, code), sent_at=now, ends_at=now + timedelta(minutes=minutes)
    )
    messages.store([SignInCode(Recipient(email=user.email, user=user.pk), code=code, minutes=minutes)], now)
    return True


def accept(user: UUID, typed: str) -> bool:
    """Use the code; False when it is wrong, old, or was used. Failures are counted by the caller."""
    now = clock.now()
    good = MailedCode.objects.filter(
        user=user, code_hash=_hash(user, typed.replace(" ", "")), used_at__isnull=True, ends_at__gt=now
    )
    return bool(good.update(used_at=now))


def _hash(user: UUID, code: str) -> bytes:
    """Keyed: a million codes would be tried in no time by whoever read the table."""
    return crypto.mark(f"{user} {code}", PURPOSE)
