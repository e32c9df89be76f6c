"""The hashes of what seals cover, computed again by the database, several groups of seals at once."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from django.db import connection

from kairos.foundation.actor import system
from kairos.foundation.ids import NOBODY
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalSeal
from kairos.foundation.journal.sealing import ENTRY_HASH

ENTRIES_AT_ONCE = 50_000
SEALS_AT_ONCE = 1_000
GROUPS_AT_ONCE = min(4, os.cpu_count() or 1)
"""Hashing is the processor's work: as many connections as it has cores."""

HASHES = f"""
SELECT s.number, found.hashes, found.own
FROM journal_seal s CROSS JOIN LATERAL (
  SELECT coalesce(string_agg(ordered.hash, ''::bytea), ''::bytea) AS hashes, count(*) FILTER (WHERE ordered.own) AS own
  FROM (SELECT {ENTRY_HASH} AS hash, e.organisation = %s AS own FROM journal_entry e
        WHERE e.era = s.era AND e.tx >= s.tx_from AND e.tx < s.tx_to ORDER BY e.tx, e.id) AS ordered
) AS found
WHERE s.number = ANY(%s)
"""
"""In the order of the index: `string_agg(… ORDER BY …)` would sort them again, for twice the time."""

Seals = list[JournalSeal]


@dataclass(frozen=True, slots=True)
class Hashed:
    """hashes: 32 bytes an entry, in order. own: how many of them are entries of the organisation asked about."""

    hashes: bytes
    own: int


def in_groups(seals: Iterator[JournalSeal]) -> Iterator[Seals]:
    """Groups that cover about ENTRIES_AT_ONCE entries."""
    group: Seals = []
    covered = 0
    for seal in seals:
        group.append(seal)
        covered += seal.entries
        if len(group) == SEALS_AT_ONCE or covered >= ENTRIES_AT_ONCE:
            yield group
            group, covered = [], 0
    if group:
        yield group


def hashed(groups: Iterator[Seals], organisation: UUID = NOBODY) -> Iterator[tuple[Seals, dict[int, Hashed]]]:
    """Each group with what is found for its seals, in order. A single one is asked for on the present connection."""
    first, second = next(groups, None), next(groups, None)
    if first is not None and second is None:
        yield first, _of(first, organisation)
    elif second is not None:
        yield from _side_by_side(chain((first, second), groups), organisation)


def _side_by_side(groups: Iterator[Seals], organisation: UUID) -> Iterator[tuple[Seals, dict[int, Hashed]]]:
    with ThreadPoolExecutor(GROUPS_AT_ONCE, "hashing") as threads:
        asked: deque = deque()
        for group in groups:
            asked.append((group, threads.submit(_apart, group, organisation)))
            if len(asked) > GROUPS_AT_ONCE:
                done, answer = asked.popleft()
                yield done, answer.result()
        for done, answer in asked:
            yield done, answer.result()


def _apart(seals: Seals, organisation: UUID) -> dict[int, Hashed]:
    """On a connection of this thread's own: what is sealed changes no more, so each may look at its own moment."""
    try:
        with scope(system("journal.verify")):
            return _of(seals, organisation)
    finally:
        connection.close()


def _of(seals: Sequence[JournalSeal], organisation: UUID) -> dict[int, Hashed]:
    with connection.cursor() as cursor:
        cursor.execute(HASHES, [organisation, [seal.number for seal in seals]])
        return {number: Hashed(bytes(hashes), own) for number, hashes, own in cursor.fetchall()}
