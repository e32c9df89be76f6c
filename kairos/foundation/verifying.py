"""Codes printed on papers, and the one question asked of them: genuine, replaced since, or unknown. Nothing else.

A package whose papers bear codes gives the name of a narrow function of the database, which goes past the wall for one
code and answers one boolean: true while its paper holds, false once another replaced it, null when it has none.

    verifying.answered_by("kairos_movement_holds")      # when the application starts
    verifying.standing(typed)                           # one statement, whatever was typed
"""

import secrets
from enum import StrEnum

from django.conf import settings
from django.db import connection

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without I, O, 0 and 1, which are taken for each other."""
LENGTH = 16
"""Characters of a code, 5 bits each: 80 bits."""
PATH = "/verifier/"
_MOST = 40
_functions: list[str] = []


class Standing(StrEnum):
    GENUINE = "genuine"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def cleaned(typed: str) -> str:
    """Without what people add to read it: spaces, dashes, small letters."""
    return "".join(sign for sign in typed[: 4 * _MOST].upper() if sign.isalnum())[:_MOST]


def is_possible(code: str) -> bool:
    return len(code) == LENGTH and set(code) <= set(ALPHABET)


def spelled(code: str) -> str:
    """In groups of four, as papers print it."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def address(code: str) -> str:
    return f"{settings.KAIROS_BASE_URL}{PATH}{code}"


def answered_by(function: str) -> None:
    """function: of the database, `(code text) RETURNS boolean`. Once per name."""
    if not function.isidentifier():
        raise ValueError(f"no name of a function: {function}")
    if function not in _functions:
        _functions.append(function)


def standing(typed: str) -> Standing:
    """One statement, the same for what is genuine, replaced, unknown or no code at all."""
    code = cleaned(typed)
    with connection.cursor() as cursor:
        cursor.execute(_question(), {"code": code})
        said = [one for one in cursor.fetchone() if one is not None]
    if not said:
        return Standing.UNKNOWN
    return Standing.GENUINE if any(said) else Standing.REPLACED


def _question() -> str:
    return "SELECT " + (", ".join(f"{name}(%(code)s::text)" for name in _functions) or "NULL::boolean")
