"""Verifying: everything is computed again from the columns, and what differs is located.

Found are an entry changed, removed, inserted into the past or moved; a detail changed; a seal changed or removed; a
signature that is not ours; and, with the copy outside the database, a tail cut off. Not found is what happened to an
entry before its first seal (within a minute), nor what is done by someone who holds the secret and the copy too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.db import connection

from kairos.foundation import clock
from kairos.foundation.journal import sealing, signing
from kairos.foundation.journal.comparing import against
from kairos.foundation.journal.faults import Fault, explain, with_moves
from kairos.foundation.journal.hashing import SEALS_AT_ONCE, hashed, in_groups
from kairos.foundation.journal.locating import Row, differences
from kairos.foundation.journal.models import JournalEntry, JournalSeal
from kairos.foundation.journal.sealing import DIGEST, ENTRY_HASH, Link, chained, digests

ROWS = f"""
SELECT e.id, e.at, substr({ENTRY_HASH}, 1, {DIGEST}) FROM journal_entry e
WHERE e.era = %s AND e.tx >= %s AND e.tx < %s ORDER BY e.tx, e.id
"""
DETAILS = """
SELECT e.id, e.at FROM journal_detail d LEFT JOIN journal_entry e ON e.uid = d.entry
WHERE (e.id IS NULL OR e.detail_hash <> sha256(convert_to(d.body::text, 'UTF8')))
  AND (%(organisation)s::uuid IS NULL OR d.organisation = %(organisation)s) ORDER BY e.id
"""


@dataclass(slots=True)
class Verdict:
    """pending: entries that no seal covers yet. expired: seals whose entries have outlived their retention.

    lost: seals of the copy that a restore left behind, as its line says.
    """

    entries: int = 0
    seals: int = 0
    pending: int = 0
    expired: int = 0
    lost: int = 0
    faults: list[Fault] = field(default_factory=list)


def verify(copy: Path | None = None) -> Verdict:
    """Check the whole journal, inside a system scope; `copy`: the file of seals to compare with."""
    verdict, link = Verdict(), Link()
    for link in walk(verdict):  # noqa: B007 (the last one is where the chain ends)
        pass
    conclude(verdict, link, copy)
    return verdict


def walk(verdict: Verdict) -> Iterator[Link]:
    """Check seal after seal, noting in the verdict what is found; says where it is after each group of seals."""
    link = Link()
    for seals, found in hashed(in_groups(_seals())):
        for seal in seals:
            link = check(seal, link, found[seal.number].hashes, verdict)
        yield link


def conclude(verdict: Verdict, link: Link, copy: Path | None) -> None:
    """What is not a matter of one seal: entries that none covers, details, the copy outside the database."""
    verdict.faults += [*_outside_the_chain(link), *details()]
    if copy is not None:
        faults, verdict.lost = against(copy)
        verdict.faults += faults
    verdict.pending = sealing.pending()
    verdict.faults = with_moves(verdict.faults)


def _seals() -> Iterator[JournalSeal]:
    number = -1
    while page := list(JournalSeal.objects.filter(number__gt=number).order_by("number")[:SEALS_AT_ONCE]):
        yield from page
        number = page[-1].number


def check(seal: JournalSeal, link: Link, hashes: bytes, verdict: Verdict) -> Link:
    """Note what is wrong with a seal and what it covers; returns the link that the next one must follow."""
    verdict.seals += 1
    verdict.entries += len(hashes) // 32
    verdict.faults += _seal_faults(seal, link)
    head = bytes(seal.head)
    if not hashes and _expired(seal):
        verdict.expired += 1
    elif digests(hashes) != bytes(seal.digests):
        verdict.faults += _entry_faults(seal)
    elif link.number == seal.number - 1:
        head = chained(link.head, hashes)
        if head != bytes(seal.head):
            verdict.faults.append(Fault("seal", "Le sceau ne suit pas le précédent.", seal.number, at=seal.sealed_at))
    return Link(seal.number, head, seal.era, seal.tx_to)


def _seal_faults(seal: JournalSeal, link: Link) -> Iterator[Fault]:
    for number in range(link.number + 1, seal.number):
        yield Fault("seal_removed", f"Le sceau {number} a disparu.", number, at=seal.sealed_at)
    if not signing.is_signed(signing.statement(seal), bytes(seal.signature)):
        yield Fault("signature", "La signature du sceau n’est pas la nôtre.", seal.number, at=seal.sealed_at)
    follows = link.number == seal.number - 1
    if follows and (seal.era < link.era or seal.tx_from != link.start(seal.era)):
        yield Fault("seal", "Le sceau ne commence pas où finit le précédent.", seal.number, at=seal.sealed_at)
    if seal.entries * DIGEST != len(seal.digests):
        yield Fault("seal", "Le sceau se contredit sur le nombre d’écritures.", seal.number, at=seal.sealed_at)


def _expired(seal: JournalSeal) -> bool:
    return JournalEntry.retention.is_over(seal.sealed_at, clock.now())


def _entry_faults(seal: JournalSeal) -> list[Fault]:
    sealed = bytes(seal.digests)
    former = [sealed[start : start + DIGEST] for start in range(0, len(sealed), DIGEST)]
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [seal.era, seal.tx_from, seal.tx_to])
        rows = [Row(key, at, bytes(digest)) for key, at, digest in cursor.fetchall()]
    return [explain(difference, seal.number) for difference in differences(former, rows, *_around(seal))]


def _around(seal: JournalSeal) -> tuple[Row | None, Row | None]:
    """The entries just before and after those of a seal."""
    entries = JournalEntry.objects.filter(era=seal.era)
    before = entries.filter(tx__lt=seal.tx_from).order_by("-tx", "-id").first()
    after = entries.filter(tx__gte=seal.tx_to).order_by("tx", "id").first()
    return tuple(row and Row(row.id, row.at, b"") for row in (before, after))


def _outside_the_chain(link: Link) -> Iterator[Fault]:
    """Entries that no seal will ever cover: of an era that is over or has not come, or of a transaction to come."""
    era, coming = _now()
    over = [JournalEntry.objects.filter(era=past, tx__gte=_end_of(past)) for past in range(1, era)]
    strays = [
        *over,
        JournalEntry.objects.filter(era__lt=1),
        JournalEntry.objects.filter(era__gt=era),
        JournalEntry.objects.filter(era=era, tx__gte=coming),
    ]
    for stray in strays:
        for key, at in stray.order_by("id").values_list("id", "at"):
            yield Fault("inserted", "L’écriture est hors de la chaîne.", None, key, at)


def _now() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kairos_journal_era(), pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return cursor.fetchone()


def _end_of(era: int) -> int:
    last = JournalSeal.objects.filter(era=era).order_by("-number").values_list("tx_to", flat=True).first()
    return last or 0


def details(organisation: UUID | None = None) -> Iterator[Fault]:
    """Of one organisation, or all of them."""
    with connection.cursor() as cursor:
        cursor.execute(DETAILS, {"organisation": organisation})
        for key, at in cursor.fetchall():
            yield Fault("detail", "Le détail n’est pas celui de l’écriture.", None, key, at)
