"""What was checked on the grid, against what it is by now: changes, what somebody else changed meanwhile, who left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.http import QueryDict

from kairos.foundation.actor import Actor
from kairos.identity.habilitations import rules
from kairos.identity.habilitations.catalogue import AREAS, Area
from kairos.identity.habilitations.models import OPEN, AccessGrant
from kairos.identity.habilitations.rules import Wanted
from kairos.spaces.provider.gid import grid_people, masks
from kairos.spaces.provider.gid.grid_people import Person

SEEN = "vu"
"""The hidden field of each line: its number, person, version of the rights, boxes checked when the page was made."""


@dataclass(frozen=True, slots=True)
class Typed:
    """shown: the boxes as the page had them; wanted: as they came back."""

    version: int
    shown: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Change:
    """waits: it is for oneself, and a second person must agree."""

    person: Person
    given: list[str]
    withdrawn: list[str]
    waits: bool = False

    @property
    def count(self) -> int:
        return len(self.given) + len(self.withdrawn)


@dataclass(slots=True)
class Compared:
    """people: who the lines are, by id. wanted: their boxes once what was typed is put on what they hold now.

    changed: who changes. meanwhile: who was changed by somebody else since the page was made: what that did. left:
    the names of those who are no longer here.
    """

    people: Mapping[UUID, Person]
    wanted: dict[UUID, int] = field(default_factory=dict)
    changed: list[UUID] = field(default_factory=list)
    meanwhile: list[Change] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @property
    def stale(self) -> bool:
        return bool(self.meanwhile or self.left)

    def changes(self, actor: Actor, alone: bool) -> list[Change]:
        """What saving would do; `alone`: the organisation has one person."""
        return [
            _change(one, one.held, self.wanted[one.id], one.user == actor.user and not alone)
            for one in map(self.people.__getitem__, self.changed)
        ]


def read(sent: QueryDict) -> dict[UUID, Typed]:
    """What was typed, by person; a line that no page of ours made is left out."""
    found = {}
    for line in sent.getlist(SEEN):
        try:
            number, person, version, shown = line.split(".")
            typed = UUID(hex=person), int(version), int(shown, 16) & masks.ALL
        except ValueError:
            continue
        found[typed[0]] = Typed(*typed[1:], wanted=_boxes(sent, number))
    return found


def _boxes(sent: QueryDict, number: str) -> int:
    return sum(
        masks.BIT[area.right(grade)]
        for area in AREAS
        if (letters := sent.getlist(f"{number}.{area.key}"))
        for grade in area.grades
        if grade.letter in letters
    )


def compare(actor: Actor, typed: Mapping[UUID, Typed]) -> Compared:
    """Raises Affiliation.DoesNotExist for a person of no organisation of ours."""
    touched = {key: one for key, one in typed.items() if one.wanted != one.shown}
    found = Compared(grid_people.those(actor, touched))
    found.left = sorted(grid_people.gone(actor, touched.keys() - found.people.keys()).values())
    for key, person in found.people.items():
        one = touched[key]
        flipped = one.wanted ^ one.shown
        if person.held == one.wanted:
            continue
        found.wanted[key] = (person.held & ~flipped) | (one.wanted & flipped)
        found.changed.append(key)
        if (person.version, person.held) != (one.version, one.shown):
            found.meanwhile.append(_change(person, one.shown, person.held))
    return found


def _change(person: Person, before: int, after: int, own: bool = False) -> Change:
    given = masks.rights(after & ~before)
    return Change(person, given, masks.rights(before & ~after), waits=own and bool(given))


def wanted(actor: Actor, boxes: Mapping[UUID, int], today: date) -> dict[UUID, list[Wanted]]:
    """What each is to hold, in full: what they have keeps its days and places, which the grid does not show."""
    rows = AccessGrant.objects.filter(OPEN, organisation=actor.scope_organisation, affiliation__in=boxes)
    held: dict[UUID, dict[str, Wanted]] = {}
    for grant in rows.order_by("state"):  # LIVE before PROPOSED: what is in force says the days and places
        if rules.lasts(grant, today):
            held.setdefault(grant.affiliation_id, {}).setdefault(grant.right, rules.as_it_is(grant))
    return {
        key: [held.get(key, {}).get(right) or Wanted(right) for right in masks.rights(mask)]
        for key, mask in boxes.items()
    }


def letters(held: int, areas: Iterable[Area] = AREAS) -> list[tuple[str, list[str]]]:
    """As the boxes are named: (area, letters that are checked)."""
    return [
        (area.key, [grade.letter for grade in area.grades if held & masks.BIT[area.right(grade)]]) for area in areas
    ]
