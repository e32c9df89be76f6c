"""Code generators (RFC 6238): six figures, thirty seconds, one step of drift either way, no code twice."""

import re
import unicodedata
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

import pyotp

from kairos.foundation import clock, crypto
from kairos.identity.accounts.models import TotpFactor, User

PURPOSE = "totp"
ISSUER = "Kairos"
STEP = 30
DRIFT = 1


def begin(user: UUID) -> TotpFactor:
    """A new secret to be confirmed by one code; a former one never confirmed is dropped."""
    TotpFactor.objects.filter(user=user, confirmed_at__isnull=True).delete()
    sealed = crypto.seal(pyotp.random_base32().encode(), PURPOSE)
    return TotpFactor.objects.create(user_id=user, sealed_secret=sealed, created_at=clock.now())


def pending(user: UUID) -> TotpFactor | None:
    return TotpFactor.objects.filter(user=user, confirmed_at__isnull=True).order_by("-created_at").first()


def secret_of(factor: TotpFactor) -> str:
    """In base 32, as applications take it."""
    return crypto.unseal(factor.sealed_secret, PURPOSE).decode()


def address(factor: TotpFactor, user: User) -> str:
    """The otpauth: address that the QR code holds."""
    return pyotp.TOTP(secret_of(factor), interval=STEP).provisioning_uri(name=user.email, issuer_name=ISSUER)


def is_code(typed: str) -> bool:
    return re.fullmatch("[0-9]{6}", _figures(typed)) is not None


def step_of(factor: TotpFactor, typed: str) -> int | None:
    """The 30-second step whose code this is, the latest when two are the same; None for a wrong code."""
    here = _step(clock.outside())
    generator = pyotp.HOTP(secret_of(factor))
    steps = range(here + DRIFT, here - DRIFT - 1, -1)
    found = [step for step in steps if compare_digest(generator.at(step), _figures(typed))]
    return found[0] if found else None


def accept(user: UUID, typed: str) -> bool:
    """Whether the code is right and was never used: of two at once, PostgreSQL lets one through."""
    factor = TotpFactor.objects.filter(user=user, confirmed_at__isnull=False).first()
    step = step_of(factor, typed) if factor and is_code(typed) else None
    if step is None:
        return False
    return bool(TotpFactor.objects.filter(pk=factor.pk, last_counter__lt=step).update(last_counter=step))


def confirm(factor: TotpFactor, step: int, now: datetime) -> None:
    """From now on this is the person's generator, in place of the former; the code that proved it is used."""
    TotpFactor.objects.filter(user=factor.user_id, confirmed_at__isnull=False).delete()
    TotpFactor.objects.filter(pk=factor.pk).update(confirmed_at=now, last_counter=step)


def _step(instant: datetime) -> int:
    return int(instant.timestamp()) // STEP


def _figures(typed: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
