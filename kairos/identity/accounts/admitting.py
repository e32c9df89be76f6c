"""What changes when an acceptance opens the portal to the person it names."""

import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from kairos.foundation.actor import Actor
from kairos.foundation.engine import Run
from kairos.foundation.guards import Reason
from kairos.identity.accounts.models import User
from kairos.identity.accounts.provisional import ALPHABET

LENGTH = 8
"""Forty bits after the K: an identifier is no secret, it must only not be guessed into by mistake."""


def name(user: User, run: Run) -> None:
    """Someone without an account: theirs has no password, the posted secret alone opens it. The address is the one
    the file gives, not proved yet."""
    user.created_at = user.activated_at = run.now
    user.set_unusable_password()
    user.portal_identifier = _identifier()


def admit(user: User, run: Run) -> None:
    """Someone with an account keeps it."""
    user.portal_identifier = user.portal_identifier or _identifier()


def take_over(user: User, run: Run) -> None:
    """An account never activated is whoever's opened it: its password dies, the posted secret opens it instead."""
    admit(user, run)
    user.activated_at = run.now
    user.set_unusable_password()
    user.password_set_at = None


def may_manage(user: User, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if user.staff_role:
        yield Reason(f"{user.email} est l’adresse d’un agent de l’opérateur : il ne peut pas être RGC.")
    if user.state == User.State.CLOSED:
        yield Reason(f"Le compte {user.email} est fermé. Demandez à l’organisme une autre adresse pour le RGC.")


def _identifier() -> str:
    """« K7QF3M2XA »: no sign that is misread, and nobody's yet."""
    while True:
        identifier = "K" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if not User.objects.filter(portal_identifier=identifier).exists():
            return identifier
