"""What enrolments tell packages above."""

from dataclasses import dataclass, field

from kairos.foundation.messages import Attachment
from kairos.path.enrolments.models import Enrolment


@dataclass(frozen=True, slots=True)
class EnrolmentEnded:
    """Withdrawn, or its session cancelled: whatever waits for this person there waits no more.

    together: the person is told of it all in one message; whoever listens adds to it rather than writing again (`also`
    in words, `attached`).
    """

    enrolment: Enrolment
    reason: str
    together: bool = False
    also: list[str] = field(default_factory=list)
    attached: list[Attachment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DeclarationCorrected:
    """What was declared of somebody is said otherwise, or undone: what stood on it stands no more."""

    enrolment: Enrolment
