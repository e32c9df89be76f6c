"""An adviser refers somebody of the portfolio, and keeps a place for them."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.offer.catalogue import codes
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.bookings.places import place
from kairos.path.appointments.models import Slot
from kairos.path.appointments.queries import bookable
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from kairos.people.access import reading
from kairos.people.jobseekers.models import JobSeeker
from kairos.spaces import planning, published
from kairos.spaces.agency.chrome import PLACE
from kairos.spaces.forms import typed_line
from kairos.spaces.published import Asked


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
    )


def refer(request: HttpRequest, subject: JobSeeker) -> HttpResponse:
    """A session found among all that are published, or by its number, as the catalogue and the papers give it."""
    if request.method != "POST":
        return _search(request, subject)
    key = planning.session_of(request.POST.get("session", ""))
    if key is None:
        return _search(request, subject, Refused(planning.UNKNOWN))
    row = Enrolment(person=subject, session_id=key)
    try:
        engine.run(Enrolling.refer, row, request.actor, comment=typed_line(request, "comment", 500))
    except Refused as refused:
        return _search(request, subject, refused)
    return HttpResponseRedirect(PLACE.url("appointments", subject.pk))


def _search(request: HttpRequest, subject: JobSeeker, refused: Refused | None = None) -> HttpResponse:
    """Nobody is shown but the person whose page it comes from."""
    asked = Asked.of(request.GET)
    chosen = published.one(request.POST.get("session", "") or request.GET.get("choix", ""))
    page_ = published.page(asked, request.GET)
    there = enrolments.visible_to(request.actor).filter(person=subject.pk).values_list("session_id", flat=True)
    return PLACE.render(
        request,
        "agency/refer.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        subject=subject,
        asked=asked,
        page=page_,
        full=published.full(page_),
        funders=codes.FUNDERS,
        there=set(there),
        chosen=chosen,
        chosen_full=bool(chosen and enrolments.full({chosen.pk: chosen.capacity})),
        comment=request.POST.get("comment", "")[:500],
        reasons=[(reason.message, None) for reason in refused.reasons] if refused else [],
    )


AGAIN, OUT = "reopen", "withdraw"


def act(request: HttpRequest, subject: JobSeeker) -> HttpResponse:
    """« Orienter de nouveau », « Retirer »: with a reason that the person and the organisation read."""
    acts = {AGAIN: Enrolling.reopen, OUT: Enrolling.withdraw}
    try:
        rows = enrolments.visible_to(request.actor).filter(person=subject.pk)
        row, chosen = rows.get(pk=UUID(request.POST.get("dossier", ""))), acts[request.POST.get("acte", "")]
    except (ValueError, KeyError, Enrolment.DoesNotExist):
        return page(request, subject, Refused("Choisissez une formation dans la liste."))
    return _done(
        request,
        subject,
        lambda: engine.run(chosen, row.pk, request.actor, reason=typed_line(request, "reason")),
    )


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
