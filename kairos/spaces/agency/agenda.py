"""The day, the week, the list of an adviser's portfolio: who is expected where, what changed, who did not come."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.foundation import clock
from kairos.foundation.working_days import place_of
from kairos.path.appointments import queries, wording
from kairos.path.appointments.models import Booking, Slot
from kairos.people.access import reading
from kairos.spaces.agency.chrome import PLACE
from kairos.spaces.appointments import days
from kairos.spaces.appointments.days import KINDS, MODES

COLUMNS = ("person_id", "person__last_name", "person__first_name", "state", "coming", "word", "slot__starts_at",
           "slot__ends_at", "slot__postcode", "slot__kind", "slot__mode", "slot__title", "slot__provider",
           "slot__reason")  # fmt: skip
LATELY, MOST = timedelta(days=7), 50
State = Booking.State


class Held(NamedTuple):
    """The values of `COLUMNS`."""

    person: UUID
    last_name: str
    first_name: str
    state: str
    coming: bool
    word: str
    starts_at: datetime
    ends_at: datetime
    postcode: str
    kind: str
    mode: str
    title: str
    provider: str
    reason: str


class Line(NamedTuple):
    """told: what the drawing of a line takes, see `appointments/lines.html`."""

    href: str
    name: str
    hours: str
    told: tuple[str, ...]


class Change(NamedTuple):
    """sign: of the list."""

    href: str
    name: str
    sign: str
    what: str
    detail: str


def badge(row: Held, now: datetime) -> tuple[str, str]:
    if row.state == State.BOOKED and row.starts_at <= now:
        return "warn", "Résultat attendu"
    if row.state == State.BOOKED and row.coming:
        return "ok", "Sera là"
    return {
        State.BOOKED: ("info", "Inscrit"),
        State.WAITING: ("idle", "Liste d’attente"),
        State.ATTENDED: ("ok", "Présent"),
        State.ABSENT: ("bad", "Absent"),
    }.get(row.state, ("bad", "Annulé"))


def by_day(rows: Iterable[Held], now: datetime) -> list[tuple[date, list[Line]]]:
    """By the day of each place."""
    dated = (_line(row, now) for row in rows)
    return [(day, [line for _, line in lines]) for day, lines in groupby(dated, key=itemgetter(0))]


def _line(row: Held, now: datetime) -> tuple[date, Line]:
    zone = place_of(row.postcode).zone
    starts, ends = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
    told = (KINDS[row.kind], row.title, row.provider, MODES[row.mode], *badge(row, now))
    return starts.date(), Line(_page_of(row), _name(row), wording.clock(starts, ends), told)


def _name(row: Held) -> str:
    return f"{row.last_name} {row.first_name}".strip()


def _page_of(row: Held) -> str:
    return f"/conseiller/personnes/{row.person}/rendez-vous/"


def change(row: Held) -> Change:
    if row.state == State.ABSENT:
        sign, said, why = "bad", "absence notée", ""
    elif row.state == State.CANCELLED:
        sign, said, why = "bad", "n’a plus ce rendez-vous", row.word
    else:
        sign, said, why = "warn", "rendez-vous déplacé ou précisé", row.reason
    slot = Slot(starts_at=row.starts_at, ends_at=row.ends_at, postcode=row.postcode)
    told = (KINDS[row.kind], wording.when(slot), row.provider, why)
    return Change(_page_of(row), _name(row), sign, said, " · ".join(filter(None, told)))


def agenda(request: HttpRequest) -> HttpResponse:
    """Whoever is shown is counted and journaled, once."""
    shown, now = days.asked(request), clock.now()
    rows = [Held(*row) for row in queries.held_between(request.actor, COLUMNS, *shown.instants, now)]
    lately = [Held(*row) for row in queries.changed_since(request.actor, COLUMNS, now - LATELY, MOST, now)]
    people = dict.fromkeys(row.person for row in (*rows, *lately))
    reading.shown(request.actor, "appointments.portfolio", list(people))
    return PLACE.render(
        request,
        "agency/agenda.html",
        shown=shown,
        views=days.VIEWS,
        days=by_day(rows, now),
        changes=[change(row) for row in lately],
        here=reverse("agency:agenda"),
    )
