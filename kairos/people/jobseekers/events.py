"""What job seekers tell packages above."""

from collections.abc import Sequence
from dataclasses import dataclass

from kairos.people.jobseekers.models import JobSeeker


@dataclass(frozen=True, slots=True)
class PortfolioChanged:
    """These people are followed by another adviser than before, or by nobody, or by an agency at all no more.

    Their rows are written. reason: as those people will read it.
    """

    people: Sequence[JobSeeker]
    reason: str
