"""What may be printed of the trainings of somebody whom an adviser reads."""

from django.http import HttpRequest, HttpResponse

from kairos.path.completion.models import IssuedCertificate
from kairos.path.enrolments.models import Movement
from kairos.people.access import reading
from kairos.people.jobseekers.models import JobSeeker
from kairos.spaces import papers
from kairos.spaces.agency.chrome import PLACE


def of_person(request: HttpRequest, subject: JobSeeker) -> HttpResponse:
    reading.shown(request.actor, "enrolments.papers", [subject.pk])
    rows = papers.trainings(request.actor, subject.pk)
    return PLACE.render(request, "persons/papers.html", trainings=rows, person=subject)


def attestation(request: HttpRequest, subject: Movement) -> HttpResponse:
    reading.shown(request.actor, "enrolments.attested", [subject.person_id])
    return papers.attestation(subject)


def certificate(request: HttpRequest, subject: IssuedCertificate) -> HttpResponse:
    reading.shown(request.actor, "completion.certified", [subject.person_id])
    return papers.certificate(subject)
