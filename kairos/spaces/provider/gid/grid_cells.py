"""The lines of the grid, drawn here: a cell is one of eight strings for its area, the person put in its place, and who
the person is one string more. Templates are too slow for thousands of boxes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from uuid import UUID

from markupsafe import Markup

from kairos.design import french
from kairos.identity.habilitations.catalogue import AREAS, Area
from kairos.spaces.provider.gid import masks
from kairos.spaces.provider.gid.grid_people import Person


@dataclass(frozen=True, slots=True)
class Line:
    """start: who, drawn but for the end of its cell. boxes: the cells, drawn. came: their last day, in words."""

    person: Person
    start: Markup
    boxes: Markup
    came: Markup


WHO = "\x00"
"""Where the number of the line goes."""
BOX = Markup('<input type=checkbox name={who}.{area} value={letter} aria-labelledby="p{who} {area} {letter}"{was}{on}>')
CELL = Markup('<td data-label="{}"><span class="rights">{}</span></td>')
START = Markup(
    '<th scope="row"><input type="hidden" name="vu" value="%s"><a id="p%s" href="%s%s/">%s</a><small>%s</small>%s'
)
ROW, HEAD, LAST, END = Markup("<tr>"), Markup("</th>"), Markup('<td class="nowrap desk">'), Markup("</td></tr>")
WAITING, NOTHING = Markup("<small>%s</small>"), Markup("")
WAS, ON = (Markup(" data-was=0"), Markup(" data-was=1")), Markup(" checked")
STATES = {"invited": " · invitation envoyée", "suspended": " · accès suspendu"}
LIMITED = " · des droits ont leurs dates ou leurs lieux"


def together(lines: Iterable[Line], notes: Mapping[UUID, Markup]) -> Iterator[Markup]:
    """All the lines, piece by piece; `notes`: what changed meanwhile, beside the people it changed for."""
    for one in lines:
        yield from (ROW, one.start, notes.get(one.person.id, NOTHING), HEAD, one.boxes, LAST, one.came, END)


def heading(line: int, person: Person, seen: str, page: str) -> Markup:
    """What stands before the boxes, its cell left open. `page`: the address of the grid."""
    return _heading(line, person.id, person.name, _said(person), person.waiting.bit_count(), seen, page)


@lru_cache(maxsize=2048)
def _heading(line: int, key: UUID, name: str, said: str, waiting: int, seen: str, page: str) -> Markup:
    told = french.plural(waiting, "droit attend un accord", "droits attendent un accord") if waiting else ""
    more = WAITING % told if told else NOTHING
    return START % (seen, line, page, key, name, said, more)


def _said(person: Person) -> str:
    called = ", ".join(filter(None, ("RGC" if person.manages else "", person.title)))
    return f"{called}{STATES.get(person.state, '')}{LIMITED if person.limited else ''}"


@lru_cache(maxsize=4096)
def boxes(line: int, held: int, typed: int) -> Markup:
    """The cells of one person. `typed`: what is checked; a box that differs from `held` says so to the script."""
    return _cells(held, typed).replace(WHO, str(line))


@lru_cache(maxsize=1024)
def _cells(held: int, typed: int) -> Markup:
    """Whoever holds the same rights (a profile's) has the same cells."""
    cells = (_cell(place, typed & of_area, held & of_area) for place, of_area in enumerate(masks.OF_AREA.values()))
    return Markup("").join(cells)


@cache
def _cell(place: int, typed: int, held: int) -> Markup:
    area = AREAS[place]
    drawn = (_box(area, grade.letter, masks.BIT[area.right(grade)], typed, held) for grade in area.grades)
    return CELL.format(area.label, Markup("").join(drawn))


def _box(area: Area, letter: str, bit: int, typed: int, held: int) -> Markup:
    was = WAS[bool(held & bit)] if (typed ^ held) & bit else ""
    on = ON if typed & bit else ""
    return BOX.format(who=WHO, area=area.key, letter=letter, was=was, on=on)
