"""What changes when an act on an account is done."""

from kairos.foundation.engine import Run
from kairos.foundation.messages import Recipient
from kairos.identity.accounts import messages, settings, tokens
from kairos.identity.accounts.models import OneUseToken, User

Kind = OneUseToken.Kind


def open_(user: User, run: Run, *, provider: str) -> None:
    user.created_at = run.now
    user.password_set_at = run.now
    run.write_now()
    _send_activation(user, run, provider)


def reopen(user: User, run: Run, *, opening: User, provider: str) -> None:
    """An address nobody has proved yet belongs to its last opener: the former password and link die."""
    for column in ("password", "civility", "first_name", "last_name"):
        setattr(user, column, getattr(opening, column))
    user.password_set_at = run.now
    _send_activation(user, run, provider)


def claim(user: User, run: Run) -> None:
    """Somebody wanted to open an account with this person's address: only its owner is told."""
    run.tell(messages.Claimed(to=recipient(user)))


def activate(user: User, run: Run) -> None:
    user.activated_at = run.now
    user.email_verified_at = run.now


def resend(user: User, run: Run) -> None:
    _send_activation(user, run, provider="")


def _send_activation(user: User, run: Run, provider: str) -> None:
    link = tokens.address("/compte/activer/", tokens.issue(user, Kind.ACTIVATION))
    hours = settings.LINK_HOURS.value()
    run.tell(messages.Activation(to=recipient(user), provider=provider, link=link, user_name=user.email, hours=hours))


def recipient(user: User) -> Recipient:
    return Recipient(email=user.email, phone=user.phone, user=user.pk)
