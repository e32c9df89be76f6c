"""Whom the organisation reads, one person, an exact search, an export, stops."""

from dataclasses import replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from kairos.design import french
from kairos.foundation import clock, permissions
from kairos.foundation.clock import PARIS
from kairos.foundation.imports import writing
from kairos.people.access import lookup, queries, reading
from kairos.people.access.models import ReadingStop
from kairos.people.jobseekers.models import JobSeeker
from kairos.spaces import headers
from kairos.spaces.persons import lists, one, searching, stopped
from kairos.spaces.persons.forms import LookupForm, WhyForm
from kairos.spaces.persons.place import Place
from kairos.spaces.provider.kairos import chrome
from kairos.spaces.session.fresh import require_fresh

SEARCH = searching.Search(
    "Trouver une personne",
    "Son identifiant exact et sa date de naissance, qu’elle vous a donnés. Kairos ne cherche pas par nom. La personne "
    "verra que vous la lisez, et pourquoi.",
    "person_access.look_up",
    "Ouvrir son dossier",
)
MOST = 5000
COLUMNS = ("Identifiant", "Nom", "Prénom", "Date de naissance", "Courriel", "Téléphone", "Agence")


PLACE = Place("candidates", "home", "Personnes que vous lisez", chrome.of)


def home(request: HttpRequest) -> HttpResponse:
    page = lists.page(queries.readable(request.actor), request.GET)
    reading.shown(request.actor, "people.listed", [line.id for line in page.rows])
    actions = [("Trouver une personne", PLACE.url("look_up"), "primary", "search")]
    if permissions.holds(request.actor, "people.export"):
        actions.append(("Exporter", PLACE.url("export"), "", "download"))
    return PLACE.render(
        request,
        "persons/list.html",
        title="Personnes que vous lisez",
        lead="Les personnes de vos sessions et de vos rendez-vous, et celles qui vous ont donné leur identifiant.",
        nobody="Une personne orientée vers vos sessions, ou qui vous donne son identifiant, se lira ici.",
        actions=actions,
        agency=True,
        page=page,
    )


def look_up(request: HttpRequest) -> HttpResponse:
    form = LookupForm.of(request)

    def find(form: LookupForm, device: object):  # noqa: ANN202
        return lookup.by_provider(form.cleaned_data["token"], form.asked(), device, request.actor)

    return searching.page(request, PLACE, SEARCH, form, find)


def person(request: HttpRequest, subject: JobSeeker) -> HttpResponse:
    return one.shown(request, PLACE, subject)


def reveal(request: HttpRequest, subject: JobSeeker) -> HttpResponse:
    return one.revealed(request, PLACE, subject)


def export(request: HttpRequest) -> HttpResponse:
    """After a fresh proof, with a reason; who and when are the first line of the file."""
    require_fresh(request)
    form = WhyForm.of(request)
    if form.is_bound and form.is_valid():
        return _file(request, form.cleaned_data["reason"])
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return PLACE.render(request, "persons/export.html", status=status, form=form)


def _file(request: HttpRequest, reason: str) -> HttpResponse:
    rows = list(queries.readable(request.actor).select_related("agency").order_by("sort_key", "id")[:MOST])
    reading.shown(request.actor, "people.exported", [row.pk for row in rows], reason=reason)
    when = french.moment(clock.now(), PARIS)
    lines = [[f"Personnes lues par {request.actor.organisation_name}", f"{request.actor.name}, le {when}", reason]]
    lines.append(list(COLUMNS))
    lines += [
        [row.identifier, row.last_name, row.first_name, f"{row.birth_date:%d/%m/%Y}", row.email, row.phone,
         row.agency.name]
        for row in rows
    ]  # fmt: skip
    told = headers.file("candidats.csv", saved=True)
    content = writing.rows(lines, "csv")
    return HttpResponse(content, content_type=writing.type_of(replace(writing.OWN, kind="csv")), headers=told)


def stops(request: HttpRequest) -> HttpResponse:
    return stopped.listed(request, PLACE)


def lift(request: HttpRequest, subject: ReadingStop) -> HttpResponse:
    return stopped.lift(request, PLACE, subject)
