"""Whoever an identity provider vouches for becomes a session, if they have an account: none is ever opened here."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from kairos.foundation import clock, engine, journal
from kairos.foundation.actor import Actor, Strength
from kairos.foundation.guards import Refused
from kairos.identity.accounts import sessions, signing_in
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import OutsideIdentity, User
from kairos.identity.accounts.oidc import Identity
from kairos.identity.accounts.oidc_services import PROCONNECT, Service
from kairos.identity.accounts.sessions import Device
from kairos.identity.accounts.signing_in import Opened

State = User.State


class Why(Enum):
    """Why an identity that was proved opens nothing.

    UNVERIFIED: the provider does not vouch for the e-mail. STRANGER: no agent has it. ANOTHER: that agent has another
    identity there, or the proof asked of someone signed in came from somebody else. UNKNOWN: of FranceConnect, linked
    to nobody yet: it is asked whose it is.
    """

    UNVERIFIED = "unverified"
    STRANGER = "stranger"
    ANOTHER = "another"
    LOCKED = "locked"
    UNKNOWN = "unknown"


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


def enter(identity: Identity, service: Service, device: Device, actor: Actor, **data: Any) -> Opened | Unwelcome:
    """Somebody who is no agent: by the name that the provider gave them the first time, whatever they are called now.

    ProConnect: linked the first time by a verified e-mail, that of an account which proved it too.
    """
    found = _linked(identity) or (_of_email(identity) if service.key == PROCONNECT else Unwelcome(Why.UNKNOWN))
    found = _open_to(found) if isinstance(found, User) else found
    if isinstance(found, User) and not _theirs(identity, found, actor):
        found = Unwelcome(Why.ANOTHER)
    if isinstance(found, Unwelcome):
        if found.why != Why.UNKNOWN:
            journal.happened(actor, "session.refused", how=service.key, network=device.network)
        return found
    return signing_in.vouched_for(found, device, actor, service.key, strong=identity.strong, **data)


def _of_email(identity: Identity) -> User | Unwelcome:
    if not identity.email:
        return Unwelcome(Why.UNVERIFIED)
    rows = User.objects.filter(email=identity.email, state=State.ACTIVE, email_verified_at__isnull=False)
    return rows.filter(code_by_mail=False).first() or Unwelcome(Why.STRANGER)


def _open_to(user: User) -> User | Unwelcome:
    if user.state == State.LOCKED:
        return Unwelcome(Why.LOCKED, user.locked_at)
    return Unwelcome(Why.STRANGER) if user.staff_role or user.state != State.ACTIVE else user


def _theirs(identity: Identity, user: User, actor: Actor) -> bool:
    mine = OutsideIdentity.objects.filter(user=user, issuer=identity.issuer, subject=identity.subject)
    if mine.update(used_at=clock.now()):
        return True
    try:
        engine.run(Account.link_by_email, user, actor, identity=identity)
    except Refused:
        return False
    return True


def of(user: UUID) -> list[OutsideIdentity]:
    """What may open this account beside its password."""
    return list(OutsideIdentity.objects.filter(user=user).order_by("linked_at", "id"))


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
