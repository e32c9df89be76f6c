"""« Ce document est-il authentique ? » For whoever is shown a paper: yes, replaced since, or unknown. Nothing else."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import verifying
from kairos.foundation.verifying import Standing
from kairos.identity.accounts import device, throttle
from kairos.path.bundles import manifest
from kairos.spaces import chrome
from kairos.spaces.public.forms import CodeForm

COUNTED = "verifier"
UNLISTED = "noindex, nofollow"


def asked(request: HttpRequest) -> HttpResponse:
    form = CodeForm.of(request)
    if form.is_bound and form.is_valid():
        return HttpResponseRedirect(reverse("public:verified", args=[form.cleaned_data["code"]]))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return _page(request, status, form)


def answered(request: HttpRequest, code: str) -> HttpResponse:
    """The same page whatever is typed. What is unknown is counted; a network that tries too many waits."""
    where = device.of(request).network
    if wait := throttle.wait_of(where, COUNTED):
        return _page(request, HTTPStatus.TOO_MANY_REQUESTS, CodeForm(), wait=max(1, round(wait.total_seconds())))
    found = verifying.standing(code)
    if found == Standing.UNKNOWN:
        throttle.count_of(where, COUNTED)
    shown = verifying.spelled(verifying.cleaned(code))
    return _page(request, HTTPStatus.OK, CodeForm(), standing=found.value, code=shown)


def _page(
    request: HttpRequest, status: HTTPStatus, form: CodeForm, standing: str = "", code: str = "", wait: int = 0
) -> HttpResponse:
    place = chrome.of(request, "Vérifier un document")
    more = {"standing": standing, "code": code, "wait": wait}
    response = render(request, "public/verifying.html", place, status=status, form=form, key=manifest.key(), **more)
    response["X-Robots-Tag"] = UNLISTED
    return response
