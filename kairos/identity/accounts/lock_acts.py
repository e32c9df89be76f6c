"""What changes when an account is locked, unlocked, stopped, closed."""

from kairos.foundation.engine import Run
from kairos.identity.accounts import factor_acts, notices, sessions, throttle, tokens
from kairos.identity.accounts.acts import recipient
from kairos.identity.accounts.events import AccountClosed
from kairos.identity.accounts.models import OneUseToken, User
from kairos.identity.accounts.password_acts import unlocked

Kind = OneUseToken.Kind


def lock(user: User, run: Run, *, failures: int, network: str) -> None:
    """Too many failures: no new sign-in. Sessions already open stay: they were proved before."""
    user.locked_at = run.now
    link = _link(user)
    run.tell(notices.Locked(to=recipient(user), at=run.now, network=network, failures=failures, link=link))


def send_unlock_link(user: User, run: Run) -> None:
    run.tell(notices.UnlockLink(to=recipient(user), link=_link(user)))


def unlock_by_link(user: User, run: Run, *, link: OneUseToken) -> None:
    tokens.spend(link)
    _unlock(user, run)


def unlock(user: User, run: Run, *, reason: str) -> None:
    """By the operator, who says why."""
    tokens.drop(user, Kind.UNLOCK)
    _unlock(user, run)


def stop(user: User, run: Run, *, reason: str) -> None:
    """Password and factors stay: a mistake is put right without a letter. Links already sent open nothing."""
    user.locked_at = None
    sessions.end_all(user.pk)
    tokens.drop(user)
    run.tell(notices.AccountStopped(to=recipient(user), at=run.now, reason=reason))


def restore(user: User, run: Run, *, reason: str) -> None:
    throttle.forget(user.pk)
    run.tell(notices.AccountRestored(to=recipient(user), at=run.now))


def close(user: User, run: Run, *, reason: str) -> None:
    user.closed_at = run.now
    user.locked_at = None
    factor_acts.clear(user)
    throttle.forget(user.pk)
    run.publish(AccountClosed(user))
    run.tell(notices.Closed(to=recipient(user), at=run.now))


def _unlock(user: User, run: Run) -> None:
    unlocked(user)
    run.tell(notices.Unlocked(to=recipient(user), at=run.now))


def _link(user: User) -> str:
    return tokens.address("/connexion/deverrouiller/", tokens.issue(user, Kind.UNLOCK))
