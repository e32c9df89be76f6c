"""The first sign-in: a password chosen with the posted secret (or the operator's link), a second factor, ten codes.

What was left half done is resumed at the next sign-in: `where` says at which step.
"""

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from kairos.foundation import clock, engine, isolation
from kairos.foundation.actor import Actor, Audience, Strength
from kairos.identity.accounts import provisional, sessions, signing_in
from kairos.identity.accounts.factors import recovery
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import OneUseToken, ProvisionalPassword, User
from kairos.identity.accounts.sessions import Device, Present


class Step(StrEnum):
    """PASSWORD: choose one. PROVE: the factor one has. ENROL: a first factor. CODES: note them and enter.

    LETTER: the factors were erased, the new letter is not there yet. DEAD: the letter has ended meanwhile.
    DONE: nothing to begin.
    """

    PASSWORD = "password"
    PROVE = "prove"
    ENROL = "enrol"
    CODES = "codes"
    LETTER = "letter"
    DEAD = "dead"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Beginning:
    user: User
    letter: ProvisionalPassword | None
    step: Step


def where(present: Present) -> Beginning:
    """At which step this session stands."""
    user = signing_in.person_of(present.user)
    letter = _letter(present, user)
    return Beginning(user, letter, _step(user, letter, present.strength))


def oneself(present: Present, actor: Actor) -> Actor:
    """Someone half signed in, for the acts of the sign-in alone."""
    if actor.user is not None:
        return actor
    return Actor(
        audience=Audience.ANONYMOUS,
        user=present.user,
        name=present.full_name,
        strength=present.strength,
        session=present.id,
        request_id=actor.request_id,
    )


def choose_password(begun: Beginning, password: str, actor: Actor) -> str:
    """The session's new token. Raises Refused."""
    engine.run(Account.choose_password, begun.user, actor, letter=begun.letter, password=password, keep=actor.session)
    return sessions.strengthen(actor.session, Strength.PROVISIONAL)


def enrol(
    begun: Beginning, code: str, device: Device, actor: Actor, link: OneUseToken | None = None
) -> tuple[str, list[str]]:
    """The session's new token and the ten codes, to show now or never. Raises Refused."""
    codes = recovery.make()
    engine.run(Account.enrol_totp, begun.user, actor, code=code, codes=codes, link=link)
    signing_in.welcome(begun.user, Strength.SECOND_FACTOR, device, actor, "first_factor")
    return sessions.strengthen(actor.session, Strength.SECOND_FACTOR), codes


def enter(begun: Beginning, actor: Actor) -> None:
    """Into the portal of the letter's organisation; the present transaction goes on for it. Raises Refused."""
    if begun.letter is None:
        return
    entering = dataclasses.replace(
        actor.acting_for(begun.letter.organisation), user=begun.user.pk, strength=Strength.SECOND_FACTOR
    )
    isolation.enter(entering)
    engine.run(Account.enter_portal, begun.user, entering, letter=begun.letter)
    sessions.act_for(actor.session, begun.letter.organisation)


def _letter(present: Present, user: User) -> ProvisionalPassword | None:
    if held := present.data.get("letter"):
        return ProvisionalPassword.objects.filter(pk=UUID(held), user=present.user).first()
    return provisional.unfinished(present.user) if user.begun else None


def _step(user: User, letter: ProvisionalPassword | None, strength: Strength) -> Step:
    has_factor = user.has_factor
    if user.staff_role and not has_factor and strength == Strength.SECOND_FACTOR:
        return Step.DONE  # vouched for by the operator's identity provider
    if strength == Strength.PROVISIONAL and not _alive(letter):
        return Step.DEAD
    if has_factor and strength < Strength.SECOND_FACTOR:
        return Step.PROVE
    if letter is not None and letter.used_at is None:
        return Step.CODES if has_factor else Step.PASSWORD
    if not has_factor and (user.staff_role or _unfinished(letter)):
        return Step.ENROL
    if _unfinished(letter):
        return Step.CODES
    return Step.LETTER if user.needs_factor and not has_factor else Step.DONE


def _unfinished(letter: ProvisionalPassword | None) -> bool:
    return letter is not None and letter.finished_at is None


def _alive(letter: ProvisionalPassword | None) -> bool:
    """Not replaced, and in time unless a password was already chosen with it."""
    if letter is None or letter.voided_at or letter.finished_at:
        return False
    return letter.used_at is not None or clock.now() < letter.expires_at
