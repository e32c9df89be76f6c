"""The link of a mail: « je serai là », « je ne peux pas venir », in one tap. Reading it changes nothing."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.design.page import render
from kairos.foundation import clock
from kairos.foundation.guards import Refused
from kairos.path.appointments import answering, wording
from kairos.path.appointments.answering import Answerable
from kairos.path.appointments.models import Booking, Slot
from kairos.spaces import chrome
from kairos.spaces.forms import typed_line

GONE = 410


ANSWERS = {"oui": True, "non": False}
NOTHING = "Choisissez : « Je serai là », ou « Je ne peux pas venir »."


def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Answered, one is sent back to the page: reloading it answers nothing again."""
    found = answering.found(token)
    if found is None or found.former:
        return _dead(request, found)
    reasons = []
    if request.method == "POST":
        try:
            return _answered(request, found.row)
        except Refused as refused:
            reasons = [(reason.message, None) for reason in refused.reasons]
    slot = found.row.slot
    open_ = slot.state == Slot.State.OPEN and slot.starts_at > clock.now()
    return render(
        request,
        "appointments/answer.html",
        chrome.of(request, "Votre rendez-vous"),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if reasons else HTTPStatus.OK,
        row=found.row,
        slot=slot,
        reasons=reasons,
        open=open_ and found.row.state in (Booking.State.BOOKED, Booking.State.WAITING),
        when=wording.when(slot),
        where=wording.where(slot),
    )


def _answered(request: HttpRequest, row: Booking) -> HttpResponse:
    """Only what was said clearly is an answer. Raises Refused."""
    coming = ANSWERS.get(request.POST.get("reponse", ""))
    if coming is None:
        raise Refused(NOTHING)
    answering.answer(row, coming, typed_line(request, "mot"), request.actor)
    return HttpResponseRedirect(request.path)


def _dead(request: HttpRequest, former: Answerable | None) -> HttpResponse:
    """A former mail says where things stand now."""
    slot = former.row.slot if former else None
    return render(
        request,
        "appointments/answer_dead.html",
        chrome.of(request, "Votre rendez-vous"),
        status=GONE,
        row=former.row if former else None,
        slot=slot,
        when=wording.when(slot) if slot else "",
        where=wording.where(slot) if slot else "",
    )
