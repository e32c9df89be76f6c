"""« À faire »: what waits for whoever looks, from sources that each capability adds, read together in ONE statement.

    @source("kairos", "catalogue.enter", _draft)
    def drafts(actor: Actor, now: datetime, today: date) -> QuerySet:
        rows = queries.visible_to(actor).filter(state="draft", starts_on__lte=days_after(today, 30))
        return lines(rows, "delivery__course__title", at="starts_on")

`_draft(line)` says the line: its words, its address, its act. A source stands in the `todo.py` of its space, named by
`spaces/apps.py`; no home is edited. It is read for whoever holds its permission, and must filter what is theirs.
"""

from kairos.path.enrolments.queries import where_held
from kairos.spaces.todo.reading import MOST, Todo, of
from kairos.spaces.todo.sources import Line, Task, days_after, instants_before, lines, once, source

__all__ = [
    "MOST",
    "Line",
    "Task",
    "Todo",
    "days_after",
    "instants_before",
    "lines",
    "of",
    "once",
    "source",
    "where_held",
]
