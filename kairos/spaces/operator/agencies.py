"""Agencies, opened by the operator, and who manages each; people read during an intervention; readings stopped."""

from http import HTTPStatus
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.ids import new_id
from kairos.people.access import lookup
from kairos.people.access.models import ReadingStop
from kairos.people.agencies import inviting, queries
from kairos.people.agencies.lifecycle import AgencyFile
from kairos.people.agencies.models import Agency
from kairos.people.agencies.rights import MANAGE
from kairos.people.jobseekers.models import JobSeeker
from kairos.spaces.forms import EmailField, Form, TextField, TokenField
from kairos.spaces.operator import chrome
from kairos.spaces.persons import one, searching, stopped
from kairos.spaces.persons.forms import LookupForm
from kairos.spaces.persons.place import Place

PLACE = Place("operator", "home", "À faire", chrome.of)
SEARCH = searching.Search(
    "Lire une personne",
    "Pendant votre intervention, avec l’identifiant exact et la date de naissance. La personne verra que l’opérateur "
    "la lit, et pourquoi.",
    "person_access.intervene",
    "Ouvrir son dossier",
)


class AgencyForm(Form):
    kind = forms.ChoiceField(
        label="Réseau",
        widget=forms.RadioSelect,
        choices=Agency.Kind.choices,
        error_messages={"required": "Choisissez un réseau."},
    )
    name = TextField(label="Nom", max_length=200, empty="Écrivez le nom de l’agence.")
    town = TextField(label="Ville", max_length=100, empty="Écrivez la ville.")
    token = TokenField(initial=new_id)


class HeadForm(Form):
    email = EmailField(label="Courriel", help_text="L’invitation y part ; la personne seule choisit son mot de passe.")
    first_name = TextField(label="Prénom", max_length=80, empty="Écrivez le prénom.")
    last_name = TextField(label="Nom", max_length=80, empty="Écrivez le nom.")
    token = TokenField(initial=new_id)


def agency(actor: Actor, key: UUID) -> Agency:
    return queries.agencies_visible_to(actor).get(pk=key)


def listed(request: HttpRequest) -> HttpResponse:
    form = AgencyForm.of(request)
    if form.is_bound and form.is_valid():
        typed = dict(form.cleaned_data)
        row = Agency(id=typed.pop("token"))
        try:
            engine.run(AgencyFile.open, row, request.actor, **typed)
        except AlreadyDone:
            return HttpResponseRedirect(reverse("operator:agency", args=[row.pk]))
        except Refused as refused:
            form.take(refused)
        else:
            return HttpResponseRedirect(reverse("operator:agency", args=[row.pk]))
    rows = list(queries.agencies_visible_to(request.actor)[:500])
    return PLACE.render(request, "operator/agencies.html", status=_status(form), rows=rows, form=form)


def opened(request: HttpRequest, subject: Agency) -> HttpResponse:
    """Its heads; inviting one more."""
    form = HeadForm.of(request)
    if form.is_bound and form.is_valid():
        typed = dict(form.cleaned_data)
        key = typed.pop("token")
        said = {"title": "Responsable d’agence", "rights": [MANAGE], "agency": subject.pk}
        try:
            inviting.invite(key, request.actor, **said, **typed)
        except AlreadyDone:
            return HttpResponseRedirect(reverse("operator:agency", args=[subject.pk]))
        except Refused as refused:
            form.take(refused)
        else:
            return HttpResponseRedirect(reverse("operator:agency", args=[subject.pk]))
    rows = list(queries.live_in(subject.pk).filter(rights__contains=[MANAGE]))
    return PLACE.render(request, "operator/agency.html", status=_status(form), row=subject, rows=rows, form=form)


def _status(form: Form) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK


def search(request: HttpRequest) -> HttpResponse:
    form = LookupForm.of(request)

    def find(form: LookupForm, device: object):  # noqa: ANN202
        name = request.site.name
        return lookup.by_agent(form.cleaned_data["token"], form.asked(), name, device, request.actor)

    return searching.page(request, PLACE, SEARCH, form, find)


def person(request: HttpRequest, subject: JobSeeker) -> HttpResponse:
    return one.shown(request, PLACE, subject)


def reveal(request: HttpRequest, subject: JobSeeker) -> HttpResponse:
    return one.revealed(request, PLACE, subject)


def stops(request: HttpRequest) -> HttpResponse:
    return stopped.listed(request, PLACE)


def lift(request: HttpRequest, subject: ReadingStop) -> HttpResponse:
    return stopped.lift(request, PLACE, subject)
