"""The link of a mail: « je serai là », « je ne peux pas venir », in one tap. Reading it changes nothing."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.foundation import clock
from kairos.foundation.guards import Refused
from kairos.path.appointments import answering, wording
from kairos.path.appointments.models import Booking, Slot
from kairos.spaces import chrome

GONE = 410


def answer(request: HttpRequest, token: str) -> HttpResponse:
    row = answering.found(token)
    place = chrome.of(request, "Votre rendez-vous")
    if row is None:
        return render(request, "appointments/answer_dead.html", place, status=GONE)
    reasons = []
    if request.method == "POST":
        word = request.POST.get("mot", "").replace("\x00", "")[:300]
        try:
            answering.answer(row, request.POST.get("reponse") == "oui", word, request.actor)
            row = answering.found(token)
        except Refused as refused:
            reasons = [(reason.message, None) for reason in refused.reasons]
    slot = row.slot
    open_ = slot.state == Slot.State.OPEN and slot.starts_at > clock.now()
    return render(
        request,
        "appointments/answer.html",
        place,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if reasons else HTTPStatus.OK,
        row=row,
        slot=slot,
        reasons=reasons,
        open=open_ and row.state in (Booking.State.BOOKED, Booking.State.WAITING),
        when=wording.when(slot),
        where=wording.where(slot),
    )
