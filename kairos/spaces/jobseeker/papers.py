"""What may be printed of one's own trainings."""

from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.path.completion.models import IssuedCertificate
from kairos.path.enrolments.models import Movement
from kairos.spaces import papers
from kairos.spaces.jobseeker.pages import around


def own(request: HttpRequest) -> HttpResponse:
    rows = papers.trainings(request.actor, request.actor.jobseeker)
    return render(request, "persons/papers.html", around(request), trainings=rows, person=None)


def attestation(request: HttpRequest, subject: Movement) -> HttpResponse:
    return papers.attestation(subject)


def certificate(request: HttpRequest, subject: IssuedCertificate) -> HttpResponse:
    return papers.certificate(subject)
