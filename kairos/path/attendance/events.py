"""What attendance tells packages above."""

from collections.abc import Sequence
from dataclasses import dataclass

from kairos.path.attendance.models import AttendanceMonth


@dataclass(frozen=True, slots=True)
class MonthsSubmitted:
    """From now on these months count."""

    months: Sequence[AttendanceMonth]


@dataclass(frozen=True, slots=True)
class MonthCorrected:
    """It counts no more as it was: another version will."""

    month: AttendanceMonth


@dataclass(frozen=True, slots=True)
class MonthLocked:
    month: AttendanceMonth
