"""The lines of the grid, drawn here: a cell is one of eight strings for its area, the person put in its place, and who
the person is one string more. Templates are too slow for thousands of boxes."""

from functools import cache

from markupsafe import Markup, escape

from kairos.design import french
from kairos.identity.habilitations.catalogue import AREAS, Area
from kairos.spaces.provider.gid import masks
from kairos.spaces.provider.gid.grid_people import Person

WHO = "\x00"
"""Where the number of the line goes."""
BOX = Markup('<input type=checkbox name={who}.{area} value={letter} aria-labelledby="p{who} {area} {letter}"{was}{on}>')
CELL = Markup('<td data-label="{}"><span class="rights">{}</span></td>')
WAS, ON = (Markup(" data-was=0"), Markup(" data-was=1")), Markup(" checked")
STATES = {"invited": " · invitation envoyée", "suspended": " · accès suspendu"}
LIMITED = " · des droits ont leurs dates ou leurs lieux"


def heading(line: int, person: Person, seen: str, page: str) -> Markup:
    """What stands before the boxes, its cell left open. `page`: the address of the grid."""
    waiting = person.waiting.bit_count()
    told = french.plural(waiting, "droit attend un accord", "droits attendent un accord") if waiting else ""
    return Markup(  # every piece is escaped, or an id
        f'<th scope="row"><input type="hidden" name="vu" value="{seen}"><a id="p{line}" href="{page}{person.id}/">'
        f"{escape(person.name)}</a><small>{escape(_said(person))}</small>{f'<small>{told}</small>' if told else ''}"
    )


def _said(person: Person) -> str:
    called = ", ".join(filter(None, ("RGC" if person.manages else "", person.title)))
    return f"{called}{STATES.get(person.state, '')}{LIMITED if person.limited else ''}"


def boxes(line: int, held: int, typed: int) -> Markup:
    """The cells of one person. `typed`: what is checked; a box that differs from `held` says so to the script."""
    cells = [_cell(place, typed & of_area, held & of_area) for place, of_area in enumerate(masks.OF_AREA.values())]
    return Markup("".join(cells).replace(WHO, str(line)))  # constants, but for the number


@cache
def _cell(place: int, typed: int, held: int) -> str:
    area = AREAS[place]
    drawn = (_box(area, grade.letter, masks.BIT[area.right(grade)], typed, held) for grade in area.grades)
    return str(CELL.format(area.label, Markup("").join(drawn)))


def _box(area: Area, letter: str, bit: int, typed: int, held: int) -> str:
    was = WAS[bool(held & bit)] if (typed ^ held) & bit else ""
    on = ON if typed & bit else ""
    return BOX.format(who=WHO, area=area.key, letter=letter, was=was, on=on)
