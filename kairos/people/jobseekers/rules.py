"""What a job seeker's identifier is, and what is shown of what they left us. Pure functions."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from kairos.foundation.text import sort_key

IDENTIFIER = re.compile("[0-9]{7}[0-9A-Z]|[0-9]{11}")
"""7 figures and a letter or a figure (regional identifier), or 11 figures: documentation of the public employment
service's interfaces (« idRegionalDE », String 25, « 7 digits + letter »); the longer form is that of its letters."""
OLDEST, YOUNGEST = 110, 14
"""Ages in years beyond which a birth date is a slip of the pen."""


class Named(Protocol):
    """As the agency's file has it."""

    first_name: str
    last_name: str
    birth_date: date


def identifier(typed: str) -> str:
    """Spaces, dots and dashes aside, in capitals. Raises ValueError with a French sentence."""
    bare = re.sub(r"[\s\u00a0\u202f.\-]", "", typed).upper()
    if not IDENTIFIER.fullmatch(bare):
        raise ValueError("L’identifiant compte 7 chiffres puis une lettre ou un chiffre, ou 11 chiffres.")
    return bare


def birth_date(day: date, today: date) -> date:
    """Raises ValueError with a French sentence."""
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    if not YOUNGEST <= age <= OLDEST:
        raise ValueError("Vérifiez la date de naissance, par exemple 03/09/1990.")
    return day


def is_same_person(known: Named, names: Iterable[str], first_names: str, birth: date | None) -> bool:
    """Whether an identity is that of the agency's file: the same birth date, one of its names (birth, usage), and the
    file's first name among its own, so that a twin is somebody else; whatever the case and the marks."""
    wanted, first = sort_key(known.last_name), sort_key(known.first_name).split()[:1]
    named = wanted != "" and wanted in {sort_key(name) for name in names if name}
    return birth == known.birth_date and named and bool(first) and first[0] in sort_key(first_names).split()


def masked_phone(phone: str) -> str:
    """« 06 •• •• •• 12 »: the first two figures and the last two; nothing of nothing."""
    figures = re.sub("[^0-9]", "", phone.replace("+33", "0"))
    return f"{figures[:2]}\u00a0••\u00a0••\u00a0••\u00a0{figures[-2:]}" if len(figures) >= 8 else "•" * bool(phone)


def masked_email(email: str) -> str:
    """« l•••@exemple.fr »."""
    box, _, domain = email.rpartition("@")
    return f"{box[:1]}•••@{domain}" if domain else ""
