"""Verifying the entries of one organisation, run as the system: what others wrote is hashed with them, never told.

An entry is proved by the seal that covers it, and a seal by its signature and by the head of the one before, so the
seals that cover the organisation's entries are computed again, all their entries included, and no other.
"""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from kairos.foundation.journal import verifying
from kairos.foundation.journal.faults import Fault
from kairos.foundation.journal.hashing import SEALS_AT_ONCE, hashed, in_groups
from kairos.foundation.journal.models import JournalEntry, JournalSeal
from kairos.foundation.journal.sealing import Link
from kairos.foundation.journal.verifying import Verdict

COVERING = """
SELECT DISTINCT covering.number FROM (SELECT DISTINCT era, tx FROM journal_entry WHERE organisation = %s) AS mine
CROSS JOIN LATERAL (SELECT s.number, s.tx_to FROM journal_seal s WHERE s.era = mine.era AND s.tx_from <= mine.tx
                    ORDER BY s.tx_from DESC LIMIT 1) AS covering
WHERE mine.tx < covering.tx_to ORDER BY 1
"""
UNSEALED = """
SELECT count(*) FROM journal_entry e WHERE organisation = %s AND NOT EXISTS (
  SELECT 1 FROM journal_seal s WHERE s.era = e.era AND s.tx_to > e.tx AND s.tx_from <= e.tx)
"""
NUMBERS = "SELECT count(*), coalesce(max(number), 0) FROM journal_seal"
OTHERS = {
    "removed": "Une écriture de ce sceau a disparu\u00a0; rien ne dit plus à qui elle était.",
    "detail": "Le détail d’une écriture n’est pas celui qui a été scellé.",
}
NOT_YOURS = "Dans ce sceau, une écriture qui n’est pas à votre organisme n’est plus telle qu’elle a été scellée."


@dataclass(slots=True)
class OwnVerdict:
    """entries: of the organisation, in the seals computed again. covering: the numbers of these. done: how many are."""

    covering: list[int]
    entries: int = 0
    done: int = 0
    pending: int = 0
    faults: list[Fault] = field(default_factory=list)


def begin(organisation: UUID) -> OwnVerdict:
    with connection.cursor() as cursor:
        cursor.execute(COVERING, [organisation])
        return OwnVerdict([number for (number,) in cursor.fetchall()])


def walk(organisation: UUID, verdict: OwnVerdict) -> Iterator[None]:
    """Compute the covering seals again; comes back after each group of them."""
    for seals, found in hashed(in_groups(_seals(verdict.covering)), organisation):
        before = _links_before(seals)
        whole = Verdict()
        for seal in seals:
            verifying.check(seal, before.get(seal.number, Link()), found[seal.number].hashes, whole)
            verdict.entries += found[seal.number].own
        verdict.done += len(seals)
        verdict.faults += [_told(fault, organisation) for fault in whole.faults]
        yield


def conclude(organisation: UUID, verdict: OwnVerdict) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS)
        count, last = cursor.fetchone()
        cursor.execute(UNSEALED, [organisation])
        verdict.pending = cursor.fetchone()[0]
    if count != last:
        verdict.faults.append(Fault("seal_removed", "Des sceaux du journal ont disparu."))
    verdict.faults += [
        dataclasses.replace(fault, explanation="Le détail de cette écriture n’est pas celui qui a été scellé.")
        for fault in verifying.details(organisation)
    ]


def _seals(numbers: list[int]) -> Iterator[JournalSeal]:
    for start in range(0, len(numbers), SEALS_AT_ONCE):
        yield from JournalSeal.objects.filter(number__in=numbers[start : start + SEALS_AT_ONCE]).order_by("number")


def _links_before(seals: list[JournalSeal]) -> dict[int, Link]:
    """By the number of a seal, the one it must follow: that head is in what is signed."""
    rows = JournalSeal.objects.filter(number__in=[seal.number - 1 for seal in seals])
    values = rows.values_list("number", "head", "era", "tx_to")
    return {number + 1: Link(number, bytes(head), era, tx_to) for number, head, era, tx_to in values}


def _told(fault: Fault, organisation: UUID) -> Fault:
    """What another organisation did is not told: neither its entries nor their numbers."""
    if fault.entry is None and fault.kind not in OTHERS:
        return fault
    mine = JournalEntry.objects.filter(id=fault.entry, organisation=organisation).exists()
    if mine and fault.kind != "removed":
        return fault
    return Fault(fault.kind, OTHERS.get(fault.kind, NOT_YOURS), fault.seal, None, fault.at)
