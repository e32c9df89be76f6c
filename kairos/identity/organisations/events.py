"""What others may want to know of files."""

from dataclasses import dataclass

from kairos.identity.accounts.models import User
from kairos.identity.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class FileOpened:
    """A person opened the file of a provider; `title` is the function they gave."""

    organisation: Organisation
    user: User
    title: str
