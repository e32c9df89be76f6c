"""A cell as text: what a spreadsheet would run as a formula, headings made comparable."""

import re
from functools import lru_cache

from kairos.foundation.text import sort_key

RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")
_NEUTRALISED = re.compile("'+[=+\\-@\t\r]")
_TRIMMED = " \t\r\n\u00a0\u202f\ufeff\u200b"


def neutral(value: object) -> str:
    """A cell of a file we write: what would run as a formula is made text by an apostrophe, which `plain` takes off.

    So is a text that already begins that way, so that a file we wrote reads back as what it was.
    """
    text = str(value)
    return f"'{text}" if text[:1] in RUN_BY_SPREADSHEETS or _NEUTRALISED.match(text) else text


def plain(cell: str) -> str:
    """A cell of a file we read, trimmed, without the apostrophe that made it text."""
    cell = cell.strip(_TRIMMED)
    return cell[1:] if cell.startswith("'") and _NEUTRALISED.match(cell) else cell


@lru_cache(maxsize=4096)
def comparable(heading: str) -> str:
    """« N° de SIRET » → `n°desiret`: without case, accents, spaces, punctuation."""
    return sort_key(heading).replace(" ", "")
