"""What makes a password too easy to guess: too short, or made of what an attacker tries first.

Sources: CNIL, délibération n° 2022-100 du 21 juillet 2022; OWASP ASVS 5.0, 6.2.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from secrets import token_urlsafe

from django.contrib.auth.hashers import check_password, is_password_usable, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator

from kairos.foundation.text import sort_key

MIN_LENGTH = 12
MAX_LENGTH = 256
#: What whoever knows this service tries first; see docs/security/accounts.md.
HOUSE_WORDS = ("Kairos", "GID Partenaires", "portail", "organisme de formation", "qualiopi", "identifiant")
#: Characters that must remain once the guessable parts are set aside.
_OWN_LENGTH = 8
_SHORTEST_WORD = 3
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
_SHORTEST_RUN = 4
#: The list Django ships is English: what the French put in its place.
_COMMON_IN_FRENCH = {"motdepasse", "mot de passe", "monmotdepasse", "changezmoi", "bienvenue", "provisoire"}


def normalise(password: str) -> str:
    """The one form that is hashed and compared: the same keys on two keyboards give the same password."""
    return unicodedata.normalize("NFKC", password)


@cache
def nobody() -> str:
    """A hash no password opens: checking against it costs what checking against someone's does."""
    return make_password(token_urlsafe())


def matches(password: str, encoded: str | None) -> bool:
    """Whether this is the password of that hash (None, or unusable: no); the same work in every case."""
    usable = encoded is not None and is_password_usable(encoded)
    return check_password(normalise(password), encoded if usable else nobody()) and usable


def problems(password: str, person_words: Iterable[str]) -> list[str]:
    """French sentences saying why the password is refused and what to do; empty when it is accepted.

    `person_words`: what is known of the person, as typed elsewhere: names, e-mail, SIRET, organisation.
    """
    password = normalise(password)
    if len(password) > MAX_LENGTH:
        return [f"Ce mot de passe compte {len(password)} caractères. Le maximum est {MAX_LENGTH}."]
    bare = _bare(password)
    return [
        *_too_short(password),
        *_too_common(bare),
        *_repeated(bare),
        *_mostly_runs(bare),
        *_mostly_own_words(bare, (*person_words, *HOUSE_WORDS)),
    ]


def _bare(text: str) -> str:
    """Without case or marks: « Élodie » is guessed as easily as « elodie »."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _too_short(password: str) -> Iterator[str]:
    missing = MIN_LENGTH - len(password)
    if missing > 0:
        yield (
            f"Il manque {missing} caractère{'s' if missing > 1 else ''}\u00a0: {MIN_LENGTH} au moins. "
            "Quatre mots sans rapport entre eux font un bon mot de passe."
        )


@cache
def _common_passwords() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords | _COMMON_IN_FRENCH)


def _too_common(bare: str) -> Iterator[str]:
    core = re.sub(r"^[^a-z]+|[^a-z]+$", "", bare)
    if bare in _common_passwords() or (core in _common_passwords() and len(bare) - len(core) < _OWN_LENGTH):
        yield "Ce mot de passe est parmi les premiers qu’un pirate essaie. Ajoutez plusieurs mots."


def _repeated(bare: str) -> Iterator[str]:
    unit = (bare + bare).find(bare, 1) if bare else 0
    if 0 < unit < min(len(bare), MIN_LENGTH) or 0 < len(set(bare)) < 5 <= len(bare):
        yield "Ce mot de passe répète les mêmes caractères. Continuez-le par d’autres mots."


@cache
def _run_pattern() -> re.Pattern[str]:
    both_ways = [run for row in _RUNS for run in (row, row[::-1])]
    pieces = {
        row[start:end]
        for row in both_ways
        for start in range(len(row))
        for end in range(start + _SHORTEST_RUN, len(row) + 1)
    }
    return re.compile("|".join(sorted(pieces, key=lambda piece: (-len(piece), piece))))


def _mostly_runs(bare: str) -> Iterator[str]:
    rest = _run_pattern().sub("", bare)
    if rest != bare and len(rest) < _OWN_LENGTH:
        yield (
            "Ce mot de passe suit l’ordre du clavier, de l’alphabet ou des chiffres. "
            "Remplacez cette suite par des mots."
        )


def _mostly_own_words(bare: str, person_words: Iterable[str]) -> Iterator[str]:
    found = [word for word in _guessable(person_words) if word in bare]
    rest = bare
    for word in found:
        rest = rest.replace(word, "")
    if found and len(rest) < _OWN_LENGTH:
        yield (
            f"Ce mot de passe tient surtout à «\u00a0{found[0]}\u00a0», que l’on sait de vous ou de ce service. "
            "Ajoutez des mots qui n’ont rien à voir avec vous, ni votre organisme, ni ce service."
        )


def _guessable(person_words: Iterable[str]) -> list[str]:
    """The words, longest first, whole and in parts; of a SIRET, the SIREN too."""
    words: set[str] = set()
    for typed in person_words:
        parts = sort_key(typed).split()
        words.update(parts, ["".join(parts)])
    words |= {word[:9] for word in words if re.fullmatch("[0-9]{14}", word)}
    return sorted((word for word in words if len(word) >= _SHORTEST_WORD), key=lambda word: (-len(word), word))
