"""Subscribing to a calendar, and the calendar itself at its secret address."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation.actor import Audience
from kairos.identity.accounts import tokens
from kairos.path.appointments.calendars import feeds
from kairos.spaces import chrome, headers

GONE = 404
BACK = {
    Audience.JOBSEEKER: "appointments_own:home",
    Audience.AGENCY: "agency:agenda",
    Audience.PROVIDER: "appointments:agenda",
}
TYPE = "text/calendar; charset=utf-8"


def subscribe(request: HttpRequest) -> HttpResponse:
    """The address is shown once, when it is made."""
    address = ""
    if request.method == "POST" and "retirer" in request.POST:
        feeds.revoke(request.actor)
    elif request.method == "POST":
        address = tokens.address(reverse("appointments_own:feed", args=[feeds.open_(request.actor)]), "")
    return render(
        request,
        "appointments/calendar.html",
        chrome.of(request, "Calendrier"),
        address=address,
        live=feeds.live(request.actor).first(),
        back=reverse(BACK[request.actor.audience]),
    )


def feed(request: HttpRequest, secret: str) -> HttpResponse:
    found = feeds.read(secret)
    if found is None:
        return HttpResponse(
            "Cette adresse n’est plus en service.\n", status=GONE, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse(found, content_type=TYPE, headers=headers.file("rendez-vous.ics"))
