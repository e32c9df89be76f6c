"""What others may want to know of memberships. Published inside the act that decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kairos.identity.memberships.models import Membership
from kairos.identity.organisations.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class MembershipAccepted:
    """The operator accepted. `account_manager`: the RGC the file names, who has no access yet."""

    membership: Membership
    account_manager: Person
    organisation: Organisation


@dataclass(frozen=True, slots=True)
class MembershipTakenOver:
    """A member of before Kairos is here, and its RGC is to have access."""

    membership: Membership
    account_manager: Person
    organisation: Organisation


@dataclass(frozen=True, slots=True)
class AccountManagerChanged:
    """The operator accepted another RGC. `former`: the values of the person replaced, by field of Person."""

    membership: Membership
    account_manager: Person
    organisation: Organisation
    former: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ManagerPrevented:
    """An account manager can act no more (death, dismissal, disappearance), as an agent was shown. why: in words."""

    organisation: Organisation
    user: UUID
    why: str


@dataclass(frozen=True, slots=True)
class ManagerNotPrevented:
    """The operator refused to replace them: they may act as before."""

    organisation: Organisation
