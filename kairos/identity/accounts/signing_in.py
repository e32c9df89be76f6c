"""Signing in, step by step: what is proved, and the session it opens. Nothing here says whether an account exists.

sign_in   identifier and password   → a session, complete or waiting for what is due
prove     code or security key      → the same session under a new token, complete
reprove   the same, or a password   → the same session under a new token, freshly proved
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kairos.foundation import clock, engine, journal, messages
from kairos.foundation.actor import Actor, Strength, system
from kairos.foundation.isolation import scope
from kairos.foundation.prepared import prepared
from kairos.identity.accounts import (
    devices,
    factors,
    notices,
    passwords,
    provisional,
    rules,
    sessions,
    settings,
    throttle,
)
from kairos.identity.accounts.acts import recipient
from kairos.identity.accounts.factors import keys, mailed, recovery, totp
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import ProvisionalPassword, User
from kairos.identity.accounts.oidc_services import FRANCECONNECT
from kairos.identity.accounts.rules import Moved
from kairos.identity.accounts.sessions import Device, Present
from kairos.identity.accounts.throttle import Standing

State = User.State


class Why(Enum):
    """Why an attempt opened nothing. The four first are said of any identifier, the others after the right secret."""

    WRONG = "wrong"
    WAIT = "wait"
    WAIT_NETWORK = "wait_network"
    LOCKED = "locked"
    TO_ACTIVATE = "to_activate"
    CLOSED = "closed"
    STOPPED = "stopped"
    LETTER_USED = "letter_used"
    LETTER_REPLACED = "letter_replaced"
    LETTER_EXPIRED = "letter_expired"


@dataclass(frozen=True, slots=True)
class Stopped:
    """seconds: before the next attempt. left: attempts before the lock. since: locked since. email: known by then."""

    why: Why
    seconds: int = 0
    left: int = 0
    since: datetime | None = None
    email: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """token: for the cookie, the former one is dead. complete: signed in all the way; else strength says how far."""

    token: str
    user: UUID
    complete: bool
    strength: Strength


@dataclass(frozen=True, slots=True)
class Proof:
    """What is shown of a second factor: a code as typed, or a key's answer to a challenge."""

    code: str = ""
    answer: str = ""
    challenge: str = ""


def sign_in(
    identifier: str,
    password: str,
    device: Device,
    actor: Actor,
    *,
    acting_for: UUID | None = None,
    device_token: str = "",
    **data: Any,
) -> Opened | Stopped:
    """`acting_for`, `data`: what a session lost a moment ago leaves to the new one. `device_token`: of a device where a
    code was proved."""
    user = holder_of(identifier)
    standing = throttle.look(user.pk if user else _bare(identifier).lower(), device.network)
    if stopped := _held(user, standing):
        return stopped
    letter = None
    known = passwords.matches(password, user.password if user else None)
    if not known and provisional.looks_like_one(password):
        letter = provisional.recognised(user.pk if user else None, password)
    if user is None or not (known or letter):
        return _failed(user, standing, device, actor)
    if stopped := _not_open(user, letter):
        return stopped
    if letter:
        data["letter"] = str(letter.pk)
        return _half(user, Strength.PROVISIONAL, device, letter.organisation, data)
    if user.proves_by_mail:
        return _with_mail(user, device, actor, standing, device_token, data)
    if user.needs_factor or user.has_totp or user.has_key:
        return _half(user, Strength.PASSWORD, device, acting_for, data)
    welcome(user, Strength.PASSWORD, device, actor, "password", standing)
    return Opened(
        sessions.open_session(user, Strength.PASSWORD, device, acting_for, **data), user.pk, True, Strength.PASSWORD
    )


def vouched_for(user: User, device: Device, actor: Actor, how: str, *, strong: bool, **data: Any) -> Opened:
    """Somebody of whom an identity provider answers: by two factors, signed in; by one, as after the right password.

    FranceConnect stands for the code sent by mail, the factor of whoever has no stronger one; for nothing else.
    """
    person = person_of(user.pk)
    strong = strong and (how != FRANCECONNECT or person.proves_by_mail)
    if not strong and (person.proves_by_mail or person.needs_factor or person.has_factor):
        if person.proves_by_mail:
            mailed.send(person)
        return _half(person, Strength.PASSWORD, device, None, data)
    strength = Strength.SECOND_FACTOR if strong else Strength.PASSWORD
    welcome(person, strength, device, actor, how)
    return Opened(sessions.open_session(person, strength, device, **data), person.pk, True, strength)


