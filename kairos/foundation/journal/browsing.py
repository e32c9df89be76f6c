"""Looking through the journal of one organisation: filters, pages by key, all by the indexes of the table.

A page costs the same whatever the volume. Without a filter it reads the newest entries of the organisation; with
filters it takes the newest of each combination (person, kind of subject, kind of entry), each a few steps in an index,
and keeps the newest of all. A subject is looked for backwards, a stretch of the journal after another.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from kairos.foundation.actor import Actor
from kairos.foundation.journal.models import JournalEntry

KINDS = tuple(JournalEntry.Kind.values)
RECENT = 5_000
"""Entries looked at one by one for a subject that many of them concern; a rarer one is found by its own index. An entry
looked at costs 0.5 µs, one that concerns the subject 2 µs by the index: where both ways are equal for an organisation
of a hundred thousand entries a stretch."""
SLACK = timedelta(hours=1)
"""No transaction lasts that long: an entry numbered before another was not begun that much later."""
FOREVER = timedelta(days=365 * 200)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; what is empty is not asked. types: kinds of subjects, all of them when people or kinds
    are said.

    since, until: instants, the second one left out.
    """

    people: tuple[UUID, ...] = ()
    kinds: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    subject: UUID | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is shown. subjects: the first ones of `subject_count`. detail: what of it can be erased, {} when
    there is none (any more)."""

    id: int
    at: datetime
    kind: str
    acts: list[str]
    actor_user: UUID
    audience: str
    organisation: UUID
    subject_type: str
    subjects: list[UUID]
    subject_count: int
    fields: list[str]
    helped: UUID | None
    detail: dict[str, Any]


TOLD = 5
"""Subjects told of an entry; the others are counted."""
SHOWN = """
SELECT e.id, e.at, e.kind, e.acts, e.actor_user, e.audience, e.organisation, e.subject_type, e.subjects[1:{told}],
       cardinality(e.subjects), e.fields, e.helped,
       coalesce((SELECT d.body FROM journal_detail d WHERE d.entry = e.uid), '{{}}'::jsonb)
FROM journal_entry e WHERE e.id = ANY (ARRAY({statement})) ORDER BY e.id {way}
"""
NEWEST = "SELECT id FROM journal_entry e WHERE {where} ORDER BY id {way} LIMIT %(size)s"
EACH = """
SELECT found.id FROM unnest(%(people)s::uuid[]) AS person(id), unnest(%(types)s::text[]) AS type(name),
     unnest(%(kinds)s::text[]) AS kind(name)
CROSS JOIN LATERAL (SELECT id FROM journal_entry e WHERE {where} AND e.subject_type = type.name AND e.kind = kind.name
                    {person} ORDER BY id {way} LIMIT %(size)s) AS found
ORDER BY found.id {way} LIMIT %(size)s
"""
AMONG_RECENT = """
SELECT id FROM (SELECT * FROM journal_entry e WHERE {where} ORDER BY id {way} LIMIT %(recent)s) AS e
WHERE {about} ORDER BY id {way} LIMIT %(size)s
"""
BY_SUBJECT = """
SELECT kairos_journal_about(%(subject)s, {above}, {below}, %(since)s, %(until)s, %(backwards)s, %(size)s, %(only)s,
                            %(of_types)s, %(of_kinds)s)
