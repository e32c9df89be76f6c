"""Which column of the file says what: by its title, by what was chosen last time, by hand."""

from collections.abc import Mapping, Sequence

from kairos.foundation.imports.cells import comparable
from kairos.foundation.imports.columns import Column

Places = dict[str, int]
"""Key of a column → its place in the file, from 0."""
ERRORS = "erreurs"
"""The column that our error files add, left aside when the file comes back."""


def propose(headings: Sequence[str], columns: Sequence[Column], remembered: Mapping[str, str] | None = None) -> Places:
    """`remembered`: comparable title → key (or "" for a column to leave aside), chosen by hand before.

    Of two columns of the file with one title, the first counts.
    """
    known = {name: column.key for column in columns for name in column.names}
    known |= {title: key for title, key in (remembered or {}).items() if title}
    places: Places = {}
    for place, heading in enumerate(headings):
        if key := known.get(comparable(heading)):
            places.setdefault(key, place)
    return {column.key: places[column.key] for column in columns if column.key in places}


def matched(headings: Sequence[str], columns: Sequence[Column]) -> int:
    return len(propose(headings, columns))


def missing(places: Mapping[str, int], columns: Sequence[Column]) -> list[Column]:
    """The required columns that no column of the file gives."""
    return [column for column in columns if column.required and column.key not in places]


def choices(headings: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    """What is to be remembered of a mapping: comparable title → key, "" for what is left aside."""
    keys = {place: key for key, place in places.items()}
    return {comparable(heading): keys.get(place, "") for place, heading in enumerate(headings) if comparable(heading)}
