"""What an agent sees of the rights of the person helped."""

from collections.abc import Iterable

from kairos.identity.habilitations.catalogue import Grade, known_rights
from kairos.identity.habilitations.queries import MANAGE
from kairos.identity.organisations.permissions import CONSULT, FILL

LENT = (Grade.CONSULT, Grade.ENTER)


def lent(rights: Iterable[str]) -> frozenset[str]:
    """To read and to draft. An account manager reads the file by that right alone: the agent reads it too."""
    held = set(rights)
    known = {right for right in held & known_rights() if right.rpartition(".")[2] in LENT}
    return frozenset(known | (held & {FILL}) | ({CONSULT} if MANAGE in held else set()))