def prove(session: UUID, person: User, proof: Proof, device: Device, actor: Actor) -> Opened | Stopped:
    """The second factor of a sign-in begun. `person`: see `person_of`."""
    standing = throttle.look(person.pk, device.network)
    if stopped := _held(person, standing):
        return stopped
    if not (how := _accepted(person, proof)):
        return _failed(person, standing, device, actor)
    welcome(person, Strength.SECOND_FACTOR, device, actor, how, standing)
    return Opened(sessions.strengthen(session, Strength.SECOND_FACTOR), person.pk, True, Strength.SECOND_FACTOR)


def prove_elsewhere(present: Present, proof: Proof, device: Device, actor: Actor, **data: Any) -> Opened | Stopped:
    """The second factor of an open session that is now elsewhere. `data`: what its next page needs."""
    person = person_of(present.user)
    standing = throttle.look(person.pk, device.network)
    if stopped := _held(person, standing):
        return stopped
    if not (how := _accepted(person, proof)):
        return _failed(person, standing, device, actor)
    welcome(person, Strength.SECOND_FACTOR, device, actor, how, standing)
    return Opened(sessions.move(present.id, device, **data), person.pk, True, Strength.SECOND_FACTOR)


def seen_elsewhere(session: UUID, user: UUID, moved: Moved, device: Device, actor: Actor) -> bool:
    """Noted once for each place an open session is asked from; its owner is told of another browser.

    Whether its second factor can be asked: otherwise one signs in again.
    """
    person = person_of(user)
    if sessions.noticed(session, device):
        journal.happened(actor, "session.moved", user=user, what=moved, network=device.network)
        if moved == Moved.BROWSER:
            now = clock.now()
            where = {"browser": device.browser, "network": device.network}
            messages.store([notices.SessionElsewhere(to=recipient(person), at=now, **where)], now)
    return person.has_totp or person.has_key


def reprove(actor: Actor, device: Device, proof: Proof, password: str = "") -> Opened | Stopped:
    """The second factor again or, for who has none, the password: what a change of security asks for."""
    person = person_of(actor.user)
    standing = throttle.look(actor.user, device.network)
    if stopped := _held(person, standing):
        return stopped
    if person.has_totp or person.has_key:
        proved = _accepted(person, proof)
    else:
        proved = passwords.matches(password, person.password) and "password"
    if not proved:
        return _failed(person, standing, device, actor)
    throttle.forgive(standing)
    journal.happened(actor, "session.proved_again", how=proved)
    return Opened(sessions.strengthen(actor.session, actor.strength), person.pk, True, actor.strength)


def check_password(actor: Actor, password: str, device: Device) -> Stopped | None:
    """None when it is the present password of someone signed in; a wrong one counts as a failure."""
    person = person_of(actor.user)
    standing = throttle.look(actor.user, device.network)
    if stopped := _held(person, standing):
        return stopped
    if not passwords.matches(password, person.password):
        return _failed(person, standing, device, actor)
    throttle.forgive(standing)
    return None


def welcome(
    user: User, strength: Strength, device: Device, actor: Actor, how: str, standing: Standing | None = None
) -> None:
    """Signed in all the way: failures forgiven, an unknown device told, the journal written."""
    now = clock.now()
    if standing:
        throttle.forgive(standing)
    if sessions.is_new(user.pk, device, strength):
        where = {"browser": device.browser, "network": device.network}
        messages.store([notices.NewDevice(to=recipient(user), at=now, **where)], now)
    journal.happened(actor, "session.opened", user=user.pk, how=how, network=device.network)


def holder_of(identifier: str) -> User | None:
    """By e-mail or portal identifier, whatever the spaces and the case; with the factors held."""
    bare = _bare(identifier)
    by = {"email": bare.lower()} if "@" in bare else {"portal_identifier": bare.upper()}
    return factors.with_factors(User.objects.filter(**by)).first()


