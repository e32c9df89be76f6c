"""A job seeker's own rendez-vous, on a telephone."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.path.appointments import printing, queries
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.bookings.places import place
from kairos.path.appointments.models import Booking, Slot
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from kairos.spaces import headers, planning, published
from kairos.spaces.forms import typed_line
from kairos.spaces.jobseeker.pages import around
from kairos.spaces.published import Asked

NOT_REFERRED = "Vous n’êtes pas orienté vers cette session : demandez-le à votre conseiller."


def home(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    reasons = [(reason.message, None) for reason in refused.reasons] if refused else []
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    plan = planning.of(request.actor, request.actor.jobseeker)
    return render(request, "appointments/own.html", around(request), status=status, plan=plan, reasons=reasons)


def _done(request: HttpRequest, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        return home(request, refused)
    back = "jobseeker:home" if request.POST.get("suite") == "accueil" else "appointments_own:home"
    return HttpResponseRedirect(reverse(back))


def convocation(request: HttpRequest, subject: Booking) -> HttpResponse:
    told = headers.file("convocation.pdf")
    return HttpResponse(printing.pdf(subject), content_type="application/pdf", headers=told)


def taking(act: engine.Act) -> Callable[[HttpRequest, Slot], HttpResponse]:
    """A place, or a rank on the waiting list. A finger that taps twice has it once, and no reproach."""

    def view(request: HttpRequest, subject: Slot) -> HttpResponse:
        me = request.actor.jobseeker
        try:
            enrolment = planning.enrolment_for(request.actor, me, subject)
        except Enrolment.DoesNotExist:
            return home(request, Refused(NOT_REFERRED))
        if request.method == "POST" and queries.lives_in(request.actor, subject.pk):
            return HttpResponseRedirect(reverse("appointments_own:home"))
        return _done(request, lambda: engine.run(act, place(enrolment, subject), request.actor))

    return view


def ask(request: HttpRequest) -> HttpResponse:
    """A session found among all that are published, or by its number, of one's own accord."""
    if request.method != "POST":
        return _search(request)
    key = planning.session_of(request.POST.get("session", ""))
    if key is None:
        return _search(request, Refused(planning.UNKNOWN))
    row = Enrolment(person_id=request.actor.jobseeker, session_id=key)
    try:
        engine.run(Enrolling.request, row, request.actor)
    except Refused as refused:
        return _search(request, refused)
    return HttpResponseRedirect(reverse("appointments_own:home"))


def _search(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    asked = Asked.of(request.GET)
    chosen = published.one(request.POST.get("session", "") or request.GET.get("choix", ""))
    page_ = published.page(asked, request.GET)
    mine = enrolments.visible_to(request.actor).filter(person=request.actor.jobseeker)
    return render(
        request,
        "jobseeker/search.html",
        around(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        asked=asked,
        page=page_,
        full=published.full(page_),
        there=set(mine.values_list("session_id", flat=True)),
        chosen=chosen,
        chosen_full=bool(chosen and enrolments.full({chosen.pk: chosen.capacity})),
        reasons=[(reason.message, None) for reason in refused.reasons] if refused else [],
    )


def confirm(request: HttpRequest, subject: Booking) -> HttpResponse:
    return _done(request, lambda: engine.run(Place.confirm, subject.pk, request.actor))


def decline(request: HttpRequest, subject: Booking) -> HttpResponse:
    return _done(request, lambda: engine.run(Place.decline, subject.pk, request.actor, word=typed_line(request, "mot")))


def withdraw(request: HttpRequest, subject: Enrolment) -> HttpResponse:
    return _done(
        request,
        lambda: engine.run(Enrolling.withdraw, subject.pk, request.actor, reason=typed_line(request, "reason")),
    )
