"""Who acts: one immutable value, made once per request, job or command, and handed to everything."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from kairos.foundation.ids import NOBODY


class Audience(StrEnum):
    """The kinds of people (and machines) Kairos serves; each has its own database role."""

    ANONYMOUS = "anonymous"
    PROVIDER = "provider"
    OPERATOR = "operator"
    AGENCY = "agency"
    JOBSEEKER = "jobseeker"
    SYSTEM = "system"


class Strength(IntEnum):
    """How the person proved who they are, weakest first.

    PROVISIONAL: the one-use secret of a posted letter; opens nothing but the first sign-in.
    PASSWORD: password alone; opens the file before membership, for people who never entered the portal.
    SECOND_FACTOR: password and second factor.
    """

    NONE = 0
    PROVISIONAL = 1
    PASSWORD = 2
    SECOND_FACTOR = 3


@dataclass(frozen=True, slots=True)
class Actor:
    """Plain values only: nothing here reads the database.

    rights: the habilitations held for `organisation` now, as `area.grade` words. narrowed: (right, establishment) of
    those held for some establishments alone. affiliation: the person's place there.
    proved_at: when the second factor was last proved in this session. intervention: the staff session that is open,
    intervention_for: the one organisation that it is for. helped: the person whose space an agent sees while helping
    them; `user` is still who acts. agency: of an adviser, who acts for it; organisation_name is then its name.
    jobseeker: the person who reads their own.
    """

    audience: Audience
    user: UUID | None = None
    name: str = ""
    organisation: UUID | None = None
    organisation_name: str = ""
    rights: frozenset[str] = frozenset()
    narrowed: frozenset[tuple[str, UUID]] = frozenset()
    affiliation: UUID | None = None
    strength: Strength = Strength.NONE
    session: UUID | None = None
    proved_at: datetime | None = None
    intervention: UUID | None = None
    intervention_for: UUID | None = None
    helped: UUID | None = None
    helped_name: str = ""
    agency: UUID | None = None
    jobseeker: UUID | None = None
    request_id: str = ""

    @property
    def role(self) -> str:
        return f"kairos_{self.audience}"

    @property
    def person(self) -> UUID | None:
        """Whose place in the organisation this is."""
        return self.helped or self.user

    @property
    def in_portal(self) -> bool:
        """Holds anything beyond the file before membership."""
        return any(not right.startswith("file.") for right in self.rights)

    def may(self, right: str, establishment: UUID) -> bool:
        """Whether the right is held there: for the whole organisation, or for this establishment."""
        places = {place for held, place in self.narrowed if held == right}
        return right in self.rights and (not places or establishment in places)

    @property
    def scope_user(self) -> UUID:
        return self.user or NOBODY

    @property
    def place(self) -> UUID | None:
        """For whom one acts: an organisation, an agency, or oneself as a job seeker. None for the operator and jobs."""
        return self.organisation or self.agency or self.jobseeker

    @property
    def scope_organisation(self) -> UUID:
        """What the database calls `kairos.organisation`: one scope kind for each audience."""
        return self.place or NOBODY

    def acting_for(self, organisation: UUID) -> "Actor":
        """The same actor with the rows of `organisation` (and nothing else) in reach."""
        return dataclasses.replace(self, audience=Audience.PROVIDER, organisation=organisation)

    def with_a_factor(self) -> "Actor":
        """The same person, had they proved who they are by a second factor: what they would then be able to do."""
        return dataclasses.replace(self, strength=Strength.SECOND_FACTOR)


def visitor(request_id: str = "") -> Actor:
    return Actor(audience=Audience.ANONYMOUS, request_id=request_id)


def system(name: str, request_id: str = "") -> Actor:
    """A job or a command: no person, every row its database role is granted."""
    return Actor(audience=Audience.SYSTEM, name=name, request_id=request_id)
