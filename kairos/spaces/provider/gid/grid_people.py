"""Who is on the grid and what each holds: plain values, a page at a time.

The people of one organisation are hundreds at most: they are read together, then searched and put in order here, where
marks count for nothing (« Etienne » finds « Étienne »).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.prepared import prepared
from kairos.foundation.text import sort_key
from kairos.identity.habilitations import queries
from kairos.identity.habilitations.catalogue import BY_KEY, Area
from kairos.identity.habilitations.models import OPEN, AccessGrant, Affiliation
from kairos.identity.habilitations.queries import MANAGE
from kairos.identity.habilitations.uses import PRESENCE
from kairos.spaces.provider.gid import masks
from kairos.spaces.provider.gid.places import Site

SIZES = (25, 50, 200)
STATES = {"active": "Actives", "invited": "Invitées", "suspended": "Suspendues"}
FEW = 50
comparable = lru_cache(maxsize=8192)(sort_key)
"""The same names come back with every page."""
COLUMNS = ("id", "user_id", "first_name", "last_name", "title", "state", "rights_version", "rights")

AMONG = "affiliation_id = ANY (%(among)s::uuid[]) AND"
HELD_BY_SOME = f"""
SELECT affiliation_id, string_agg("right", ' '),
       coalesce(string_agg("right", ' ') FILTER (WHERE state = 'proposed'), ''),
       bool_or(ends_on IS NOT NULL OR starts_on > %(today)s OR establishments <> '{{}}'), NULL::date
FROM access_grant WHERE {AMONG} organisation_id = %(organisation)s AND state IN ('proposed', 'live')
  AND (ends_on IS NULL OR ends_on >= %(today)s) GROUP BY affiliation_id
UNION ALL
SELECT affiliation_id, '', '', false, last_on FROM right_use
WHERE {AMONG} organisation_id = %(organisation)s AND "right" = '{PRESENCE}'
"""
"""Today's boxes (what is held or waits, and is not over; whether one is limited), then the last day each person came.
Two reads that nothing joins: a plan kept for any organisation has no way to be wrong."""
HELD = HELD_BY_SOME.replace(AMONG, "")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. words: of a name or a function. after: where the page starts. place: words of an
    establishment to which some right is limited."""

    words: str = ""
    area: Area | None = None
    state: str = ""
    place: str = ""
    after: str = ""
    size: int = SIZES[0]

    @classmethod
    def of(cls, address: Mapping[str, str]) -> "Asked":
        size = address.get("par", "")
        return cls(
            words=address.get("q", "").strip()[:80],
            area=BY_KEY.get(address.get("domaine", "")),
            state=address.get("etat", "") if address.get("etat") in STATES else "",
            place=address.get("lieu", "").strip()[:100],
            after=address.get("apres", ""),
            size=next((one for one in SIZES if str(one) == size), SIZES[0]),
        )

    def in_words(self) -> str:
        """For the journal."""
        said = [f"« {self.words} »"] if self.words else []
        said += [self.area.label] if self.area else []
        said += [STATES[self.state].lower()] if self.state else []
        return ", ".join(said + ([f"lieu « {self.place} »"] if self.place else []))

    @property
    def narrowed(self) -> bool:
        return bool(self.words or self.area or self.state or self.place)


@dataclass(slots=True)
class Person:
    """held: the boxes that are checked (see `masks`), waiting among them. limited: some have days or places of their
    own, which the grid keeps. last_on: the last day they came."""

    id: UUID
    user: UUID
    name: str
    order: str
    title: str
    state: str
    version: int
    manages: bool
    held: int = 0
    waiting: int = 0
    limited: bool = False
    last_on: date | None = None

    @property
    def key(self) -> str:
        return f"{self.order}~{self.id}"


@dataclass(frozen=True, slots=True)
class Page:
    """count: of all that were found. before, after: what the address of the previous and next pages says, or None."""

    people: list[Person]
    count: int
    before: str | None
    after: str | None


