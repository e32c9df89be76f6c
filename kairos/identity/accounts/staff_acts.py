"""What changes when the command line opens, or opens again, the account of an agent of the operator."""

from kairos.foundation.engine import Run
from kairos.identity.accounts import factor_acts, password_acts
from kairos.identity.accounts.models import OneUseToken, User


def open_(user: User, run: Run, *, role: str) -> None:
    """The one-use link is issued beside (see `staff`)."""
    user.created_at = run.now
    user.staff_role = role
    user.set_unusable_password()


def reopen(user: User, run: Run, *, role: str) -> None:
    """Whoever holds the command line proves who the agent is: what opened the account before opens it no more."""
    user.staff_role = role
    user.set_unusable_password()
    user.password_set_at = None
    password_acts.unlocked(user)
    factor_acts.clear(user)


def enter(user: User, run: Run, *, link: OneUseToken, password: str, first_name: str, last_name: str) -> None:
    """By the link: the password is chosen; the second factor comes next."""
    user.activated_at = user.activated_at or run.now
    user.first_name, user.last_name = first_name, last_name
    password_acts.reset(user, run, link=link, password=password)
