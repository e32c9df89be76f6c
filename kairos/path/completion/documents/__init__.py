"""The certificat de réalisation, and the dataclass it takes."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kairos.foundation.documents import DocumentTemplate, Letterhead
from kairos.foundation.documents.proofs import Proof


@dataclass(frozen=True, slots=True)
class PaperMonth:
    """month: its first day. The rest in words, « 70 h »."""

    month: date
    planned: str
    present: str
    justified: str
    unjustified: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """dated: when the last of its months was locked. exit: why the person left before the end, empty when they did
    not. planned, present: in words, of the whole stay. proof: of one that was issued."""

    dated: datetime
    letterhead: Letterhead
    siren: str
    nda: str
    person: str
    title: str
    number: str
    entered_on: date
    left_on: date
    exit: str
    planned: str
    present: str
    months: tuple[PaperMonth, ...]
    proof: Proof | None = None
    sha256: str = ""


CERTIFICATE = DocumentTemplate(Path(__file__).parent / "certificate.typ", Certificate)
