"""The rights of the catalogue as bits, for a page that holds thousands of boxes. In the catalogue's order."""

from collections.abc import Iterable
from functools import lru_cache

from kairos.identity.habilitations.catalogue import AREAS

RIGHTS = tuple(area.right(grade) for area in AREAS for grade in area.grades)
BIT = {right: 1 << place for place, right in enumerate(RIGHTS)}
OF_AREA = {area.key: sum(BIT[right] for right in area.rights) for area in AREAS}
ALL = (1 << len(RIGHTS)) - 1


def mask(rights: Iterable[str]) -> int:
    """What is no right of the catalogue any more is left out."""
    held = 0
    for right in rights:
        held |= BIT.get(right, 0)
    return held


@lru_cache(maxsize=4096)
def said(words: str) -> int:
    """The same, of words with a space between them."""
    return mask(words.split())


def rights(held: int) -> list[str]:
    return [right for right, bit in BIT.items() if held & bit]
