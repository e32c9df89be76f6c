"""The trainees of a session, to print: a page, a paper, a paper with contacts for whoever says why."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.foundation import clock, permissions
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.enrolments import printing, queries
from kairos.path.enrolments.models import Enrolment
from kairos.people.access import reading
from kairos.spaces import headers
from kairos.spaces.persons.forms import WhyForm
from kairos.spaces.provider.candidates import applied
from kairos.spaces.provider.kairos import chrome
from kairos.spaces.session.fresh import require_fresh

MOST = 500


def page(request: HttpRequest, subject: TrainingSession) -> HttpResponse:
    """Contacts are masked; the style of print does the rest."""
    rows = _printed(request, subject)
    return render(
        request,
        "candidates/trainees.html",
        chrome.of(request),
        row=subject,
        rows=rows,
        badge=applied.badge,
        contacts=printing.contacts,
        now=clock.now(),
        by=request.actor.name,
        reveals=permissions.holds(request.actor, "enrolments.export", subject),
    )


def paper(request: HttpRequest, subject: TrainingSession) -> HttpResponse:
    rows = _printed(request, subject)
    return _given(printing.pdf(subject, rows, request.actor), subject)


def with_contacts(request: HttpRequest, subject: TrainingSession) -> HttpResponse:
    """As an export: after a fresh proof, with a reason, which the paper bears."""
    require_fresh(request)
    form = WhyForm.of(request)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        rows = _rows(request, subject)
        reading.shown(request.actor, "enrolments.exported", [row.person_id for row in rows], reason=reason)
        return _given(printing.pdf(subject, rows, request.actor, reason), subject)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(
        request, "candidates/trainees_contacts.html", chrome.of(request), status=status, form=form, row=subject
    )


def _printed(request: HttpRequest, subject: TrainingSession) -> list[Enrolment]:
    rows = _rows(request, subject)
    reading.shown(request.actor, "enrolments.printed", [row.person_id for row in rows])
    return rows


def _rows(request: HttpRequest, subject: TrainingSession) -> list[Enrolment]:
    return list(queries.trainees(request.actor, subject.pk)[:MOST])


def _given(content: bytes, subject: TrainingSession) -> HttpResponse:
    told = headers.file(f"stagiaires-{subject.number}.pdf")
    return HttpResponse(content, content_type="application/pdf", headers=told)
