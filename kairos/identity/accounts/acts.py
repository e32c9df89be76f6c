"""What changes when an act on an account is done."""

from kairos.foundation.engine import Run
from kairos.foundation.messages import Recipient
from kairos.identity.accounts import messages, tokens
from kairos.identity.accounts.models import OneUseToken, User

Kind = OneUseToken.Kind


def open_(user: User, run: Run, *, provider: str = "") -> None:
    user.created_at = run.now
    user.password_set_at = run.now
    user.save(force_insert=True)
    _send_activation(user, run, provider)


def activate(user: User, run: Run) -> None:
    user.activated_at = run.now
    user.email_verified_at = run.now


def resend(user: User, run: Run, *, provider: str = "") -> None:
    _send_activation(user, run, provider)


def _send_activation(user: User, run: Run, provider: str) -> None:
    link = tokens.address("/compte/activer/", tokens.issue(user, Kind.ACTIVATION))
    run.tell(messages.Activation(to=recipient(user), provider=provider, link=link, user_name=user.email))


def recipient(user: User) -> Recipient:
    return Recipient(email=user.email, phone=user.phone, user=user.pk)
