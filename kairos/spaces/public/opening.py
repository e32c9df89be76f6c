"""« Créer votre compte »."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.identity.accounts import settings
from kairos.identity.organisations.opening import open_account
from kairos.identity.registers.port import Register
from kairos.spaces import chrome
from kairos.spaces.provider.file import opening as file_opening
from kairos.spaces.public.forms import LinkForm, OpeningForm


def opening(request: HttpRequest) -> HttpResponse:
    """A newcomer's; someone signed in adds an organisation instead."""
    if request.actor.user:
        return HttpResponseRedirect(reverse("file:add"))

    def open_file(form: OpeningForm, register: Register) -> str:
        open_account(form.opening(), form.opener(), request.actor, register)
        return reverse("public:opened")

    return file_opening.page(request, "public/opening.html", chrome.of(request), OpeningForm, open_file)


def opened(request: HttpRequest) -> HttpResponse:
    """Whether the account is new or not, the same page: it names nobody."""
    return render(
        request,
        "public/opened.html",
        chrome.of(request),
        form=LinkForm(),
        hours=settings.LINK_HOURS.value(),
        minutes=settings.RESEND_MINUTES.value(),
        again="renvoye" in request.GET,
    )
