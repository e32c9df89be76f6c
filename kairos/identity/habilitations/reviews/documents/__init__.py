"""The paper of a review, and the dataclass it takes."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kairos.foundation.documents import DocumentTemplate, Letterhead


@dataclass(frozen=True, slots=True)
class PaperRight:
    """since, until, used: days as ISO text, empty for none. gone: the review took it."""

    label: str
    since: str
    until: str
    used: str
    gone: bool


@dataclass(frozen=True, slots=True)
class PaperLine:
    """by: who decided it, empty when nobody did. last_on: the last day the person came."""

    name: str
    title: str
    outcome: str
    by: str
    last_on: date | None
    rights: tuple[PaperRight, ...]


@dataclass(frozen=True, slots=True)
class ReviewPaper:
    """signed_by: empty when it closed without a signature. sha256: of the content, as it was when the review ended;
    matches: it still is."""

    dated: datetime
    letterhead: Letterhead
    organisation: str
    opened_on: date
    due_on: date
    signed_by: str
    statement: str
    lines: tuple[PaperLine, ...]
    sha256: str
    matches: bool


REVIEW = DocumentTemplate(Path(__file__).parent / "review.typ", ReviewPaper)
