"""A job seeker's own space: opening it, who reads me, my data."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import Chrome, NavItem, render
from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.identity.accounts import device, devices
from kairos.identity.accounts.models import User
from kairos.identity.accounts.tokens import Problem
from kairos.people.access import queries as access
from kairos.people.jobseekers import activation, queries, rules
from kairos.people.jobseekers.lifecycle import JobSeekerFile
from kairos.spaces import chrome
from kairos.spaces.forms import Form, phone_field
from kairos.spaces.persons import asked
from kairos.spaces.persons.forms import BirthField, IdentifierField
from kairos.spaces.session import cookies, wording
from kairos.spaces.session.forms import password_field

GONE, NOT_FOUND = 410, 404
WRONG = "Ces informations ne sont pas celles que votre agence a notées."
NAV = (
    NavItem("À faire", "/candidat/", "list-checks"),
    NavItem("Mes rendez-vous", "/candidat/rendez-vous/", "calendar-clock"),
    NavItem("Conversations", "/candidat/messages/", "message-square"),
    NavItem("Trouver une formation", "/candidat/rendez-vous/demander/", "search"),
    NavItem("Mes présences", "/candidat/assiduite/", "clipboard-check"),
    NavItem("Mon parcours", "/candidat/parcours/", "route"),
    NavItem("Signer ma présence", "/candidat/emarger/", "pencil"),
    NavItem("Mes documents", "/candidat/documents/", "file-text"),
    NavItem("Qui me lit", "/candidat/qui-me-lit/", "eye"),
    NavItem("Mes données", "/candidat/mes-donnees/", "user"),
    NavItem("Ma sécurité", "/compte/securite/", "shield-check"),
)


class ActivationForm(Form):
    identifier = IdentifierField(
        label="Votre identifiant",
        help_text="Sur les courriers de votre agence : 7 chiffres puis une lettre ou un chiffre, ou 11 chiffres.",
        empty="Écrivez votre identifiant.",
    )
    birth_date = BirthField(label="Votre date de naissance", empty="Écrivez votre date de naissance.")
    password = password_field("Choisissez un mot de passe", new=True)


class DataForm(Form):
    phone = phone_field(label="Mon téléphone", required=False)


def around(request: HttpRequest) -> Chrome:
    return chrome.of(request, "Mon espace", nav=NAV, shell="work")


def activate(request: HttpRequest, token: str) -> HttpResponse:
    """Reading it changes nothing: mail scanners follow links."""
    waiting, problem = activation.found(token)
    if problem or waiting.taken:
        return _dead(request, "taken" if waiting else problem.value)
    form = ActivationForm.of(request)
    if form.is_bound and form.is_valid() and (response := _opened(request, waiting, form)):
        return response
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    place = chrome.of(request, "Mon espace")
    return render(request, "jobseeker/activate.html", place, status=status, form=form, agency=waiting.agency,
                  email=waiting.link.user.email)  # fmt: skip


def _opened(request: HttpRequest, waiting: activation.Waiting, form: ActivationForm) -> HttpResponse | None:
    """Signed in, this telephone known; None when the form says why not."""
    where = device.of(request)
    try:
        found = activation.open_space(waiting, **form.cleaned_data, device=where, actor=request.actor)
    except Refused as refused:
        form.take(refused)
        return None
    if not isinstance(found, User):
        form.add_error("identifier", wording.sentence(found, WRONG).replace("du compte", "du lien"))
        return None
    response = HttpResponseRedirect(reverse("jobseeker:home"))
    cookies.give(response, activation.open_session(found, where))
    return cookies.know_device(response, *devices.remember(found.pk, where.browser))


def _dead(request: HttpRequest, why: str) -> HttpResponse:
    status = NOT_FOUND if why == Problem.FORGED.value else GONE
    return render(request, "jobseeker/dead_link.html", chrome.of(request, "Mon espace"), status=status, why=why)


def readers(request: HttpRequest) -> HttpResponse:
    found = access.readers_of(request.actor)
    now = [reader for reader in found if not reader.over]
    return render(request, "jobseeker/readers.html", around(request), now=now, before=found[len(now) :])


def data(request: HttpRequest) -> HttpResponse:
    me = queries.oneself(request.actor)
    form = DataForm.of(request, initial={"phone": me.phone})
    if form.is_bound and form.is_valid():
        engine.run(JobSeekerFile.set_phone, me.pk, request.actor, phone=form.cleaned_data["phone"])
        return HttpResponseRedirect(reverse("jobseeker:data") + "?fait=1")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "jobseeker/data.html", around(request), status=status, me=me, form=form,
                  masked=rules.masked_phone(me.phone), done="fait" in request.GET, sent="demande" in request.GET,
                  requests=asked.shown(request.actor))  # fmt: skip
