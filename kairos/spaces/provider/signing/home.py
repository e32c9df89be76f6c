"""« Émargement »: the half-days of today, those of the last days that wait for the trainer."""

from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, engine, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Refused
from kairos.offer.catalogue import content
from kairos.offer.catalogue.models import TrainingSession
from kairos.offer.catalogue.rules import Half, expected
from kairos.path.attendance import board as boards
from kairos.path.attendance import queries as attendance
from kairos.path.attendance.settings import AFTERNOON
from kairos.path.signing import queries, settings
from kairos.path.signing.lifecycle import HalfDaySheet
from kairos.path.signing.models import SigningSheet
from kairos.spaces.forms import parse_day
from kairos.spaces.provider.kairos import chrome

MOST = 100


@dataclass(frozen=True, slots=True)
class HalfDay:
    """One to sign. sheet: None until it is opened; writes: the reader may open it; to_come: not yet."""

    session: UUID
    title: str
    number: str
    day: date
    half: Half
    sheet: SigningSheet | None
    writes: bool
    to_come: bool


def page(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    today = clock.today()
    first = today - timedelta(days=settings.PAPER_DAYS.value())
    sessions = _sessions(request.actor, first, today)
    sheets = list(queries.of_days(request.actor, [row.pk for row in sessions], first, today))
    there = {(one.session_id, one.day, one.half): one for one in sheets}
    return render(
        request,
        "signing/home.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        half_days=[half for row in sessions if row.today for half in _half_days(request.actor, row, today, there)],
        afternoon=AFTERNOON.value(),
        waiting=[one for one in sheets if one.day < today and one.state == SigningSheet.State.OPEN],
        done=[one for one in sheets if one.state == SigningSheet.State.COUNTERSIGNED][:20],
        sessions=[row for row in sessions if permissions.holds(request.actor, "signing.open", row)],
        today=today,
        halves=list(Half),
        typed=request.POST,
        wrong=[(reason.message, reason.field or None) for reason in refused.reasons] if refused else [],
    )


def _sessions(actor: Actor, first: date, last: date) -> list[TrainingSession]:
    """Under way in these days, with somebody to sign; `today`: somebody is expected on the last one. Two statements."""
    people = attendance.expected_between(actor, first, last).filter(session=OuterRef("pk"))
    now = attendance.expected_between(actor, last, last).filter(session=OuterRef("pk"))
    rows = attendance.sessions(actor).filter(Exists(people), starts_on__lte=last).annotate(today=Exists(now))
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first)).prefetch_related("modules")
    gone = (TrainingSession.State.DRAFT, TrainingSession.State.CANCELLED)
    return list(rows.exclude(state__in=gone).order_by("starts_on", "id")[:MOST])


def _half_days(
    actor: Actor, row: TrainingSession, day: date, there: dict[tuple[UUID, date, int], SigningSheet]
) -> list[HalfDay]:
    title, writes = row.delivery.course.title, permissions.holds(actor, "signing.open", row)
    return [
        HalfDay(row.pk, title, row.number, day, one.half, there.get((row.pk, day, one.half)), writes,
                boards.is_to_come(row, day, one.half))
        for one in expected(content.of(row).programme(), day, day)
    ]  # fmt: skip


def open_(request: HttpRequest, subject: TrainingSession) -> HttpResponse:
    """A half-day of a session. Opened already (by a colleague, or twice): its sheet is shown."""
    try:
        day = parse_day(request.POST.get("day", ""))
        half = Half(int(request.POST.get("half", "")))
    except ValueError:
        return page(request, Refused("Choisissez la demi-journée."))
    rows = queries.of_days(request.actor, [subject.pk], day, day)
    sheet = rows.filter(half=half).first() or SigningSheet(
        organisation_id=subject.organisation_id, establishment_id=subject.establishment_id, session_id=subject.pk,
        day=day, half=half,
    )  # fmt: skip
    try:
        if sheet._state.adding:
            engine.run(HalfDaySheet.open, sheet, request.actor)
    except Refused as refused:
        return page(request, refused)
    return HttpResponseRedirect(reverse("signing:sheet", args=[sheet.pk]))
