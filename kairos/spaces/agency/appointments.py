"""An adviser refers somebody of the portfolio, and keeps a place for them."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.bookings.places import place
from kairos.path.appointments.models import Slot
from kairos.path.appointments.queries import bookable
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from kairos.people.access import reading
from kairos.people.jobseekers.models import JobSeeker
from kairos.spaces.agency.chrome import PLACE
from kairos.spaces.appointments import planning


def page(request: HttpRequest, subject: JobSeeker, refused: Refused | None = None) -> HttpResponse:
    """Where the person is referred, what they hold, what is free."""
    reading.shown(request.actor, "appointments.person", [subject.pk])
    return PLACE.render(
        request,
        "appointments/person.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        subject=subject,
        plan=planning.of(request.actor, subject.pk),
        reasons=[(reason.message, None) for reason in refused.reasons] if refused else [],
        number=request.POST.get("session", "")[:25],
        comment=request.POST.get("comment", "")[:500],
    )


def refer(request: HttpRequest, subject: JobSeeker) -> HttpResponse:
    """By the number of the session, as the catalogue and the papers give it."""
    key = planning.session_of(request.POST.get("session", ""))
    if key is None:
        return page(request, subject, Refused(planning.UNKNOWN))
    comment = request.POST.get("comment", "").replace("\x00", "").strip()[:500]
    row = Enrolment(person=subject, session_id=key)
    return _done(request, subject, lambda: engine.run(Enrolling.refer, row, request.actor, comment=comment))


def book(request: HttpRequest, subject: JobSeeker) -> HttpResponse:
    """A place in the chosen slot, on the waiting list when it is full."""
    try:
        slot = bookable(request.actor, UUID(request.POST.get("creneau", "")))
        enrolment = planning.enrolment_for(request.actor, subject.pk, slot)
    except (ValueError, Slot.DoesNotExist, Enrolment.DoesNotExist):
        return page(request, subject, Refused("Choisissez un rendez-vous dans la liste."))
    act = Place.wait if slot.full else Place.book
    return _done(request, subject, lambda: engine.run(act, place(enrolment, slot), request.actor))


def _done(request: HttpRequest, subject: JobSeeker, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        return page(request, subject, refused)
    return HttpResponseRedirect(PLACE.url("appointments", subject.pk))
