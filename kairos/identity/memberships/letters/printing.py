"""What a printed letter says: from the row to the paper. Once posted it cannot be printed again."""

from collections.abc import Sequence

from django.conf import settings

from kairos.foundation.clock import PARIS
from kairos.foundation.documents import Letterhead
from kairos.foundation.documents.apart import render_apart
from kairos.foundation.guards import Refused
from kairos.identity.accounts import provisional
from kairos.identity.memberships.documents import (
    LETTERS,
    IdentifierLetter,
    LettersTogether,
    PasswordLetter,
    Recipient,
)
from kairos.identity.memberships.letters.acts import secret_of
from kairos.identity.memberships.models import AccessLetter

Kind, State = AccessLetter.Kind, AccessLetter.State
TITLES = {Kind.IDENTIFIER: "Courriers : identifiants", Kind.PASSWORD: "Courriers : mots de passe provisoires"}
ORDER = {Kind.IDENTIFIER: 1, Kind.PASSWORD: 2}


def pdf(letters: Sequence[AccessLetter], letterhead: Letterhead) -> bytes:
    """One file of the printed letters among these, all of one kind, in their order; made apart, kept nowhere.

    Raises Refused when none of them is waiting for the post any more.
    """
    printed = [letter for letter in letters if letter.state == State.PRINTED]
    if not printed:
        raise Refused("Ces courriers sont postés ou annulés : ils ne se réimpriment plus.")
    return render_apart(LETTERS, together(printed, letterhead))


def together(letters: Sequence[AccessLetter], letterhead: Letterhead) -> LettersTogether:
    kind = letters[0].kind
    papers = _identifiers(letters, letterhead) if kind == Kind.IDENTIFIER else _passwords(letters, letterhead)
    dated = max(letter.printed_at for letter in letters)
    return LettersTogether(dated=dated, kind=kind, title=TITLES[kind], letters=tuple(papers))


def reference(letter: AccessLetter) -> str:
    """« KA-2026-00412-1 »: the membership, and which of the two letters."""
    return f"{letter.membership.number}-{ORDER[letter.kind]}"


def portal_url() -> str:
    return f"{settings.KAIROS_BASE_URL}/portail/"


def _identifiers(letters: Sequence[AccessLetter], letterhead: Letterhead) -> list[IdentifierLetter]:
    return [
        IdentifierLetter(
            dated=letter.printed_at,
            letterhead=letterhead,
            recipient=_recipient(letter),
            reference=reference(letter),
            membership=letter.membership.number,
            identifier=letter.user.portal_identifier,
            portal_url=portal_url(),
        )
        for letter in letters
    ]


def _passwords(letters: Sequence[AccessLetter], letterhead: Letterhead) -> list[PasswordLetter]:
    until = provisional.live_until(letter.user_id for letter in letters)
    if dead := [letter for letter in letters if (letter.user_id, letter.organisation_id) not in until]:
        raise Refused(
            *(f"{letter.recipient} : ce mot de passe n’ouvre plus rien, refaites le courrier." for letter in dead)
        )
    return [
        PasswordLetter(
            dated=letter.printed_at,
            letterhead=letterhead,
            recipient=_recipient(letter),
            reference=reference(letter),
            password=secret_of(letter).replace("-", ""),
            valid_until=until[letter.user_id, letter.organisation_id].astimezone(PARIS).date(),
            portal_url=portal_url(),
        )
        for letter in letters
    ]


def _recipient(letter: AccessLetter) -> Recipient:
    return Recipient(letter.organisation.name, letter.recipient, tuple(letter.address_lines))
