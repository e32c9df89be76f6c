"""What others may want to know of sessions: whoever has people on them listens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kairos.offer.catalogue.models import TrainingSession


@dataclass(frozen=True, slots=True)
class SessionChanged:
    """A session that people could already find is another. before, after: what changed, field by field."""

    session: TrainingSession
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SessionStopped:
    """Suspended, or cancelled for good. reason: as those it touches read it."""

    session: TrainingSession
    reason: str
    for_good: bool


@dataclass(frozen=True, slots=True)
class SessionResumed:
    session: TrainingSession
