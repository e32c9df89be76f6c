"""Which days of appointments a page shows: one, a week, the sixty that follow."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest

from kairos.foundation import clock
from kairos.foundation.clock import PARIS
from kairos.path.appointments import rules
from kairos.path.appointments.models import Slot
from kairos.spaces.forms import parse_day

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
"""Days that may be asked for."""
ONE_DAY = timedelta(days=1)
FAR = timedelta(days=60)
VIEWS = {"jour": "Jour", "": "Semaine", "liste": "Liste"}
STEPS = {"jour": ONE_DAY, "": 7 * ONE_DAY, "liste": FAR}
KINDS, MODES = dict(Slot.Kind.choices), dict(Slot.Mode.choices)


@dataclass(frozen=True, slots=True)
class Days:
    """day: the one that was asked for; first to last: what is shown of it."""

    view: str
    day: date
    first: date
    last: date

    @property
    def before(self) -> date:
        return self.day - STEPS[self.view]

    @property
    def after(self) -> date:
        return self.day + STEPS[self.view]

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """From the first midnight to the last."""
        return datetime.combine(self.first, time(), PARIS), datetime.combine(self.last + ONE_DAY, time(), PARIS)


def asked(request: HttpRequest) -> Days:
    view = request.GET.get("vue", "")
    view = view if view in VIEWS else ""
    typed = parse_day(request.GET.get("jour", "")[:10])
    day = typed if typed and FIRST <= typed <= LAST else clock.today()
    first, end = rules.week_of(day) if view == "" else (day, day + STEPS[view])
    return Days(view, day, first, end - ONE_DAY)
