"""The sheet of a session, and the dataclass it takes."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kairos.foundation.documents import DocumentTemplate, Letterhead


@dataclass(frozen=True, slots=True)
class PaperModule:
    title: str
    starts_on: date
    ends_on: date
    room: str
    trainer: str


@dataclass(frozen=True, slots=True)
class SessionSheet:
    """facts: (what, said), in order. week: by day, (day, morning, afternoon); empty when it is not said. closures:
    (first day, last day). sha256: of all the rest."""

    dated: datetime
    letterhead: Letterhead
    title: str
    number: str
    state: str
    starts_on: date | None
    ends_on: date | None
    objective: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    week: tuple[tuple[str, str, str], ...]
    closures: tuple[tuple[date, date], ...]
    modules: tuple[PaperModule, ...]
    sha256: str = ""


SHEET = DocumentTemplate(Path(__file__).parent / "sheet.typ", SessionSheet)
