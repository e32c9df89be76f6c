"""Second factors of the tests: a telephone's generator, and what a mailbox received."""

import re
from uuid import UUID

import pyotp

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import content
from kairos.identity.accounts.factors import recovery, totp
from kairos.identity.accounts.models import TotpFactor


class Telephone:
    """An authenticator application that knows one secret."""

    def __init__(self, secret: str):
        self._generator = pyotp.HOTP(secret.replace(" ", ""))

    def code(self, step: int = 0) -> str:
        """The code shown now, or `step` half-minutes later."""
        return self._generator.at(int(clock.outside().timestamp()) // totp.STEP + step)

    def wrong(self) -> str:
        """Six figures that are no code of this hour."""
        near = {self.code(step) for step in range(-60, 60)}
        return next(f"{n:06}" for n in range(200) if f"{n:06}" not in near)


def telephone_of(user: UUID) -> Telephone:
    """A confirmed generator for this person, and the telephone that holds its secret."""
    with scope(system("tests")):
        factor = totp.begin(user)
        TotpFactor.objects.filter(pk=factor.pk).update(confirmed_at=clock.now())
        return Telephone(totp.secret_of(factor))


def paper_of(user: UUID) -> list[str]:
    """Ten recovery codes of this person."""
    codes = recovery.make()
    with scope(system("tests")):
        recovery.replace(user, codes, clock.now())
    return codes


def mails(kind: str, to: str = "") -> list[str]:
    """The texts of every message of a kind, oldest first; to one address when given."""
    with scope(system("tests")):
        rows = OutboxMessage.objects.filter(kind=kind, channel="email").order_by("id")
        return [content(row).text for row in (rows.filter(address=to) if to else rows)]


def link_in(text: str, path: str) -> str:
    """The address of our site below `path` that a message holds, without its host."""
    return re.search(rf"http://localhost:8000({re.escape(path)}\S+)", text)[1]
