"""What changes when a second factor is added, replaced, removed, and when it first opens the portal."""

from collections.abc import Sequence
from uuid import UUID

from kairos.foundation.engine import Run
from kairos.identity.accounts import email_acts, factors, notices, provisional, sessions, tokens
from kairos.identity.accounts.acts import recipient
from kairos.identity.accounts.events import FactorsReset, FirstSignIn
from kairos.identity.accounts.factors import recovery, totp
from kairos.identity.accounts.factors.keys import NewKey
from kairos.identity.accounts.models import (
    OneUseToken,
    OutsideIdentity,
    ProvisionalPassword,
    RecoveryCode,
    SecurityKey,
    TotpFactor,
    User,
)
from kairos.identity.accounts.password_acts import unlocked

GENERATOR = "application de codes"


def enrol_totp(user: User, run: Run, *, code: str, codes: Sequence[str] = (), link: OneUseToken | None = None) -> None:
    """The generator that waited is the person's. `codes`: the recovery codes made with a first factor. `link`: the
    invitation that leads there half signed in (see `guards.may_enrol`); the answer alone spends it."""
    waiting = totp.pending(user.pk)
    totp.confirm(waiting, totp.step_of(waiting, code), run.now)
    if codes:
        recovery.replace(user.pk, codes, run.now)
    run.tell(notices.FactorAdded(to=recipient(user), at=run.now, factor=GENERATOR))


def remove_totp(user: User, run: Run) -> None:
    TotpFactor.objects.filter(user=user).delete()
    _forget_codes_without_factor(user)
    run.tell(notices.FactorRemoved(to=recipient(user), at=run.now, factor=GENERATOR))


def add_key(user: User, run: Run, *, key: NewKey, label: str, codes: Sequence[str] = ()) -> None:
    SecurityKey.objects.create(
        user=user,
        label=label,
        credential_id=key.credential_id,
        public_key=key.public_key,
        sign_count=key.sign_count,
        created_at=run.now,
    )
    if codes:
        recovery.replace(user.pk, codes, run.now)
    run.tell(notices.FactorAdded(to=recipient(user), at=run.now, factor=_named(label)))


def rename_key(user: User, run: Run, *, key: UUID, label: str) -> None:
    SecurityKey.objects.filter(pk=key, user=user).update(label=label)


def remove_key(user: User, run: Run, *, key: UUID) -> None:
    row = SecurityKey.objects.get(pk=key, user=user)
    row.delete()
    _forget_codes_without_factor(user)
    run.tell(notices.FactorRemoved(to=recipient(user), at=run.now, factor=_named(row.label)))


def new_recovery_codes(user: User, run: Run, *, codes: Sequence[str]) -> None:
    recovery.replace(user.pk, codes, run.now)
    run.tell(notices.CodesRenewed(to=recipient(user), at=run.now))


def enter_portal(user: User, run: Run, *, letter: ProvisionalPassword) -> None:
    """The first sign-in is done: from now on every sign-in of this person needs the second factor.

    Who already had one proves it and keeps the password: the posted secret is then spent here.
    """
    provisional.spend(letter.pk, run.now)
    provisional.finish(letter.pk, run.now)
    user.portal_entered_at = user.portal_entered_at or run.now
    if user.email_verified_at is None:
        email_acts.ask_proof(user, run)
    run.publish(FirstSignIn(user, letter.organisation))


def reset(user: User, run: Run, *, who: str, how: str) -> None:
    """Identity proved again to the operator: nothing of the former factors opens anything; a letter will."""
    clear(user)
    unlocked(user)
    run.publish(FactorsReset(user, f"{who}, {how}"))
    run.tell(notices.FactorsCleared(to=recipient(user), at=run.now))


def clear(user: User) -> None:
    """Every factor, code, outside identity, letter, link and session of this person."""
    for model in (TotpFactor, SecurityKey, RecoveryCode, OutsideIdentity):
        model.objects.filter(user=user).delete()
    provisional.void_all(user)
    tokens.drop(user)
    sessions.end_all(user.pk)


def _forget_codes_without_factor(user: User) -> None:
    """They stand in for a factor: without one they would open what no factor closes."""
    if not factors.has_any(user.pk):
        RecoveryCode.objects.filter(user=user).delete()


def _named(label: str) -> str:
    return f"clé de sécurité « {label} »"
