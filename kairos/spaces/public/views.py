"""The pages of a visitor."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.identity.organisations.opening import open_account
from kairos.spaces import chrome
from kairos.spaces.public.forms import OpeningForm


def opening(request: HttpRequest) -> HttpResponse:
    form = OpeningForm(request.POST or None, initial={"token": new_id()})
    if request.method == "POST" and form.is_valid():
        try:
            open_account(form.opening(), request.actor)
        except Refused as refused:
            form.take(refused)
        else:
            return HttpResponseRedirect(reverse("public:opened"))
    return render(request, "public/opening.html", chrome.of(request), status=422 if form.is_bound else 200, form=form)


def opened(request: HttpRequest) -> HttpResponse:
    return render(request, "public/opened.html", chrome.of(request))
