"""The day, the week, the list of an organisation's appointments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, permissions
from kairos.foundation.clock import PARIS
from kairos.path.appointments import queries, rules, wording
from kairos.path.appointments.models import Slot
from kairos.spaces.forms import parse_day
from kairos.spaces.provider.kairos import chrome

ONE_DAY = timedelta(days=1)
FAR = timedelta(days=60)
KINDS, MODES = dict(Slot.Kind.choices), dict(Slot.Mode.choices)
VIEWS = {"jour": "Jour", "": "Semaine", "liste": "Liste"}


@dataclass(frozen=True, slots=True)
class Line:
    slot: Slot
    now: datetime

    @property
    def href(self) -> str:
        return f"/organisme/rendez-vous/{self.slot.pk}/"

    @property
    def hours(self) -> str:
        return wording.hours(self.slot)

    @property
    def kind(self) -> str:
        return KINDS[self.slot.kind]

    @property
    def mode(self) -> str:
        return MODES[self.slot.mode]

    @property
    def badge(self) -> tuple[str, str]:
        return badge(self.slot, self.now)


def badge(slot: Slot, now: datetime) -> tuple[str, str]:
    if slot.state == Slot.State.CANCELLED:
        return "bad", "Annulé"
    if slot.state == Slot.State.CLOSED:
        return "idle", "Résultats notés"
    if slot.starts_at <= now:
        return "warn", "Résultats à noter"
    return ("info", "Complet") if slot.full else ("ok", "Places libres")


@dataclass(frozen=True)
class Agenda:
    view: str
    day: date
    slots: Sequence[Slot]
    now: datetime

    @cached_property
    def days(self) -> list[tuple[date, list[Line]]]:
        """By the day of each place."""
        lines = [Line(slot, self.now) for slot in self.slots]
        key = wording.day_of
        return [(day, list(found)) for day, found in groupby(lines, key=lambda line: key(line.slot))]

    @property
    def step(self) -> timedelta:
        return {"jour": ONE_DAY, "": 7 * ONE_DAY, "liste": FAR}[self.view]


def agenda(request: HttpRequest) -> HttpResponse:
    view = request.GET.get("vue", "")
    view = view if view in VIEWS else ""
    day = parse_day(request.GET.get("jour", "")[:10]) or clock.today()
    first, last = rules.week_of(day) if view == "" else (day, day + (ONE_DAY if view == "jour" else FAR))
    begins, ends = (datetime.combine(one, time(), PARIS) for one in (first, last))
    found = Agenda(view, first, queries.between(request.actor, begins, ends), clock.now())
    return render(
        request,
        "appointments/agenda.html",
        chrome.of(request),
        agenda=found,
        views=VIEWS,
        first=first,
        last=last - ONE_DAY,
        may_open=permissions.holds(request.actor, "appointments.open"),
        here=reverse("appointments:agenda"),
    )
