"""A large journal, sealed, then tampered with by the owner of its tables in every way: each is found, and where."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg

from kairos.operations.drills.scratch import Scratch, scratch
from kairos.operations.embedded import DATABASE

ROUNDS, TRANSACTIONS, ENTRIES = 4, 100, 525
"""Each round is sealed apart: 210,000 entries in all."""

FILL = """
INSERT INTO journal_entry (uid, tx, era, at, kind, acts, actor_user, audience, organisation, subject_type, subjects,
                           fields, request_id, detail_hash)
SELECT gen_random_uuid(), pg_current_xact_id()::text::bigint, 1, clock_timestamp(), 'act',
       ARRAY['membership_application.submit'], gen_random_uuid(), 'provider', gen_random_uuid(),
       'memberships.membershipapplication', ARRAY[gen_random_uuid()],
       ARRAY['membership_application.state', 'membership_application.submitted_at'], 'K-20261002-0914-7F3A', ''::bytea
FROM generate_series(1, %s)
"""
VICTIM = """
SELECT e.id, s.number FROM journal_entry e JOIN journal_seal s ON e.era = s.era AND e.tx >= s.tx_from AND e.tx < s.tx_to
WHERE e.id >= %s ORDER BY e.id LIMIT 1
"""
FORGE = """
INSERT INTO journal_entry (uid, tx, era, at, kind, acts, actor_user, audience, organisation, subject_type, subjects,
                           fields, request_id, detail_hash)
SELECT gen_random_uuid(), tx, era, at, kind, acts, actor_user, audience, organisation, subject_type, subjects, fields,
       request_id, detail_hash FROM journal_entry WHERE id = {entry} RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Tampering:
    """What is done (`{entry}` and `{seal}` filled in), the kind of fault that tells it, and what must be located."""

    name: str
    kind: str
    statement: str
    locates: str = "entry"


ENTRY, SEAL = "UPDATE journal_entry SET {} WHERE id = {{entry}}", "UPDATE journal_seal SET {} WHERE number = {{seal}}"
CUT = """
WITH cut AS (DELETE FROM journal_seal WHERE number = (SELECT max(number) FROM journal_seal) RETURNING *)
DELETE FROM journal_entry e USING cut WHERE e.tx >= cut.tx_from
"""
TAMPERINGS = (
    Tampering("an act renamed", "changed", ENTRY.format("acts = ARRAY['x']")),
    Tampering("an instant shifted", "changed", ENTRY.format("at = at + interval '1 microsecond'")),
    Tampering("an author replaced", "changed", ENTRY.format("actor_user = gen_random_uuid()")),
    Tampering("a subject added", "changed", ENTRY.format("subjects = subjects || uid")),
    Tampering("an entry removed", "removed", "DELETE FROM journal_entry WHERE id = {entry}"),
    Tampering("an entry forged in the past", "inserted", FORGE, "forged"),
    Tampering("an entry moved in time", "moved", ENTRY.format("tx = (SELECT max(tx) FROM journal_entry)"), "moved"),
    Tampering("a seal's head rewritten", "signature", SEAL.format("head = sha256(head)"), "seal"),
    Tampering("a seal's signature rewritten", "signature", SEAL.format("signature = sha512(signature)"), "seal"),
    Tampering("a seal removed", "seal_removed", "DELETE FROM journal_seal WHERE number = {seal}", "seal"),
    Tampering("the tail cut off", "tail", CUT, "tail"),
)


FIRST = 2
"""When the very first entry of a journal is removed its seal is told, but nothing before it tells its number."""


def drill(say: Callable[[str], None] = print) -> int:
    """0 when everything was found where it was done, and nothing in the journal left alone."""
    with scratch() as installation:
        _fill(installation)
        whole = installation.answer("journal", "verify")
        missed = [] if whole["ok"] and whole["entries"] == ROUNDS * TRANSACTIONS * ENTRIES else ["a journal left alone"]
        with installation.owner() as owner:
            last = owner.execute("SELECT max(id) FROM journal_entry").fetchone()[0]
        missed += [
            each.name for each in TAMPERINGS if not _is_found(installation, each, random.randint(FIRST, last * 2 // 3))
        ]
    told = {
        "drill": "journal", "entries": whole["entries"], "seals": whole["seals"], "seconds": whole["seconds"],
        "entries_per_second": whole["entries_per_second"], "tamperings": len(TAMPERINGS), "missed": missed,
    }  # fmt: skip
    say(json.dumps(told, ensure_ascii=False))
    return 1 if missed else 0


def _fill(installation: Scratch) -> None:
    for _ in range(ROUNDS):
        with installation.owner() as owner:
            for _ in range(TRANSACTIONS):
                owner.execute(FILL, [ENTRIES])
        installation.run("jobs", "drain")


def _is_found(installation: Scratch, tampering: Tampering, place: int) -> bool:
    """On a copy of the database of its own, which is then dropped."""
    name = "tampered"
    installation.cluster.create_database(name, template=DATABASE)
    try:
        with installation.owner(name) as owner:
            expected = _tamper(owner, tampering, place)
        faults = installation.answer("journal", "verify", "--seals", str(installation.seals), database=name)["faults"]
        return any(fault["kind"] == tampering.kind and fault["at"] and _fits(fault, expected) for fault in faults)
    finally:
        installation.cluster.drop_database(name)


def _tamper(owner: psycopg.Connection, tampering: Tampering, place: int) -> dict[str, int]:
    """Do it, guard taken away and put back, and return what the fault must say."""
    entry, seal = owner.execute(VICTIM, [place]).fetchone()
    last = owner.execute("SELECT max(number) FROM journal_seal").fetchone()[0]
    for table in ("journal_entry", "journal_seal"):
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER kairos_append_only")
    done = owner.execute(tampering.statement.format(entry=entry, seal=seal))
    forged = done.fetchone()[0] if tampering.locates == "forged" else 0
    for table in ("journal_entry", "journal_seal"):
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER kairos_append_only")
    return {
        "entry": {"seal": seal, "entry": entry},
        "forged": {"seal": seal, "entry": forged},
        "moved": {"seal": last, "entry": entry},
        "seal": {"seal": seal},
        "tail": {"seal": last},
    }[tampering.locates]


def _fits(fault: dict[str, Any], expected: dict[str, int]) -> bool:
    return all(fault[name] == value for name, value in expected.items())
