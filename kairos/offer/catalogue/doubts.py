"""What looks wrong with a session and may be right: shown while it is typed, maintained with a reason, else in the way
of its publication."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects

from kairos.foundation.prepared import Text, prepared
from kairos.foundation.text import sort_key
from kairos.offer.catalogue import content as contents
from kairos.offer.catalogue import queries, rules, settings
from kairos.offer.catalogue.content import Content
from kairos.offer.catalogue.models import TrainingSession
from kairos.offer.catalogue.rules import FAR, Occupation

DUPLICATE, ROOM, TRAINER, MODULE, HOURS = "duplicate", "room", "trainer", "module", "hours"
MOST = 20
"""Other sessions looked at: beyond, the first ones say enough."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """kind: what it is, field: beside what it is shown. other: the session it names, if there is one."""

    kind: str
    field: str
    message: str
    other: UUID | None = None

    @property
    def key(self) -> str:
        """What is maintained: this kind of doubt, about that session."""
        return f"{self.kind}:{self.other or ''}"


def about(content: Content, organisation: UUID, session: UUID | None = None) -> list[Doubt]:
    """Three statements at most. `session`: the row itself, which is no other."""
    found = [*modules_outside(content), *hours(content)]
    if content.values["starts_on"]:
        found += _duplicates(content, organisation, session)
        found += _occupied(content, organisation, session)
    return found


def left(found: Iterable[Doubt], maintained: Iterable[str]) -> list[Doubt]:
    """Those that nobody maintained."""
    known = set(maintained)
    return [doubt for doubt in found if doubt.key not in known]


def modules_outside(content: Content) -> Iterator[Doubt]:
    first, last = content.values["starts_on"], content.values["ends_on"] or FAR
    for number, module in enumerate(content.modules, start=1):
        if first and not first <= module.starts_on <= module.ends_on <= last:
            name = module.title or f"n° {number}"
            yield Doubt(f"{MODULE}{number}", "modules", f"Le module « {name} » sort des dates de la session.")


def hours(content: Content) -> Iterator[Doubt]:
    """Against the hours in centre and remote, or all of them: a stay in a company may have its half-days or not."""
    programme = content.programme()
    if not (content.hours and programme.timetable and programme.starts_on and programme.ends_on):
        return
    computed = rules.minutes_of(rules.expected(programme, programme.starts_on, programme.ends_on))
    taught = content.hours - (content.values["hours_company"] or 0)
    tolerance = settings.HOURS_TOLERANCE.value()
    if all(rules.hours_differ(announced, computed, tolerance) for announced in {taught, content.hours}):
        said = f"{taught} h" if taught == content.hours else f"{taught} h en centre et à distance"
        yield Doubt(
            HOURS,
            "timetable",
            f"L’emploi du temps donne {rules.duration(computed)}, la session en annonce {said} : jours fériés et "
            "fermetures sont déduits.",
        )


def _duplicates(content: Content, organisation: UUID, session: UUID | None) -> Iterator[Doubt]:
    values = content.values
    title, town = sort_key(values["title"])[:255], sort_key(values["town"])[:100]
    same = (Text(title), Text(values["postcode"]), Text(town))
    for key, number in _alike(organisation, session, values["starts_on"], values["ends_on"], *same):
        yield Doubt(
            DUPLICATE, "title", f"Même formation, même lieu, mêmes dates que la session {number} : un doublon ?", key
        )


@prepared
def _alike(
    organisation: UUID, session: UUID | None, first: date, last: date | None, title: Text, postcode: Text, town: Text
) -> QuerySet[TrainingSession, tuple[UUID, str]]:
    rows = TrainingSession.objects.filter(
        organisation=organisation,
        starts_on=first,
        ends_on=last,
        delivery__course__sort_key=title,
        delivery__postcode=postcode,
        delivery__place_key=town,
    ).exclude(state=TrainingSession.State.CANCELLED)
    return rows.exclude(pk=session).order_by("number").values_list("pk", "number")[:3]


def _occupied(content: Content, organisation: UUID, session: UUID | None) -> Iterator[Doubt]:
    mine = list(occupations(content))
    rooms = {one.room for one in mine} - {""}
    trainers = {one.trainer for one in mine} - {""}
    if not rooms and not trainers:
        return
    first, last = min(one.starts_on for one in mine), max(one.ends_on for one in mine)
    others = _holding(organisation, session, first, last, len(rooms), *map(Text, (*sorted(rooms), *sorted(trainers))))
    prefetch_related_objects(others, "modules")
    for other in others:
        yield from _clashes(mine, other)


@prepared
def _holding(
    organisation: UUID, session: UUID | None, first: date, last: date, count: int, *held: Text
) -> QuerySet[TrainingSession]:
    """Others that hold one of so many rooms, or of the trainers, themselves or in a module; which one is looked at
    afterwards."""
    rows = queries.overlapping(organisation, first, last).exclude(pk=session)
    taken = Q(room_key__in=held[:count]) | Q(trainer_key__in=held[count:]) | Q(modules__isnull=False)
    return rows.filter(taken).select_related("delivery__course").distinct().order_by("starts_on", "pk")[:MOST]


def _clashes(mine: list[Occupation], other: TrainingSession) -> Iterator[Doubt]:
    theirs = list(occupations(contents.of(other)))
    for kind, field, word in ((ROOM, "room", "La salle"), (TRAINER, "trainer", "Cette personne")):
        if any(_both(pair, kind) for pair in _pairs(mine, theirs)):
            label = other.delivery.course.title
            taken = "est déjà prise" if kind == ROOM else "forme déjà ailleurs"
            yield Doubt(kind, field, f"{word} {taken} aux mêmes demi-journées par {other.number}, {label}.", other.pk)


def _pairs(mine: list[Occupation], theirs: list[Occupation]) -> Iterator[tuple[Occupation, Occupation]]:
    return ((one, other) for one in mine for other in theirs if rules.clash(one, other))


def _both(pair: tuple[Occupation, Occupation], kind: str) -> str:
    """The room or trainer that the two share."""
    one, other = (getattr(occupation, kind) for occupation in pair)
    return one if one == other else ""


def occupations(content: Content) -> Iterator[Occupation]:
    """Of the modules when there are any; each in its own room or the session's, with its trainer or the session's."""
    own, values = content.own, content.values
    whole: tuple[date, date] = (values["starts_on"], values["ends_on"] or FAR)
    parts = [(one.starts_on, one.ends_on, one.room, one.trainer) for one in content.modules] or [(*whole, "", "")]
    for first, last, room, trainer in parts:
        yield Occupation(
            first, last, own["timetable"], sort_key(room or own["room"]), sort_key(trainer or own["trainer"])
        )
