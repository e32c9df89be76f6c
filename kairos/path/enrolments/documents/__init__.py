"""The list of the trainees of a session, and the dataclass it takes."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kairos.foundation.documents import DocumentTemplate, Letterhead


@dataclass(frozen=True, slots=True)
class PaperTrainee:
    """contacts: masked, unless the list says otherwise."""

    name: str
    state: str
    since: date
    contacts: str


@dataclass(frozen=True, slots=True)
class TraineeList:
    """by: who printed it, at `dated`. reason: why, when contacts are in clear; empty when they are masked."""

    dated: datetime
    letterhead: Letterhead
    title: str
    number: str
    starts_on: date | None
    ends_on: date | None
    by: str
    reason: str
    trainees: tuple[PaperTrainee, ...]
    sha256: str = ""


TRAINEES = DocumentTemplate(Path(__file__).parent / "trainees.typ", TraineeList)
