"""All that happened, for the person themselves."""

from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.spaces import timeline
from kairos.spaces.jobseeker.pages import around


def own(request: HttpRequest) -> HttpResponse:
    path = timeline.of(request.actor, request.actor.jobseeker)
    return render(request, "jobseeker/path.html", around(request), path=path)