def person_of(user: UUID) -> User:
    return _person_of.get(user)


@prepared
def _person_of(user: UUID) -> QuerySet[User]:
    return factors.with_factors(User.objects.filter(pk=user))


def _bare(identifier: str) -> str:
    return re.sub(r"\s", "", identifier)


def _held(user: User | None, standing: Standing) -> Stopped | None:
    """Nothing is verified while one waits or is locked: what is seen, and its cost, are the same for all."""
    if user is not None and user.state == State.LOCKED:
        return Stopped(Why.LOCKED, since=user.locked_at)
    if standing.locked and (user is None or user.state != State.ACTIVE):
        return Stopped(Why.LOCKED, since=standing.last_failure_at)
    if standing.wait:
        why = Why.WAIT_NETWORK if standing.whole_network else Why.WAIT
        return Stopped(why, seconds=_seconds(standing))
    return None


def _seconds(standing: Standing) -> int:
    return max(1, round(standing.wait.total_seconds()))


def _failed(user: User | None, standing: Standing, device: Device, actor: Actor) -> Stopped:
    journal.happened(actor, "session.refused", user=user.pk if user else None, network=device.network)
    if throttle.count(standing):
        if user is not None and user.state == State.ACTIVE:
            _lock(user, standing.failures + 1, device)
        return Stopped(Why.LOCKED, since=clock.now())
    failures = standing.failures + 1
    wait = rules.delay(failures, settings.DELAY_AFTER.value(), settings.DELAY_MOST.value())
    return Stopped(Why.WRONG, seconds=int(wait.total_seconds()), left=settings.LOCK_AFTER.value() - failures)


def _lock(user: User, failures: int, device: Device) -> None:
    with scope(system("accounts.throttle")) as guardian:
        engine.run(Account.lock, user.pk, guardian, failures=failures, network=device.network)


def _not_open(user: User, letter: ProvisionalPassword | None) -> Stopped | None:
    """The secret is right, and opens nothing: only then is the reason told."""
    if user.state == State.CLOSED:
        return Stopped(Why.CLOSED)
    if user.state == State.STOPPED:
        return Stopped(Why.STOPPED)
    if user.state == State.CREATED:
        return Stopped(Why.TO_ACTIVATE, email=user.email)
    fate = provisional.fate(letter, clock.now()) if letter else None
    return Stopped(Why[f"LETTER_{fate.name}"]) if fate else None


def _half(user: User, strength: Strength, device: Device, acting_for: UUID | None, data: dict[str, Any]) -> Opened:
    token = sessions.open_session(user, strength, device, acting_for, complete=False, **data)
    return Opened(token, user.pk, False, strength)


def _with_mail(
    user: User, device: Device, actor: Actor, standing: Standing, device_token: str, data: dict[str, Any]
) -> Opened:
    """On a device where a code was proved, signed in; elsewhere a code leaves."""
    if not devices.knows(user.pk, device_token):
        mailed.send(user)
        return _half(user, Strength.PASSWORD, device, None, data)
    welcome(user, Strength.SECOND_FACTOR, device, actor, "known_device", standing)
    token = sessions.open_session(user, Strength.SECOND_FACTOR, device, **data)
    return Opened(token, user.pk, True, Strength.SECOND_FACTOR)


def _accepted(user: User, proof: Proof) -> str:
    """How the factor was proved, nothing when it was not."""
    if user.proves_by_mail:
        return "mailed_code" if mailed.accept(user.pk, proof.code) else ""
    if proof.answer:
        return "security_key" if keys.accept(user.pk, proof.answer, proof.challenge) else ""
    if totp.is_code(proof.code):
        return "totp" if totp.accept(user.pk, proof.code) else ""
    has_factor = user.has_totp or user.has_key
    if not has_factor or not recovery.accept(user.pk, proof.code):
        return ""
    now = clock.now()
    messages.store([notices.CodeUsed(to=recipient(user), at=now, left=recovery.remaining(user.pk))], now)
    return "recovery_code"
