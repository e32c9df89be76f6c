"""What the links of mails do when they are followed, and what is asked for without saying who one is.

A question about someone else's account always gets the same answer, for the same work: a job is deferred for the
owner, or for nobody.
"""

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.ids import new_id
from kairos.identity.accounts import jobs, signing_in, tokens
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import OneUseToken, User
from kairos.identity.accounts.tokens import Problem

Kind = OneUseToken.Kind
ASKED_AGAIN = {Kind.PASSWORD: "password", Kind.UNLOCK: "unlock"}
"""Links that whoever holds a dead one may have again, at the same mailbox."""


def ask(identifier: str, what: str) -> None:
    """`what`: password, identifiers or unlock; the mail leaves if there is an account, and not twice in a row."""
    owner = signing_in.holder_of(identifier)
    jobs.write_to_owner.defer(user=str(owner.pk if owner else new_id()), what=what)


def ask_again(row: OneUseToken) -> None:
    """Another link of this kind to whoever this dead one was sent to."""
    jobs.write_to_owner.defer(user=str(row.user_id), what=ASKED_AGAIN[Kind(row.kind)])


def found(token: str, kind: str) -> tuple[OneUseToken | None, Problem | None]:
    """The link and why it opens nothing; (row, None) when it may be used now."""
    row = tokens.find(token, kind)
    return row, tokens.problem(row)


def reset_password(link: OneUseToken, password: str, actor: Actor) -> User:
    """Raises Refused."""
    return engine.run(Account.reset_password, link.user, actor, link=link, password=password)


def open_invited(link: OneUseToken, password: str, actor: Actor) -> User:
    """Raises Refused."""
    return engine.run(Account.activate_invited, link.user, actor, link=link, password=password)


def unlock(link: OneUseToken, actor: Actor) -> User:
    """Raises Refused; harmless when the account was unlocked meanwhile."""
    return engine.run(Account.unlock_by_link, link.user, actor, link=link)


def confirm_email(link: OneUseToken, actor: Actor) -> User:
    """Raises Refused, neutral when the address was taken meanwhile."""
    return engine.run(Account.confirm_email, link.user, actor, link=link)


def disown_email(link: OneUseToken, actor: Actor) -> User:
    """Raises Refused."""
    return engine.run(Account.disown_email, link.user, actor, link=link)


def enter_staff(link: OneUseToken, actor: Actor, *, password: str, first_name: str, last_name: str) -> User:
    """Raises Refused."""
    names = {"first_name": first_name, "last_name": last_name}
    return engine.run(Account.enter_staff, link.user, actor, link=link, password=password, **names)
