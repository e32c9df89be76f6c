"""Mails that a page asks for without saying whether the account exists."""

from datetime import timedelta
from uuid import UUID

from kairos.foundation import clock, engine, journal
from kairos.foundation.actor import system
from kairos.foundation.engine import Act
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import job
from kairos.identity.accounts import settings, tokens
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import OneUseToken, User

CLAIMS_APART = timedelta(days=1)


@job("accounts.send_activation_again")
def send_activation_again(user: str) -> None:
    """A fresh link to someone who has not activated their account, unless one left a moment ago."""
    with scope(system("accounts.send_activation_again")) as actor:
        waiting = User.objects.filter(pk=UUID(user), state=User.State.CREATED, staff_role="").first()
        if waiting and not _just_sent(waiting):
            engine.run(Account.resend, waiting, actor)


@job("accounts.tell_claim")
def tell_claim(user: str) -> None:
    """Somebody opened an account with this person's address: told once a day at most."""
    with scope(system("accounts.tell_claim")) as actor:
        owner = User.objects.filter(pk=UUID(user)).exclude(state=User.State.CLOSED).first()
        if owner and not journal.acted(owner, Account.claim.name, after=clock.now() - CLAIMS_APART):
            engine.run(Account.claim, owner, actor)


def _just_sent(user: User) -> bool:
    return tokens.wait_for(user, OneUseToken.Kind.ACTIVATION) > timedelta()


SENT = {
    "password": (Account.send_password_link, OneUseToken.Kind.PASSWORD),
    "identifiers": (Account.send_identifiers, None),
    "unlock": (Account.send_unlock_link, OneUseToken.Kind.UNLOCK),
}
"""What may be asked for by anyone who types an identifier: the act, and the kind of link whose last one must be old."""


@job("accounts.write_to_owner")
def write_to_owner(user: str, what: str) -> None:
    """Write to the owner of an account what a page was asked for, unless it was written a moment ago."""
    act, kind = SENT[what]
    with scope(system("accounts.write_to_owner")) as actor:
        owner = User.objects.filter(pk=UUID(user)).first()
        if owner is None:
            return
        if owner.awaits_activation and not _just_sent(owner):
            engine.run(Account.resend, owner, actor)
        elif act.starts_from(owner.state) and not _too_soon(owner, act, kind):
            engine.run(act, owner, actor)


def _too_soon(user: User, act: Act, kind: str | None) -> bool:
    if kind is not None:
        return tokens.wait_for(user, kind) > timedelta()
    return journal.acted(user, act.name, after=clock.now() - timedelta(minutes=settings.RESEND_MINUTES.value()))
