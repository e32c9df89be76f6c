"""What others may want to know of access: published inside the act that decides on a membership."""

from dataclasses import dataclass

from kairos.identity.accounts.models import User
from kairos.identity.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class ManagerAdmitted:
    """This person manages the accounts of the organisation (RGC); `title`: their function, as the file says it."""

    organisation: Organisation
    user: User
    title: str


@dataclass(frozen=True, slots=True)
class ManagerReplaced:
    """This person manages the accounts of the organisation no more."""

    organisation: Organisation
    user: User
