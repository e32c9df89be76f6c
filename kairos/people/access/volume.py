"""How many people an account and an organisation read: counted in the database, against hard ceilings.

An account counts new people within a day; those it read already cost nothing and wait for nobody. New ones are counted
under the lock of one row, so that a hundred requests at once are counted one after the other: what is beyond the
ceiling is never shown. Above the ceiling of an hour a new proof of the second factor opens another one; above that of a
day, or when somebody insists without proof, reading stops and those who answer for it are told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from uuid import UUID

from django.db import connection, transaction

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, Audience, system
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Refused
from kairos.foundation.ids import as_array
from kairos.foundation.isolation import scope
from kairos.people.access import settings
from kairos.people.access.models import ReadingStop

Cause = ReadingStop.Cause
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
STOPPED = (
    "La lecture des personnes est arrêtée pour vous : trop de personnes ont été lues, ou trop cherchées. La personne "
    "qui gère les comptes a été prévenue ; elle peut la rétablir."
)

KNOWN = """
SELECT (SELECT count(*) FROM reading_seen s WHERE s.place_id = %(place)s AND s.holder_id = ANY (%(holders)s::uuid[])
          AND s.person_id = ANY (%(people)s::uuid[]) AND s.first_at > %(now)s - interval '1 day'),
       EXISTS (SELECT FROM reading_stop t WHERE t.place_id = %(place)s AND t.state = 'stopped'
               AND t.holder_id = ANY (%(holders)s::uuid[]))
"""
LOCK = """
INSERT INTO reading_volume AS v (holder_id, place_id, refused) SELECT unnest(%(holders)s::uuid[]), %(place)s, 0
ON CONFLICT (holder_id) DO UPDATE SET place_id = excluded.place_id
RETURNING v.holder_id, v.asked_at, v.proved_at
"""
COUNT = """
WITH fresh AS (
  INSERT INTO reading_seen (holder_id, place_id, person_id, first_at)
  SELECT holder, %(place)s, person, %(now)s FROM unnest(%(holders)s::uuid[]) AS holder,
         unnest(%(people)s::uuid[]) AS person
  ON CONFLICT (place_id, holder_id, person_id) DO UPDATE SET first_at = excluded.first_at
    WHERE reading_seen.first_at <= %(now)s - interval '1 day'
  RETURNING holder_id
)
SELECT h.holder, count(s.first_at) FILTER (WHERE s.first_at > %(now)s - interval '1 hour' AND s.first_at > h.since)
         + (SELECT count(*) FROM fresh WHERE holder_id = h.holder),
       count(s.first_at) + (SELECT count(*) FROM fresh WHERE holder_id = h.holder)
FROM unnest(%(holders)s::uuid[], %(since)s::timestamptz[]) AS h (holder, since)
LEFT JOIN reading_seen s
  ON s.place_id = %(place)s AND s.holder_id = h.holder AND s.first_at > %(now)s - interval '1 day'
GROUP BY h.holder
"""
ASK = """
UPDATE reading_volume SET asked_at = CASE WHEN asked_at IS NULL OR asked_at <= proved_at THEN %(now)s ELSE asked_at END,
       refused = refused + 1
WHERE place_id = %(place)s AND holder_id = %(holder)s RETURNING refused
"""
PROVED = """
UPDATE reading_volume SET proved_at = %(proved)s, refused = 0
WHERE place_id = %(place)s AND holder_id = ANY (%(holders)s::uuid[])
"""
FORGET = """
WITH counted AS (DELETE FROM reading_seen WHERE holder_id = %(holder)s AND place_id = %(place)s)
DELETE FROM reading_volume WHERE holder_id = %(holder)s AND place_id = %(place)s
"""
_NUMBER = attrgetter("int")
OLD = "DELETE FROM reading_seen WHERE first_at <= %s - interval '1 day'"


class ProofNeeded(Exception):
    """Too many new people within an hour: nobody more is shown before a fresh proof."""


class ReadingsStopped(Refused):
    """Nobody more is shown before somebody lifts it."""


class _Beyond(Exception):
    """What was counted is undone with its savepoint."""

    def __init__(self, holder: UUID, cause: str, counted: int):
        self.holder, self.cause, self.counted = holder, cause, counted


@dataclass(frozen=True, slots=True)
class _Held:
    """What a holder's row says, under its lock."""

    asked_at: datetime | None
    proved_at: datetime | None

    def proved_anew(self, actor: Actor) -> bool:
        """Since a proof was asked, and not one that already opened an hour."""
        if self.asked_at is None or actor.proved_at is None or actor.proved_at <= self.asked_at:
            return False
        return self.proved_at is None or actor.proved_at > self.proved_at


