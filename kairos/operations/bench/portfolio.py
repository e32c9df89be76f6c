"""Invented rows of one adviser and the people whom she follows."""

from dataclasses import dataclass
from datetime import date, datetime

from kairos.foundation.text import sort_key
from kairos.identity.accounts.models import User
from kairos.operations.bench.team import FIRST_NAMES, LAST_NAMES
from kairos.people.access.models import PersonAccess
from kairos.people.access.sources import PORTFOLIO
from kairos.people.agencies.models import Adviser, Agency
from kairos.people.agencies.rights import FOLLOW
from kairos.people.jobseekers.models import JobSeeker

EMAIL = "conseillere@agence-du-volume.example"
PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Portfolio:
    agency: Agency
    user: User
    adviser: Adviser
    people: list[JobSeeker]

    def tables(self) -> tuple[list, ...]:
        """In the order they are written."""
        return [self.agency], [self.user], [self.adviser], self.people, [self._access(one) for one in self.people]

    def _access(self, person: JobSeeker) -> PersonAccess:
        return PersonAccess(
            person=person, reader_kind=PersonAccess.Kind.ADVISER, reader_id=self.user.pk, place_id=self.agency.pk,
            who=self.agency.name, function=self.adviser.title, source=PORTFOLIO.name, reason="",
            starts_at=person.loaded_at, opened_by=self.user.pk, opened_at=person.loaded_at,
        )  # fmt: skip


def of(now: datetime) -> Portfolio:
    name = "Agence du Volume"
    agency = Agency(kind=Agency.Kind.PUBLIC_SERVICE, name=name, sort_key=sort_key(name), town="Lyon", opened_at=now)
    user = User(email=EMAIL, civility="mme", first_name="Dominique", last_name="Roux", password="!", created_at=now,
                state=User.State.ACTIVE, activated_at=now, email_verified_at=now, portal_entered_at=now)  # fmt: skip
    adviser = Adviser(user=user, agency=agency, state=Adviser.State.ACTIVE, rights=[FOLLOW], title="Conseillère",
                      invited_by=user.pk, invited_at=now, answer_by=now, started_at=now)  # fmt: skip
    adviser.call(user.first_name, user.last_name)
    return Portfolio(agency, user, adviser, [_person(rank, agency, adviser, now) for rank in range(PEOPLE)])


def _person(rank: int, agency: Agency, adviser: Adviser, now: datetime) -> JobSeeker:
    row = JobSeeker(agency=agency, adviser=adviser, state=JobSeeker.State.WAITING, identifier=f"{8_000_000 + rank}A",
                    birth_date=date(1980, 1, 1), email=f"p{rank}@candidat.example", loaded_at=now)  # fmt: skip
    row.call(FIRST_NAMES[rank % len(FIRST_NAMES)], f"{LAST_NAMES[rank % len(LAST_NAMES)]} {rank}")
    return row
