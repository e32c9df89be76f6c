"""The months of somebody of the portfolio, as their provider submitted them."""

from django.http import HttpRequest, HttpResponse

from kairos.foundation import clock
from kairos.path.attendance import wording
from kairos.people.access import reading
from kairos.people.jobseekers.models import JobSeeker
from kairos.spaces.agency.chrome import PLACE
from kairos.spaces.attendance import shown


def page(request: HttpRequest, subject: JobSeeker) -> HttpResponse:
    reading.shown(request.actor, "attendance.person", [subject.pk])
    statements = shown.of(subject.pk, clock.now())
    return PLACE.render(request, "attendance/person.html", subject=subject, statements=statements,
                        hours=wording.hours, said=wording.of_month)  # fmt: skip
