"""Forgotten: the answer is always the same, whoever is asked about; the mail goes to the owner alone."""

from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.identity.accounts import links
from kairos.spaces import chrome
from kairos.spaces.forms import Form
from kairos.spaces.session import ways
from kairos.spaces.session.forms import IdentifierForm, OwnEmailForm


def password(request: HttpRequest) -> HttpResponse:
    return _asking(request, "password", IdentifierForm)


def identifier(request: HttpRequest) -> HttpResponse:
    return _asking(request, "identifiers", OwnEmailForm)


def unlock(request: HttpRequest) -> HttpResponse:
    return _asking(request, "unlock", IdentifierForm)


def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "session/asked.html", chrome.of(request, "Connexion"))


def second_factor(request: HttpRequest) -> HttpResponse:
    """Never a bypass: a recovery code, or identity proved again to the operator."""
    return render(request, "session/lost_factor.html", chrome.of(request, "Connexion"))


def done(request: HttpRequest) -> HttpResponse:
    """After a link did its work without a session."""
    return render(request, "session/done.html", chrome.of(request, "Connexion"), fait=request.GET.get("fait", ""))


def _asking(request: HttpRequest, what: str, form_class: type[Form]) -> HttpResponse:
    form = form_class.of(request)
    if request.method == "POST" and form.is_valid():
        links.ask(form.cleaned_data["identifiant"], what)
        return ways.to("asked")
    status = 422 if form.is_bound else 200
    place = chrome.of(request, "Connexion")
    return render(request, f"session/forgotten_{what}.html", place, status=status, form=form)
