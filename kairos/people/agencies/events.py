"""What agencies tell packages above."""

from dataclasses import dataclass

from kairos.people.agencies.models import Adviser


@dataclass(frozen=True, slots=True)
class AdviserLeft:
    """Nothing is read as this adviser any more."""

    adviser: Adviser
