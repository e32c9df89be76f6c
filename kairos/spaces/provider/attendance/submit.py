"""« Rendre le mois »: for everybody or person by person, with a declaration; what stands in the way, all of it."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.design.page import render
from kairos.foundation.guards import Refused
from kairos.path.attendance import board as boards
from kairos.path.attendance import changes as said
from kairos.path.attendance import saving, settings, wording
from kairos.path.attendance.changes import Trouble
from kairos.path.attendance.models import AttendanceSheet
from kairos.people.access import reading
from kairos.spaces.provider.attendance import grid, months
from kairos.spaces.provider.kairos import chrome

DECLARATION = (
    "Je déclare que ces présences et ces absences sont exactes. La rémunération des stagiaires en dépend ; chacun "
    "reçoit son mois et peut le contester."
)


def page(request: HttpRequest, subject: AttendanceSheet) -> HttpResponse:
    if request.method == "GET":
        return _show(request, subject)
    chosen = _keys(request.POST.getlist("qui"))
    try:
        saving.submit(subject, request.actor, chosen, "declare" in request.POST)
    except Refused as refused:
        boards.forget(subject)
        return _show(request, subject, chosen, refused)
    return HttpResponseRedirect(f"{grid.at('attendance:submit', subject)}?rendu={len(chosen)}")


def _keys(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _show(
    request: HttpRequest, subject: AttendanceSheet, chosen: list[UUID] | None = None, refused: Refused | None = None
) -> HttpResponse:
    board = boards.of(subject)
    lines = [line for line in board.lines.values() if any(line.plan)]
    reading.shown(request.actor, "attendance.month", [line.stay.person for line in lines],
                  summary=wording.month(subject.month))  # fmt: skip
    open_ = [line for line in lines if line.open]
    waiting: dict[UUID, list[Trouble]] = {line.stay.enrolment: [] for line in open_}
    for trouble in said.unfinished(board, open_, settings.motives(subject.month)):
        waiting[trouble.enrolment].append(trouble)
    ready = [line for line in open_ if not waiting[line.stay.enrolment]]
    wrong = [(reason.message, FIELDS.get(reason.field)) for reason in refused.reasons] if refused else []
    return render(
        request,
        "attendance/submit.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        sheet=subject,
        here=grid.HOME,
        said=wording.of_month(subject.month),
        title=subject.session.delivery.course.title,
        ready=ready,
        blocked=[(line, waiting[line.stay.enrolment]) for line in open_ if waiting[line.stay.enrolment]],
        given=[line for line in lines if not line.open],
        chosen=chosen if chosen is not None else [line.stay.enrolment for line in ready],
        due=months.due_of(board),
        declaration=DECLARATION,
        wrong=wrong,
        done=request.GET.get("rendu", ""),
        at=lambda name: grid.at(f"attendance:{name}", subject),
        hours=wording.hours,
    )


FIELDS = {"declared": "declare", "people": "qui"}