def spend(actor: Actor, people: Sequence[UUID]) -> None:
    """These people are about to be shown to this actor. Raises ProofNeeded or ReadingsStopped: then nobody is."""
    if actor.audience in (Audience.SYSTEM, Audience.JOBSEEKER) or not people:
        return
    values = _values(actor, people)
    seen, stopped = _one(KNOWN, values)
    if stopped:
        raise ReadingsStopped(STOPPED)
    if seen == len(values["holders"]) * values["asked"]:
        return
    held = {holder: _Held(asked, proved) for holder, asked, proved in _all(LOCK, values)}
    try:
        with transaction.atomic():
            _count(actor, values, held)
    except _Beyond as beyond:
        _refuse(actor, values, beyond)


def _values(actor: Actor, people: Sequence[UUID]) -> dict:
    holders = [actor.scope_user]
    if actor.audience == Audience.PROVIDER:
        holders.append(actor.scope_organisation)
    once = sorted(set(people), key=_NUMBER)
    return {
        "place": actor.scope_organisation,
        "holders": sorted(holders),
        "people": as_array(once),
        "asked": len(once),
        "now": clock.now(),
    }


def _count(actor: Actor, values: dict, held: dict[UUID, _Held]) -> None:
    """The rows of the holders are locked, in their order: what was seen is read after that."""
    anew = [holder for holder, row in held.items() if row.proved_anew(actor)]
    if anew:
        _run(PROVED, values | {"holders": anew, "proved": actor.proved_at})
    since = [_since(actor, held[holder], holder in anew, values["now"]) for holder in values["holders"]]
    for holder, hour, day in _all(COUNT, values | {"since": since}):
        most_hour, most_day = ceilings(holder == actor.organisation)
        if day > most_day:
            raise _Beyond(holder, Cause.DAY, day)
        if hour > most_hour:
            raise _Beyond(holder, Cause.UNPROVED, hour)


def _since(actor: Actor, held: _Held, anew: bool, now: datetime) -> datetime:
    """A proof that was asked for opens a new hour."""
    return (actor.proved_at if anew else held.proved_at) or now - HOUR


def ceilings(of_place: bool) -> tuple[int, int]:
    """People in an hour, in a day."""
    if of_place:
        return settings.PLACE_HOUR.value(), settings.PLACE_DAY.value()
    return settings.ACCOUNT_HOUR.value(), settings.ACCOUNT_DAY.value()


def tries() -> int:
    """Pages asked for beyond the ceiling of an hour, without a proof, before the stop."""
    return settings.UNPROVED.value()


def _refuse(actor: Actor, values: dict, beyond: _Beyond) -> None:
    if beyond.cause == Cause.UNPROVED:
        (refused,) = _one(ASK, values | {"holder": beyond.holder})
        if refused < tries():
            raise ProofNeeded
    stop(beyond.holder, actor, beyond.cause, beyond.counted)
    raise ReadingsStopped(STOPPED)


def stop(holder: UUID, actor: Actor, cause: str, counted: int) -> None:
    """Nothing more is read by this holder; those who answer for it are told. Once."""
    with scope(system("people.volume", actor.request_id)) as kairos:
        row = ReadingStop(holder_id=holder, place_id=actor.scope_organisation)
        live = ReadingStop.objects.filter(holder_id=holder, place_id=row.place_id, state=ReadingStop.State.STOPPED)
        if not live.exists():
            engine.run(act_named("reading_stop.stop"), row, kairos, cause=cause, counted=counted)


def require_open(actor: Actor) -> None:
    """Raises ReadingsStopped for whoever may read nobody, before they look for somebody."""
    if _one(KNOWN, _values(actor, []))[1]:
        raise ReadingsStopped(STOPPED)


def lookups_of(user: UUID) -> str:
    """The word under which the wrong look-ups of an account are counted."""
    return f"lookup {user}"


def forget(holder: UUID, place: UUID) -> None:
    """Counted afresh."""
    _run(FORGET, {"holder": holder, "place": place})


def forget_old(now: datetime) -> None:
    _run(OLD, [now])


def _run(statement: str, values: dict | list) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _one(statement: str, values: dict) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def _all(statement: str, values: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
