"""A job seeker's own months, on a telephone: confirmed, or a half-day contested with a word."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, engine
from kairos.foundation.guards import Refused
from kairos.path.attendance import rules, wording
from kairos.path.attendance.lifecycle import Month
from kairos.path.attendance.models import AttendanceMonth
from kairos.path.attendance.rules import HALF_DAYS
from kairos.spaces.attendance import shown
from kairos.spaces.forms import typed_line, whole_number
from kairos.spaces.jobseeker.pages import around


def home(request: HttpRequest, refused: Refused | None = None, about: AttendanceMonth | None = None) -> HttpResponse:
    reasons = [(reason.message, None) for reason in refused.reasons] if refused else []
    return render(
        request,
        "attendance/own.html",
        around(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        statements=shown.of(request.actor.jobseeker, clock.now()),
        reasons=reasons,
        about=about.pk if about else None,
        typed=request.POST,
        hours=wording.hours,
        said=wording.of_month,
    )


def confirm(request: HttpRequest, subject: AttendanceMonth) -> HttpResponse:
    return _done(request, subject, lambda: engine.run(Month.confirm, subject.pk, request.actor))


def contest(request: HttpRequest, subject: AttendanceMonth) -> HttpResponse:
    return _done(request, subject, lambda: _contest(request, subject))


def _contest(request: HttpRequest, subject: AttendanceMonth) -> None:
    rank = whole_number(request.POST.get("demi", ""))
    known = rank is not None and rank < HALF_DAYS
    day = rules.day_of(subject.month, rank) if known else None
    half = int(rules.half_of(rank)) if known else None
    word = typed_line(request, "mot")
    engine.run(Month.contest, subject.pk, request.actor, day=day, half=half, word=word)


def _done(request: HttpRequest, subject: AttendanceMonth, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        return home(request, refused, subject)
    return HttpResponseRedirect(reverse("attendance_own:home"))
