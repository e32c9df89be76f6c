"""What summons somebody to an appointment, and the dataclass it takes."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kairos.foundation.documents import DocumentTemplate, Letterhead


@dataclass(frozen=True, slots=True)
class Convocation:
    """when, where: in words, at the hour of the place. changed: how many times it was. bring: a line each."""

    dated: datetime
    letterhead: Letterhead
    person: str
    kind: str
    title: str
    number: str
    when: str
    where: str
    contact: str
    comment: str
    bring: tuple[str, ...]
    changed: int
    sha256: str = ""


CONVOCATION = DocumentTemplate(Path(__file__).parent / "convocation.typ", Convocation)
