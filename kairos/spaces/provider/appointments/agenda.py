"""The day, the week, the list of an organisation's appointments."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, permissions
from kairos.foundation.working_days import place_of
from kairos.path.appointments import queries, wording
from kairos.path.appointments.models import Slot
from kairos.spaces.appointments import days
from kairos.spaces.appointments.days import KINDS, MODES
from kairos.spaces.provider.kairos import chrome

COLUMNS = ("id", "starts_at", "ends_at", "postcode", "kind", "mode", "state", "taken", "capacity", "title")


class Line(NamedTuple):
    """told: what the drawing of a line takes, see `appointments/lines.html`."""

    href: str
    hours: str
    told: tuple[str | int, ...]


def badge(state: str, starts_at: datetime, taken: int, capacity: int, now: datetime) -> tuple[str, str]:
    if state == Slot.State.CANCELLED:
        return "bad", "Annulé"
    if state == Slot.State.CLOSED:
        return "idle", "Résultats notés"
    if starts_at <= now:
        return ("warn", "Résultats à noter") if taken else ("idle", "Sans inscrit")
    return ("info", "Complet") if taken >= capacity else ("ok", "Places libres")


def by_day(rows: Iterable[tuple], now: datetime) -> list[tuple[date, list[Line]]]:
    """By the day of each place."""
    dated = (_line(now, *row) for row in rows)
    return [(day, [line for _, line in lines]) for day, lines in groupby(dated, key=itemgetter(0))]


def _line(
    now: datetime, key: UUID, starts_at: datetime, ends_at: datetime, postcode: str, kind: str, mode: str, state: str,
    taken: int, capacity: int, title: str,
) -> tuple[date, Line]:  # fmt: skip
    zone = place_of(postcode).zone
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)
    told = (KINDS[kind], title, MODES[mode], taken, capacity, *badge(state, starts_at, taken, capacity, now))
    return starts.date(), Line(f"/organisme/rendez-vous/{key}/", wording.clock(starts, ends), told)


def agenda(request: HttpRequest) -> HttpResponse:
    shown = days.asked(request)
    return render(
        request,
        "appointments/agenda.html",
        chrome.of(request),
        shown=shown,
        views=days.VIEWS,
        days=by_day(queries.between(request.actor, COLUMNS, *shown.instants), clock.now()),
        may_open=permissions.holds(request.actor, "appointments.open"),
        here=reverse("appointments:agenda"),
    )
