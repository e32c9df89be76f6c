"""What was shared of one's own trainings."""

from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.path.completion import queries
from kairos.spaces.jobseeker.pages import around


def own(request: HttpRequest) -> HttpResponse:
    rows = queries.told(request.actor, request.actor.jobseeker)
    return render(request, "completion/told.html", around(request), rows=rows, person=None)
