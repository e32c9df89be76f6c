"""Readers of one cell: pure functions of a text that is not empty. Each raises ValueError, whose text is a French
sentence that says what is wrong and how to put it right."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from kairos.foundation.imports.cells import comparable
from kairos.foundation.text import clean

_DAY_ZERO = date(1899, 12, 30)
_SERIAL = re.compile("[2-7][0-9]{4}")
"""A day as spreadsheets count them: 1954 to 2119."""
_SPACES = re.compile("[\\s\u00a0\u202f]+")
_NUMBER = re.compile("[+-]?[0-9]{1,15}(?:[.,][0-9]{1,6})?")
_MIDNIGHT = re.compile("[ T]0{1,2}:00(:00(\\.0+)?)?$")


def text(longest: int) -> Callable[[str], str]:
    return lambda cell: clean(cell, longest)


def day(cell: str) -> date:
    """3/9/2026, 03-09-26, 03.09.2026, 2026-09-03, with or without midnight, or a spreadsheet's serial number."""
    typed = _MIDNIGHT.sub("", cell)
    if _SERIAL.fullmatch(typed):
        return _DAY_ZERO + timedelta(days=int(typed))
    numbers = re.split(r"[/.\s-]+", typed)
    if len(numbers) != 3 or not all(re.fullmatch("[0-9]{1,4}", number) for number in numbers):
        raise ValueError("Écrivez une date, par exemple 03/09/2026.")
    year, month, day = numbers if len(numbers[0]) == 4 else numbers[::-1]
    if len(year) not in (2, 4):
        raise ValueError("Écrivez l’année avec quatre chiffres, par exemple 03/09/2026.")
    try:
        return date(int(year) + 2000 * (len(year) == 2), int(month), int(day))
    except ValueError:
        raise ValueError("Cette date n’existe pas. Écrivez jour/mois/année, par exemple 03/09/2026.") from None


def decimal(places: int, least: Decimal | None = None, most: Decimal | None = None) -> Callable[[str], Decimal]:
    """« 1 234,5 », « 1234.50 »; at most so many places."""

    def parse(cell: str) -> Decimal:
        typed = _SPACES.sub("", cell)
        if not _NUMBER.fullmatch(typed):
            raise ValueError("Écrivez un nombre, avec une virgule pour les décimales : 12,5.")
        value = Decimal(typed.replace(",", "."))
        if -value.as_tuple().exponent > places and value != round(value, places):
            raise ValueError(f"Écrivez ce nombre avec {places} décimales au plus.")
        if (least is not None and value < least) or (most is not None and value > most):
            raise ValueError(f"Écrivez un nombre {_between(least, most)}.")
        return round(value, places)

    return parse


def integer(least: int | None = None, most: int | None = None) -> Callable[[str], int]:
    def parse(cell: str) -> int:
        typed = _SPACES.sub("", cell)
        if not re.fullmatch("[+-]?[0-9]{1,15}(?:[.,]0+)?", typed):
            raise ValueError("Écrivez un nombre entier.")
        value = int(re.split("[.,]", typed)[0])
        if (least is not None and value < least) or (most is not None and value > most):
            raise ValueError(f"Écrivez un nombre entier {_between(least, most)}.")
        return value

    return parse


def _between(least: object, most: object) -> str:
    if least is None or most is None:
        return f"d’au moins {least}" if most is None else f"d’au plus {most}"
    return f"de {least} à {most}"


def choice(words: Mapping[str, str]) -> Callable[[str], str]:
    """`words`: what may be written (compared without case, accents, spaces) → the value."""
    known = {comparable(word): value for word, value in words.items()}

    def parse(cell: str) -> str:
        if (value := known.get(comparable(cell))) is None:
            raise ValueError(f"Écrivez l’un de ces mots : {', '.join(words)}.")
        return value

    return parse


def email(cell: str) -> str:
    """One address, in lower case."""
    address = _SPACES.sub("", clean(cell, 254)).lower()
    if not re.fullmatch(
        r"[^@\s,;<>()\"]{1,64}@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+", address
    ):
        raise ValueError("Écrivez une seule adresse complète, par exemple prenom.nom@organisme.fr.")
    return address


def shown(value: object) -> str:
    """A value as a file says it, so that it reads back the same."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case date():
            return f"{value:%d/%m/%Y}"
        case Decimal():
            return str(value).replace(".", ",")
    return str(value)
