"""What others may want to know of memberships. Published inside the act that decides."""

from collections.abc import Mapping
from dataclasses import dataclass

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
