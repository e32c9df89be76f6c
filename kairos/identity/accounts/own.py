"""What people do with the security of their own account, once signed in. Each act raises Refused."""

from collections.abc import Iterable
from uuid import UUID

from kairos.foundation import engine, journal
from kairos.foundation.actor import Actor, Strength
from kairos.foundation.guards import Reason, Refused
from kairos.identity.accounts import sessions, signing_in
from kairos.identity.accounts.factors import keys, recovery, totp
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import TotpFactor

UNREAD = "La réponse de la clé n’a pas pu être vérifiée. Recommencez."


def change_password(actor: Actor, password: str, words: Iterable[str] = ()) -> str:
    """The present session's new token; every other session ends. The person was freshly proved."""
    engine.run(Account.change_password, actor.user, actor, password=password, keep=actor.session, words=words)
    return sessions.strengthen(actor.session, actor.strength)


def begin_totp(user: UUID) -> TotpFactor:
    """The generator to confirm: the one that waits, or a new one."""
    return totp.pending(user) or totp.begin(user)


def enrol_totp(actor: Actor, code: str) -> list[str]:
    """Ten recovery codes to show when it is a first factor, none when it replaces or joins one."""
    codes = _first_codes(actor)
    engine.run(Account.enrol_totp, actor.user, actor, code=code, codes=codes)
    return codes


def add_key(actor: Actor, answer: str, challenge: str, label: str) -> list[str]:
    """The same, for a security key."""
    key = keys.read_new(answer, challenge)
    if key is None:
        raise Refused(Reason(UNREAD, field="label"))
    codes = _first_codes(actor)
    engine.run(Account.add_key, actor.user, actor, key=key, label=label, codes=codes)
    return codes


def renew_codes(actor: Actor) -> list[str]:
    codes = recovery.make()
    engine.run(Account.new_recovery_codes, actor.user, actor, codes=codes)
    return codes


def raised(actor: Actor) -> str:
    """The session's new token, once a factor was added in it: it counts as proved by that factor."""
    return sessions.strengthen(actor.session, Strength.SECOND_FACTOR)


def end_session(actor: Actor, session: UUID) -> None:
    if sessions.end_one(session, actor.user):
        journal.happened(actor, "session.revoked", session=session)


def end_others(actor: Actor) -> int:
    ended = sessions.end_all(actor.user, but=actor.session)
    journal.happened(actor, "session.revoked", sessions=ended)
    return ended


def sign_out(actor: Actor, session: UUID, user: UUID) -> None:
    """Of someone signed in, or half signed in."""
    if sessions.end_one(session, user):
        journal.happened(actor, "session.closed", user=user)


def _first_codes(actor: Actor) -> list[str]:
    person = signing_in.person_of(actor.user)
    return [] if person.has_totp or person.has_key else recovery.make()
