"""What others may want to know of accounts."""

from dataclasses import dataclass
from uuid import UUID

from kairos.identity.accounts.models import User


@dataclass(frozen=True, slots=True)
class FirstSignIn:
    """This person entered the portal of this organisation, proved by the posted secret and a second factor."""

    user: User
    organisation: UUID


@dataclass(frozen=True, slots=True)
class FactorsReset:
    """The operator proved this person's identity again: the old factors are gone, a new letter is due.

    identity: who was spoken to and how, as the operator wrote it.
    """

    user: User
    identity: str


@dataclass(frozen=True, slots=True)
class AccountClosed:
    """Nobody signs in with this account any more."""

    user: User
