"""The paper of a procedure, and the dataclass it takes."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kairos.foundation.documents import DocumentTemplate, Letterhead


@dataclass(frozen=True, slots=True)
class PaperSection:
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProcedurePaper:
    """sha256: of the content, as it was when it was published; matches: it still is."""

    dated: datetime
    letterhead: Letterhead
    organisation: str
    siren: str
    number: int
    by: str
    sections: tuple[PaperSection, ...]
    sha256: str
    matches: bool


PROCEDURE = DocumentTemplate(Path(__file__).parent / "procedure.typ", ProcedurePaper)
