"""An account opened for whom an organisation invites: its link alone opens it, its person alone knows the password.

What the organisation's account manager sees is the same whether or not the address had an account.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.hashers import make_password

from kairos.foundation.actor import Actor
from kairos.foundation.engine import Run
from kairos.foundation.guards import Reason
from kairos.identity.accounts import tokens
from kairos.identity.accounts.models import OneUseToken, User
from kairos.identity.accounts.passwords import normalise

Kind = OneUseToken.Kind


def open_(user: User, run: Run) -> None:
    user.created_at = run.now
    user.set_unusable_password()


def activate(user: User, run: Run, *, link: OneUseToken, password: str) -> None:
    """The mailbox is proved: whatever password somebody else gave this address opens nothing. The link still leads
    to the answer, which spends it."""
    user.activated_at = user.email_verified_at = user.password_set_at = run.now
    user.password = make_password(normalise(password))
    tokens.drop(user, Kind.ACTIVATION, Kind.PASSWORD)


def enter(user: User, run: Run, *, link: OneUseToken) -> None:
    """From now on every sign-in of this person needs the second factor."""
    tokens.spend(link)
    user.portal_entered_at = user.portal_entered_at or run.now
    user.email_verified_at = user.email_verified_at or run.now


def open_followed(user: User, run: Run, *, link: OneUseToken, password: str) -> None:
    """A job seeker, who said what their agency knows of them: from now on every sign-in needs a second factor, a code
    sent by mail for whoever has no other."""
    activate(user, run, link=link, password=password)
    enter(user, run, link=link)
    user.code_by_mail = True


def decline(user: User, run: Run, *, link: OneUseToken) -> None:
    tokens.spend(link)


def may_be_invited(user: User) -> bool:
    """Neither an agent of the operator nor a closed account; the sentence must not say which."""
    return not user.staff_role and user.state != User.State.CLOSED


def is_invitable(user: User, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if not may_be_invited(user):
        yield Reason("Cette adresse ne peut pas être invitée.")
