"""Opening the file of another organisation, signed in."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.identity.accounts import sessions
from kairos.identity.organisations.opening import open_another
from kairos.identity.registers.port import Register
from kairos.spaces.provider.file import chrome, opening
from kairos.spaces.provider.file.forms import ProviderForm


def add(request: HttpRequest) -> HttpResponse:
    """Whoever opens it acts for it at once."""

    def open_file(form: ProviderForm, register: Register) -> str:
        organisation = open_another(form.opening(), request.actor, register)
        sessions.act_for(request.actor.session, organisation)
        return reverse("file:home")

    return opening.page(request, "file/add.html", chrome.of(request), ProviderForm, open_file)
