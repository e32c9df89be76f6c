"""One slot: opened, read, corrected, moved, cancelled; who is expected; its results."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, engine, permissions
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.offer.catalogue import queries as catalogue
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.appointments import conditions, printing, queries, wording
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.bookings.places import place
from kairos.path.appointments.lifecycle import AppointmentSlot
from kairos.path.appointments.models import Booking, Slot
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments import settings
from kairos.path.enrolments.models import Enrolment
from kairos.people.access import reading
from kairos.spaces import headers
from kairos.spaces.forms import typed_line
from kairos.spaces.provider.appointments import agenda
from kairos.spaces.provider.appointments.forms import CorrectingForm, MovingForm, OpeningForm, ReasonForm, initial_hours
from kairos.spaces.provider.kairos import chrome

DETAILS = ("capacity", "where", "postcode", "link", "contact", "comment", "who")
RESULTS = {
    "retain": "Retenu",
    "not_retain": "Non retenu",
    "wait": "En attente",
    "attend": "Présent, décision plus tard",
    "miss": "Absent",
}
MOST_SESSIONS = 200


def convocation(request: HttpRequest, subject: Booking) -> HttpResponse:
    """Of somebody expected, to hand over or to post."""
    reading.shown(request.actor, "appointments.summoned", [subject.person_id])
    content = printing.pdf(subject)
    return HttpResponse(content, content_type="application/pdf", headers=headers.file("convocation.pdf"))


def new(request: HttpRequest) -> HttpResponse:
    rows = list(_sessions(request)[:MOST_SESSIONS])
    chosen = next((row for row in rows if str(row.pk) == request.GET.get("session")), None)
    names = [(str(row.pk), f"{row.delivery.course.title} ({row.number})") for row in rows]
    form = OpeningForm.of(request, names, initial=_initial(chosen))
    if form.is_bound and form.is_valid() and (first := _opened(request, form)):
        view = "&vue=liste" if form.cleaned_data["until"] else ""
        return HttpResponseRedirect(f"{reverse('appointments:agenda')}?jour={wording.day_of(first):%Y-%m-%d}{view}")
    return _page(request, "appointments/new.html", form, none=not rows)


def _sessions(request: HttpRequest) -> Any:
    return catalogue.visible_to(request.actor).filter(state__in=catalogue.TO_COME).order_by("starts_on", "id")


def _initial(session: TrainingSession | None) -> dict[str, Any]:
    """At the place of the session."""
    if session is None:
        return {"capacity": 12}
    where, postcode = _place(session)
    return {"capacity": session.capacity or 12, "session": session.pk, "where": where, "postcode": postcode}


def _place(session: TrainingSession) -> tuple[str, str]:
    delivery = session.delivery
    where = ", ".join(filter(None, (delivery.place_name, delivery.address, delivery.town)))
    return where, delivery.postcode


def _opened(request: HttpRequest, form: OpeningForm) -> Slot | None:
    """The first slot; None when the form says why not."""
    data = form.cleaned_data
    session = next(row for row in _sessions(request) if str(row.pk) == data["session"])
    form.place_at(*_place(session))
    try:
        hours = form.hours()
    except ValueError as error:
        form.add_error("until" if data["until"] else "begins", str(error))
        return None
    row = Slot(pk=data["token"], organisation_id=session.organisation_id, establishment_id=session.establishment_id,
               session_id=session.pk, kind=data["kind"], mode=data["mode"])  # fmt: skip
    for name in DETAILS:
        setattr(row, name, data[name])
    row.starts_at, row.ends_at = hours[0]
    try:
        if data["until"]:
            return engine.run(AppointmentSlot.open_several, row, request.actor, hours=hours)
        return engine.run(AppointmentSlot.open, row, request.actor)
    except AlreadyDone:
        return row
    except Refused as refused:
        form.take(refused)
        return None


def page(request: HttpRequest, subject: Slot, refused: Refused | None = None) -> HttpResponse:
    """Who is expected, who waits, who may still be put there."""
    rows = list(queries.of_slot(subject.pk))
    expected = [row for row in rows if row.state != Booking.State.CANCELLED]
    actor = request.actor
    enters = permissions.holds(actor, "appointments.book", subject) and subject.state == Slot.State.OPEN
    there = {row.person_id for row in rows if row.state in queries.LIVE}
    others = [one for one in _candidates(request, subject) if one.person_id not in there] if enters else []
    reading.shown(actor, "appointments.expected", [row.person_id for row in rows + others])
    reasons = [(reason.message, None) for reason in refused.reasons] if refused else []
    return render(
        request,
        "appointments/slot.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        row=subject,
        rows=expected,
        gone=[row for row in rows if row.state == Booking.State.CANCELLED],
        others=others,
        reasons=reasons,
        badge=agenda.badge(subject.state, subject.starts_at, subject.taken, subject.capacity, clock.now()),
        when=wording.when(subject),
        where=wording.where(subject),
        begun=subject.starts_at <= clock.now(),
        suspended=bool(queries.suspended([subject.session_id])),
        open=subject.state == Slot.State.OPEN,
        may=lambda name: permissions.holds(actor, name, subject),
    )


def _candidates(request: HttpRequest, subject: Slot) -> list[Enrolment]:
    rows = enrolments.visible_to(request.actor).filter(session=subject.session_id, state__in=enrolments.LIVE)
    return list(rows.order_by("person__sort_key", "id")[:100])


def book(request: HttpRequest, subject: Slot) -> HttpResponse:
    """Somebody of the session, by the organisation itself; on the waiting list when nothing is left."""
    try:
        enrolment = enrolments.enrolment(request.actor, UUID(request.POST.get("candidature", "")))
    except (ValueError, Enrolment.DoesNotExist):
        return page(request, subject, Refused("Choisissez une personne dans la liste."))
    act = Place.wait if subject.full else Place.book
    return _done(request, subject, lambda: engine.run(act, place(enrolment, subject), request.actor))


def release(request: HttpRequest, subject: Slot) -> HttpResponse:
    rows = queries.bookings_visible_to(request.actor).filter(slot=subject.pk, state__in=queries.LIVE)
    key = next((row.pk for row in rows if str(row.pk) == request.POST.get("place")), None)
    if key is None:
        return page(request, subject, Refused("Cette place n’est plus prise : relisez la page."))
    return _done(
        request,
        subject,
        lambda: engine.run(Place.cancel, key, request.actor, reason=typed_line(request, "reason")),
    )


def _done(request: HttpRequest, subject: Slot, act: Any) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        return page(request, queries.slot(request.actor, subject.pk), refused)
    return _to(subject)


def edit(request: HttpRequest, subject: Slot) -> HttpResponse:
    known = {name: getattr(subject, name) for name in DETAILS}
    form = CorrectingForm.of(request, initial=known | {"seen": subject.version})
    if form.is_bound and form.is_valid() and _ran(request, AppointmentSlot.edit, subject, form, **form.cleaned_data):
        return _to(subject)
    return _form(request, subject, form, AppointmentSlot.edit, "Corriger le rendez-vous", "primary")


def move(request: HttpRequest, subject: Slot) -> HttpResponse:
    form = MovingForm.of(request, initial=initial_hours(subject) | {"seen": subject.version})
    if form.is_bound and form.is_valid():
        details = {**form.hours(subject.place), **{name: form.cleaned_data[name] for name in ("reason", "seen")}}
        if _ran(request, AppointmentSlot.move, subject, form, **details):
            return _to(subject)
    return _form(request, subject, form, AppointmentSlot.move, "Déplacer le rendez-vous", "primary")


def cancel(request: HttpRequest, subject: Slot) -> HttpResponse:
    form = ReasonForm.of(request)
    if form.is_bound and form.is_valid() and _ran(request, AppointmentSlot.cancel, subject, form, **form.cleaned_data):
        return _to(subject)
    return _form(request, subject, form, AppointmentSlot.cancel, "Annuler le rendez-vous", "danger")


def _ran(request: HttpRequest, act: engine.Act, subject: Slot, form: Any, **details: Any) -> bool:
    try:
        engine.run(act, subject.pk, request.actor, **details)
    except Refused as refused:
        form.take(refused)
        if "seen" in form.fields:
            form.carry("seen", subject.version)
        return False
    return True


def _form(request: HttpRequest, subject: Slot, form: Any, act: engine.Act, title: str, kind: str) -> HttpResponse:
    return _page(request, "appointments/form.html", form, row=subject, act=act, title=title, kind=kind,
                 when=wording.when(subject))  # fmt: skip


def _page(request: HttpRequest, template: str, form: Any, **more: Any) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, template, chrome.of(request), status=status, form=form, **more)


def results(request: HttpRequest, subject: Slot) -> HttpResponse:
    """The whole group in one screen; nothing is written until everybody has a result."""
    rows = [row for row in queries.of_slot(subject.pk) if row.state == Booking.State.BOOKED]
    typed = {row.pk: (request.POST.get(f"r-{row.pk}", ""), request.POST.get(f"m-{row.pk}", "")[:300]) for row in rows}
    reasons: list[Any] = []
    if request.method == "POST":
        try:
            said = {key: (result, typed_line(request, f"m-{key}")) for key, (result, _) in typed.items()}
            engine.run(AppointmentSlot.close, subject.pk, request.actor, results=said)
            return _to(subject)
        except Refused as refused:
            reasons = [(reason.message, _first_lacking(typed) if reason.field else None) for reason in refused.reasons]
    sayable = conditions.sayable(request.actor, subject)
    reading.shown(request.actor, "appointments.results", [row.person_id for row in rows])
    return render(
        request,
        "appointments/results.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if reasons else HTTPStatus.OK,
        row=subject,
        rows=rows,
        typed=typed,
        reasons=reasons,
        results={key: label for key, label in RESULTS.items() if key in sayable},
        motives=settings.NOT_RETAINED_REASONS.value(),
        when=wording.when(subject),
    )


def _first_lacking(typed: dict[UUID, tuple[str, str]]) -> str | None:
    """The field of the first person without a result."""
    return next((f"r{at}" for at, (result, _) in enumerate(typed.values(), start=1) if result not in RESULTS), None)


def _to(subject: Slot) -> HttpResponse:
    return HttpResponseRedirect(reverse("appointments:slot", args=[subject.pk]))
