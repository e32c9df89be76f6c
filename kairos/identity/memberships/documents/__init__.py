"""The papers of a membership, and the dataclass each one takes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from kairos.foundation.documents import DocumentTemplate, Letterhead
from kairos.identity.memberships.terms import Terms

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person as the file names them: « Mme Solène Le Goff », « présidente »."""

    name: str
    capacity: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who accepted the terms, when, for which provider; `membership` is empty until the operator accepts."""

    accepted_at: datetime
    accepted_by: Signatory
    organisation: str
    address_lines: tuple[str, ...]
    siret: str
    nda: str
    represented_by: Signatory
    account_manager: Signatory
    application: str
    membership: str = ""
    membership_from: date | None = None
    membership_until: date | None = None


@dataclass(frozen=True, slots=True)
class TermsDocument:
    """The terms of use, bare (`acceptance` None) or stamped. `sha256` is that of the terms, not of this file."""

    dated: datetime
    letterhead: Letterhead
    terms: Terms
    acceptance: Acceptance | None = None
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", self.terms.sha256)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a letter goes. The lines stand in the window: at most six with the names, 38 characters each."""

    organisation: str
    name: str
    address_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IdentifierLetter:
    """First letter to the account manager: who they are for the portal, and where it is. No secret."""

    dated: datetime
    letterhead: Letterhead
    recipient: Recipient
    reference: str
    membership: str
    identifier: str
    portal_url: str


@dataclass(frozen=True, slots=True)
class PasswordLetter:
    """Second letter: the one-use provisional password, and nothing that says whose account it opens.

    `valid_until`: its last day.
    """

    dated: datetime
    letterhead: Letterhead
    recipient: Recipient
    reference: str
    password: str
    valid_until: date
    portal_url: str


@dataclass(frozen=True, slots=True)
class LettersTogether:
    """Letters of ONE kind for the printer, each with its own pages. `kind`: "identifier" or "password"."""

    dated: datetime
    kind: str
    title: str
    letters: tuple[IdentifierLetter, ...] | tuple[PasswordLetter, ...]


@dataclass(frozen=True, slots=True)
class NoticeLetter:
    """To whom directs the provider: what is held against it, and until when it may answer (`answer_until` included)."""

    dated: datetime
    letterhead: Letterhead
    recipient: Recipient
    reference: str
    membership: str
    clause: str
    reason: str
    urgent_reason: str
    answer_until: date
    own_url: str


TERMS = DocumentTemplate(_FOLDER / "terms.typ", TermsDocument)
IDENTIFIER_LETTER = DocumentTemplate(_FOLDER / "letter_identifier.typ", IdentifierLetter)
PASSWORD_LETTER = DocumentTemplate(_FOLDER / "letter_password.typ", PasswordLetter)
LETTERS = DocumentTemplate(_FOLDER / "letters.typ", LettersTogether)
NOTICE = DocumentTemplate(_FOLDER / "notice.typ", NoticeLetter)
