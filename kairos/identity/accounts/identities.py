"""Whoever an identity provider vouches for becomes a session, if the command line opened an account for them."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from kairos.foundation import clock, engine, journal
from kairos.foundation.actor import Actor, Strength
from kairos.foundation.guards import Refused
from kairos.identity.accounts import sessions, signing_in
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import OutsideIdentity, User
from kairos.identity.accounts.oidc import Identity
from kairos.identity.accounts.sessions import Device
from kairos.identity.accounts.signing_in import Opened

State = User.State


class Why(Enum):
    """Why an identity that was proved opens nothing.

    UNVERIFIED: the provider does not vouch for the e-mail. STRANGER: no agent has it. ANOTHER: that agent has another
    identity there, or the proof asked of someone signed in came from somebody else.
    """

    UNVERIFIED = "unverified"
    STRANGER = "stranger"
    ANOTHER = "another"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Unwelcome:
    """since: locked since."""

    why: Why
    since: datetime | None = None


def sign_in(identity: Identity, device: Device, actor: Actor, **data: Any) -> Opened | Unwelcome:
    """A session, complete when the provider vouches for two factors; else our own is due. `data`: for its next page."""
    found = _agent(identity)
    if isinstance(found, User) and not _recognised(identity, found, actor):
        found = Unwelcome(Why.ANOTHER)
    if isinstance(found, Unwelcome):
        journal.happened(actor, "session.refused", how="oidc", network=device.network)
        return found
    strength = Strength.SECOND_FACTOR if identity.strong else Strength.PASSWORD
    if identity.strong:
        signing_in.welcome(found, strength, device, actor, "oidc")
    token = sessions.open_session(found, strength, device, complete=identity.strong, **data)
    return Opened(token, found.pk, identity.strong, strength)


def reprove(identity: Identity, device: Device, actor: Actor) -> Opened | Unwelcome:
    """The session of someone signed in under a new token, freshly proved."""
    found = _agent(identity)
    if isinstance(found, User) and found.pk != actor.user:
        found = Unwelcome(Why.ANOTHER)
    if isinstance(found, Unwelcome):
        journal.happened(actor, "session.refused", how="oidc", network=device.network)
        return found
    journal.happened(actor, "session.proved_again", how="oidc")
    return Opened(sessions.strengthen(actor.session, actor.strength), found.pk, True, actor.strength)


def _agent(identity: Identity) -> User | Unwelcome:
    """Whose identity this is since their first sign-in; before it, whose verified e-mail."""
    user = _linked(identity)
    if user is None and not identity.email:
        return Unwelcome(Why.UNVERIFIED)
    user = user or User.objects.filter(email=identity.email).first()
    if user is None or not user.staff_role or user.state in (State.CLOSED, State.STOPPED):
        return Unwelcome(Why.STRANGER)
    return Unwelcome(Why.LOCKED, user.locked_at) if user.state == State.LOCKED else user


def _linked(identity: Identity) -> User | None:
    rows = OutsideIdentity.objects.filter(issuer=identity.issuer, subject=identity.subject)
    row = rows.select_related("user").first()
    return row.user if row else None


def _recognised(identity: Identity, user: User, actor: Actor) -> bool:
    """Whether the identity is this agent's: it was, or becomes so now."""
    mine = OutsideIdentity.objects.filter(user=user, issuer=identity.issuer, subject=identity.subject)
    if mine.update(used_at=clock.now()):
        return True
    try:
        engine.run(Account.link_identity, user, actor, identity=identity)
    except Refused:
        return False
    return True
