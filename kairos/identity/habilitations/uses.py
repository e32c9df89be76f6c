"""What each person really uses: the last day of each right, for the reviews. One statement a day and a process."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.ids import new_id

NOTE = """
INSERT INTO right_use (id, affiliation_id, organisation_id, "right", last_on)
SELECT unnest(%(ids)s::uuid[]), %(affiliation)s::uuid, %(organisation)s::uuid, unnest(%(rights)s::text[]), %(day)s::date
ON CONFLICT (affiliation_id, "right") DO UPDATE SET last_on = excluded.last_on
WHERE right_use.last_on < excluded.last_on
"""
PRESENCE = ""
"""As a right: any page opened for the organisation."""
_noted: set[tuple[UUID, str]] = set()
_noted_on: list[date] = []


def note(actor: Actor, rights: Iterable[str]) -> None:
    """Of these, those the actor holds were used today; and he was here."""
    if actor.affiliation is None:
        return
    today = clock.today()
    if _noted_on != [today]:
        _noted.clear()
        _noted_on[:] = [today]
    fresh = [
        right for right in {PRESENCE, *actor.rights.intersection(rights)} if (actor.affiliation, right) not in _noted
    ]
    if fresh:
        _write(actor, fresh, today)
        _noted.update((actor.affiliation, right) for right in fresh)


def forget() -> None:
    """For tests: another database, other days."""
    _noted.clear()


def _write(actor: Actor, rights: list[str], day: date) -> None:
    values = {
        "ids": [new_id() for _ in rights],
        "affiliation": actor.affiliation,
        "organisation": actor.organisation,
        "rights": rights,
        "day": day,
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTE, values)
