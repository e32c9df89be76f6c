"""The boxes of the grid. A cell is one of eight strings for its area, the person put in its place: templates are too
slow for thousands of them."""

from functools import cache

from markupsafe import Markup

from kairos.identity.habilitations.catalogue import AREAS, Area
from kairos.spaces.provider.gid import masks

WHO = "\x00"
"""Where the number of the line goes."""
BOX = Markup('<input type=checkbox name={who}.{area} value={letter} aria-labelledby="p{who} {area} {letter}"{was}{on}>')
CELL = Markup('<td data-label="{}"><span class="rights">{}</span></td>')
WAS, ON = (Markup(" data-was=0"), Markup(" data-was=1")), Markup(" checked")


def boxes(line: int, held: int, typed: int) -> Markup:
    """The cells of one person. `typed`: what is checked; a box that differs from `held` says so to the script."""
    cells = (_cell(place, typed & of_area, held & of_area) for place, of_area in enumerate(masks.OF_AREA.values()))
    return Markup("").join(cells).replace(WHO, str(line))


@cache
def _cell(place: int, typed: int, held: int) -> Markup:
    area = AREAS[place]
    drawn = (_box(area, grade.letter, masks.BIT[area.right(grade)], typed, held) for grade in area.grades)
    return CELL.format(area.label, Markup("").join(drawn))


def _box(area: Area, letter: str, bit: int, typed: int, held: int) -> Markup:
    was = WAS[bool(held & bit)] if (typed ^ held) & bit else ""
    on = ON if typed & bit else ""
    return BOX.format(who=WHO, area=area.key, letter=letter, was=was, on=on)
