"""What enrolments tell packages above."""

from dataclasses import dataclass

from kairos.path.enrolments.models import Enrolment


@dataclass(frozen=True, slots=True)
class EnrolmentEnded:
    """Withdrawn, or its session cancelled: whatever waits for this person there waits no more."""

    enrolment: Enrolment
    reason: str
