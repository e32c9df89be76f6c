"""Proving one's address: the link of the first mail, and another one. What an address is worth is never told."""

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.ids import new_id
from kairos.identity.accounts import jobs, tokens
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import OneUseToken, User
from kairos.identity.accounts.tokens import Problem

Kind = OneUseToken.Kind


def owner_of(email: str) -> User | None:
    """Whose address this is, proved or not. For the acts: a page must not show the answer."""
    return User.objects.filter(email=email).first()


def problem_of(token: str) -> Problem | None:
    """Why this link activates nothing; None when it may be used now."""
    return _problem(tokens.find(token, Kind.ACTIVATION))


def activate(token: str, actor: Actor) -> Problem | None:
    """Use the link; the problem when it opens nothing. Raises Refused for an account closed meanwhile."""
    row = tokens.find(token, Kind.ACTIVATION)
    if problem := _problem(row):
        return problem
    if not tokens.spend(row):
        return Problem.USED
    engine.run(Account.activate, row.user, actor)
    return None


def send_again(email: str) -> None:
    """Another link to this address if it waits for one: the same work whether or not it does."""
    owner = owner_of(email)
    jobs.send_activation_again.defer(user=str(owner.pk if owner else new_id()))


def send_again_for(token: str) -> None:
    """Another link to whoever this one, expired or replaced, was sent to."""
    row = tokens.find(token, Kind.ACTIVATION)
    jobs.send_activation_again.defer(user=str(row.user_id if row else new_id()))


def tell_claim(owner: User | None) -> None:
    """Write to the owner of an address that somebody opened an account with; to nobody, the same work."""
    jobs.tell_claim.defer(user=str(owner.pk if owner else new_id()))


def _problem(row: OneUseToken | None) -> Problem | None:
    """Any link of an account activated meanwhile has served."""
    if row and row.user.state != User.State.CREATED:
        return Problem.USED
    return tokens.problem(row)
