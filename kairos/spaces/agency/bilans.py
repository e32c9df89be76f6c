"""What was shared of the trainings of somebody whom an adviser reads."""

from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.path.completion import queries
from kairos.people.access import reading
from kairos.people.jobseekers.models import JobSeeker
from kairos.spaces.agency import chrome


def of_person(request: HttpRequest, subject: JobSeeker) -> HttpResponse:
    reading.shown(request.actor, "completion.read", [subject.pk])
    rows = queries.told(request.actor, subject.pk)
    return render(request, "completion/told.html", chrome.of(request), rows=rows, person=subject)