def page(actor: Actor, asked: Asked, sites: Iterable[Site] = ()) -> Page:
    """`sites`: the establishments of the organisation that the words of a place find."""
    found = _found(actor, asked, sites)
    start = sum(one.key <= asked.after for one in found) if asked.after else 0
    shown = found[start : start + asked.size]
    _complete(actor, shown)
    before = start - asked.size
    return Page(
        people=shown,
        count=len(found),
        before=None if not start else found[before - 1].key if before > 0 else "",
        after=shown[-1].key if start + asked.size < len(found) else None,
    )


def those(actor: Actor, keys: Iterable[UUID]) -> dict[UUID, Person]:
    """Of these, who is in the organisation now."""
    wanted = {*keys}
    found = {one.id: one for one in _people(actor, among=wanted)} if wanted else {}
    _complete(actor, found.values())
    return found


def found(actor: Actor, asked: Asked, sites: Iterable[Site] = ()) -> list[Person]:
    """All pages together."""
    people = _found(actor, asked, sites)
    _complete(actor, people)
    return people


def _found(actor: Actor, asked: Asked, sites: Iterable[Site]) -> list[Person]:
    there = [site.id for site in sites] if asked.place else None
    people = _people(actor, asked.area, asked.state, there)
    fitting = (one for one in people if _fits(one, asked.words)) if asked.words else people
    return sorted(fitting, key=lambda one: one.key)


def _people(
    actor: Actor,
    area: Area | None = None,
    state: str = "",
    places: list[UUID] | None = None,
    among: set[UUID] | None = None,
) -> Iterator[Person]:
    if among is None and places is None and area is None:
        rows = _everybody(actor.scope_organisation, state)
    else:
        rows = _some(actor, area, state, places, among)
    for key, user, first, last, title, at, version, rights in rows:
        yield Person(key, user, f"{first} {last}".strip(), comparable(f"{last} {first}"), title, at, version,
                     MANAGE in rights)  # fmt: skip


@prepared
def _everybody(organisation: UUID, state: str = "") -> QuerySet:
    rows = queries.people_of(organisation)
    return (rows.filter(state=state) if state else rows).values_list(*COLUMNS)


def _some(actor: Actor, area: Area | None, state: str, places: list[UUID] | None, among: set[UUID] | None) -> QuerySet:
    rows = _everybody.build(actor.scope_organisation, state)
    if places is not None:
        rows = rows.filter(pk__in=_open(actor).filter(establishments__overlap=places).values("affiliation"))
    if among is not None:
        rows = rows.filter(pk__in=among)
    if area is not None:
        rows = rows.filter(pk__in=_open(actor).filter(right__in=area.rights).values("affiliation"))
    return rows


def _fits(person: Person, words: str) -> bool:
    said = f"{person.order} {comparable(person.title)}"
    return all(word in said for word in comparable(words).split())


def _open(actor: Actor) -> QuerySet[AccessGrant]:
    """What is held or waits, and is not over: today's boxes."""
    lasting = Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today())
    return AccessGrant.objects.filter(OPEN, lasting, organisation=actor.scope_organisation)


def _complete(actor: Actor, people: Iterable[Person]) -> None:
    """One statement. Of more than a few, everybody's is read: hundreds of keys cost more than the rows they spare."""
    known = {one.id: one for one in people}
    few = len(known) <= FEW
    asked = {"organisation": actor.scope_organisation, "today": clock.today()} | ({"among": [*known]} if few else {})
    with connection.cursor() as cursor:
        cursor.execute(HELD_BY_SOME if few else HELD, asked)
        for key, held, waiting, limited, last_on in cursor.fetchall():
            if one := known.get(key):
                _add(one, held, waiting, limited, last_on)


def _add(person: Person, held: str, waiting: str, limited: bool, last_on: date | None) -> None:
    if last_on is not None:
        person.last_on = last_on
        return
    person.held, person.waiting, person.limited = masks.said(held), masks.said(waiting), limited


def gone(actor: Actor, keys: Iterable[UUID]) -> dict[UUID, str]:
    """Of these, the names of those who were of the organisation and have left. Raises for who never was."""
    wanted = {*keys}
    rows = queries.visible_to(actor).filter(pk__in=wanted, ended_at__isnull=False)
    names = {row.pk: row.shown_name for row in rows} if wanted else {}
    if wanted - names.keys():
        raise Affiliation.DoesNotExist
    return names