"""
READINGS = """
SELECT found.id FROM generate_series((SELECT coalesce(max(id), 0) >> 20 FROM journal_entry), 0, -1) AS stretch
CROSS JOIN LATERAL (
  SELECT e.id FROM (
    SELECT id FROM journal_entry WHERE kind = 'reading' AND subjects @> ARRAY[%(subject)s]::uuid[]
      AND kairos_journal_keys(subjects, id) @> ARRAY[uuid_hash_extended(%(subject)s, stretch)] OFFSET 0
  ) AS e WHERE kairos_journal_stretch(e.id) = stretch ORDER BY e.id DESC LIMIT %(size)s
) AS found LIMIT %(size)s
"""
"""Stretch after stretch of the journal, the latest first; OFFSET 0: by the index of readings, whatever the planner
hopes."""
FROM = "kairos_journal_before(%(since)s - %(slack)s::interval)"
TO = "kairos_journal_before(%(until)s + %(slack)s::interval)"
SINCE = f"e.at >= %(since)s AND e.id > (SELECT {FROM})"
UNTIL = f"e.at < %(until)s AND e.id <= (SELECT {TO})"
END = 2**62
"""Beyond every number."""


def page(actor: Actor, search: Search, size: int, *, beyond: int | None = None, backwards: bool = False) -> list[Entry]:
    """The newest entries first, numbered below `beyond`; when backwards the oldest first, numbered above it.

    Of the organisation acted for. One statement, two for a subject.
    """
    looked = _Looked(actor, search, size, beyond, backwards)
    return looked.for_the_subject() if search.subject else looked.newest()


def readings_of(subject: UUID, size: int) -> list[Entry]:
    """Who read one row, the latest first, in every organisation: for the operator. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(SHOWN.format(statement=READINGS, way="DESC", told=TOLD), {"subject": subject, "size": size})
        return [Entry(*row[:-1], detail=_read(row[-1])) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class _Looked:
    actor: Actor
    search: Search
    size: int
    beyond: int | None
    backwards: bool

    def newest(self) -> list[Entry]:
        return self._entries(EACH if self.search.types else NEWEST)

    def for_the_subject(self) -> list[Entry]:
        recent = self._entries(AMONG_RECENT)
        return recent if len(recent) == self.size else self._entries(BY_SUBJECT)

    def _entries(self, statement: str) -> list[Entry]:
        person = "AND e.actor_user = person.id" if self.search.people else ""
        words = {"where": self._where(), "about": self._about(), "person": person, **self._bounds()}
        words["way"] = "ASC" if self.backwards else "DESC"
        with connection.cursor() as cursor:
            sql = SHOWN.format(statement=statement.format(**words), way=words["way"], told=TOLD)
            cursor.execute(sql, self._values())
            return [Entry(*row[:-1], detail=_read(row[-1])) for row in cursor.fetchall()]

    def _where(self) -> str:
        conditions = ["e.organisation = %(organisation)s"]
        if self.beyond is not None:
            conditions.append("e.id > %(beyond)s" if self.backwards else "e.id < %(beyond)s")
        conditions += [SINCE] if self.search.since else []
        conditions += [UNTIL] if self.search.until else []
        return " AND ".join(conditions)

    def _bounds(self) -> dict[str, str]:
        """Between which numbers, both left out."""
        above = f"greatest(%(above)s, {FROM})" if self.search.since else "%(above)s"
        return {"above": above, "below": f"least(%(below)s, {TO} + 1)" if self.search.until else "%(below)s"}

    def _about(self) -> str:
        conditions = ["e.subjects @> ARRAY[%(subject)s]::uuid[]"]
        conditions += ["e.actor_user = ANY(%(people)s)"] if self.search.people else []
        conditions += ["e.subject_type = ANY(%(types)s)", "e.kind = ANY(%(kinds)s)"] if self.search.types else []
        return " AND ".join(conditions)

    def _values(self) -> dict[str, Any]:
        search = self.search
        return {
            "organisation": self.actor.scope_organisation,
            "beyond": self.beyond,
            "above": self.beyond if self.backwards and self.beyond is not None else 0,
            "below": END if self.backwards or self.beyond is None else self.beyond,
            "backwards": self.backwards,
            "size": self.size,
            "recent": RECENT,
            "people": list(search.people) or [self.actor.scope_user],
            "types": list(search.types),
            "kinds": list(search.kinds or KINDS),
            "only": list(search.people) or None,
            "of_types": list(search.types) or None,
            "of_kinds": list(search.kinds or KINDS) if search.types else None,
            "since": search.since,
            "until": search.until,
            "subject": search.subject,
            "slack": FOREVER if settings.KAIROS_MODE == "demo" else SLACK,
        }


def _read(body: str | dict[str, Any]) -> dict[str, Any]:
    return json.loads(body) if isinstance(body, str) else body
