"""Sealing: every entry whose place can no longer change is chained to those before it, and the chain is signed.

An entry's place is (era, tx, id). Sealed are those below `pg_snapshot_xmin(pg_current_snapshot())`: every transaction
that could still write there has ended. « Up to the highest id » would miss the one that commits last.
"""

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from django.db import connection

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.journal import outside, signing
from kairos.foundation.journal.models import JournalEntry, JournalEra, JournalSeal

LONGEST = 50_000
"""Entries of one seal at most (but a transaction is never cut)."""
NOTHING_BEFORE = bytes(32)
DIGEST = 8

_COLUMNS = """
e.id, e.uid, e.tx, e.era, (extract(epoch FROM e.at) * 1000000)::bigint, e.kind, e.acts, e.actor_user, e.audience,
e.organisation, e.subject_type, e.subjects, e.fields, e.request_id, encode(e.detail_hash, 'hex')
"""
ENTRY_HASH = f"""
sha256(convert_to(CASE WHEN e.helped IS NULL THEN ROW('kairos-journal-1', {_COLUMNS})::text
  ELSE ROW('kairos-journal-2', {_COLUMNS}, e.helped)::text END, 'UTF8'))
"""
"""Of every column. PostgreSQL's text of a row is read back to the same row, so no two entries have one text: the first
word says which columns follow, so that what was sealed before a column was there stays as it was.

The expression stands here and not in a function of the database, which its owner could replace.
"""

HASHES = f"""
SELECT coalesce(string_agg(ordered.hash, ''::bytea), ''::bytea) FROM (
  SELECT {ENTRY_HASH} AS hash FROM journal_entry e
  WHERE e.era = %s AND e.tx >= %s AND e.tx < %s ORDER BY e.tx, e.id) AS ordered
"""
FIRST_AND_TOO_MANY = """
SELECT min(tx), (SELECT tx FROM journal_entry WHERE era = %(era)s AND tx >= %(start)s AND tx < %(end)s
                 ORDER BY tx, id OFFSET %(longest)s LIMIT 1)
FROM journal_entry WHERE era = %(era)s AND tx >= %(start)s AND tx < %(end)s
"""


@dataclass(frozen=True, slots=True)
class Link:
    """Where the chain ends: the number and head of its last seal, and from which transaction on it goes on."""

    number: int = 0
    head: bytes = NOTHING_BEFORE
    era: int = 0
    tx: int = 0

    def start(self, era: int) -> int:
        return self.tx if self.era == era else 0


def seal() -> int:
    """Seal what can be, copy the seals outside the database; returns how many were written.

    Raises outside.Disagreement when the copy knows seals that the database does not: its tail was cut.
    """
    written = 0
    while _seal_once():
        written += 1
    outside.bring_up_to_date()
    return written


def tidy() -> None:
    """Finish the index of readings, so that no page has to (see JournalEntry)."""
    with scope(system("journal.tidy")):
        _value("SELECT kairos_journal_tidy()")


def open_era() -> int:
    """After a restore: close the era of the backup, begin the next on the owner's connection, return its number.

    Transaction ids start anew there. What was sealed after the backup is lost, and the copy outside says so first.
    """
    with suppress(outside.Disagreement):
        outside.bring_up_to_date()
    with scope(system("journal.seal")):
        era = _era() + 1
        outside.note_era(era, _last().number)
    while _seal_once(closing=True):
        pass
    JournalEra.objects.using("owner").create(era=era, opened_at=clock.now())
    outside.bring_up_to_date()
    return era


def _seal_once(*, closing: bool = False) -> bool:
    with scope(system("journal.seal")):
        if not _alone():
            return False
        last, era = _last(), _era()
        bounds = _bounds(era, last.start(era), _everything(era) if closing else _settled())
        if bounds is None:
            return False
        _write(last, era, *bounds)
    return True


def _alone() -> bool:
    """One sealer at a time; another one finds the work done."""
    return _value("SELECT pg_try_advisory_xact_lock(hashtext('kairos.journal.seal'))")


def _settled() -> int:
    return _value("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


def _everything(era: int) -> int:
    """In a restored database nothing of the former era can still be on its way."""
    return _value("SELECT coalesce(max(tx), 0) + 1 FROM journal_entry WHERE era = %s", era)


def _era() -> int:
    return _value("SELECT kairos_journal_era()")


def _last() -> Link:
    row = JournalSeal.objects.order_by("-number").values_list("number", "head", "era", "tx_to").first()
    return Link(row[0], bytes(row[1]), row[2], row[3]) if row else Link()


def _bounds(era: int, start: int, end: int) -> tuple[int, int] | None:
    """The transactions of the next seal, [from, to); None when there is nothing to seal."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_AND_TOO_MANY, {"era": era, "start": start, "end": end, "longest": LONGEST})
        first, beyond = cursor.fetchone()
    if first is None:
        return None
    return start, end if beyond is None else max(beyond, first + 1)


def _write(last: Link, era: int, tx_from: int, tx_to: int) -> None:
    hashes = bytes(_value(HASHES, era, tx_from, tx_to))
    row = JournalSeal(
        number=last.number + 1,
        era=era,
        tx_from=tx_from,
        tx_to=tx_to,
        entries=len(hashes) // 32,
        digests=digests(hashes),
        head=chained(last.head, hashes),
        sealed_at=clock.now(),
    )
    row.signature = signing.sign(row)
    row.save(force_insert=True)


def digests(hashes: bytes) -> bytes:
    return b"".join(hashes[start : start + DIGEST] for start in range(0, len(hashes), 32))


def chained(head: bytes, hashes: bytes) -> bytes:
    return sha256(head + hashes).digest()


def _value(statement: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def pending() -> int:
    """Entries that no seal covers yet."""
    last, era = _last(), _era()
    return JournalEntry.objects.filter(era=era, tx__gte=last.start(era)).count()
