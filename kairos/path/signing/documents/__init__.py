"""The papers of a half-day, and the dataclasses they take."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kairos.foundation.documents import DocumentTemplate, Letterhead
from kairos.foundation.documents.proofs import Proof


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """half: « matin », « après-midi ». names: in the order of the list."""

    dated: datetime
    letterhead: Letterhead
    organisation: str
    title: str
    day: date
    half: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """way: « sur son téléphone »… at: None on paper, which has no hour of its own."""

    name: str
    way: str
    at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class SignedSheet:
    """trainer: who countersigned. unsigned: names to be completed in the month. scan: hash of the paper sheet, empty
    for none. sha256: of the content when it was countersigned; matches: it still is. proof: the code that it bears."""

    dated: datetime
    letterhead: Letterhead
    organisation: str
    title: str
    day: date
    half: str
    trainer: str
    lines: tuple[PaperLine, ...]
    unsigned: tuple[str, ...]
    scan: str
    sha256: str
    matches: bool
    proof: Proof | None = None


BLANK = DocumentTemplate(Path(__file__).parent / "blank.typ", BlankSheet)
SIGNED = DocumentTemplate(Path(__file__).parent / "signed.typ", SignedSheet)
