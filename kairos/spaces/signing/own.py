"""Signing one's presence on one's own telephone: the code is scanned or typed, one tap signs."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation.guards import Refused
from kairos.identity.accounts import device
from kairos.offer.catalogue.rules import Half
from kairos.path.attendance import wording
from kairos.path.signing import codes, finding, queries
from kairos.path.signing.finding import Open
from kairos.spaces.jobseeker.pages import around


def page(request: HttpRequest) -> HttpResponse:
    """Reading it signs nothing: a telephone opens what it scans."""
    typed = codes.cleaned(request.POST.get("code", "") or request.GET.get("code", ""))
    refused = _sign(request, typed) if request.method == "POST" else None
    if request.method == "POST" and refused is None:
        return HttpResponseRedirect(reverse("signing_own:sign") + "?signe=1")
    return render(
        request,
        "signing/own.html",
        around(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        open=[(one, _when(one)) for one in finding.open_to(request.actor)],
        latest=queries.own_latest(request.actor.jobseeker),
        code=codes.shown(typed) if typed else "",
        done="signe" in request.GET,
        wrong=[(reason.message, "code") for reason in refused.reasons] if refused else [],
    )


def _sign(request: HttpRequest, typed: str) -> Refused | None:
    try:
        finding.sign(typed, device.of(request), request.actor)
    except Refused as refused:
        return refused
    return None


def _when(one: Open) -> str:
    return f"{wording.day(one.day)}, {Half(one.half).label}"
