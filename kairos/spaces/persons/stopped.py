"""Readings that Kairos stopped, and lifting one."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.foundation import engine, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Refused
from kairos.identity.accounts import people
from kairos.people.access import queries
from kairos.people.access.models import ReadingStop
from kairos.people.access.stops.lifecycle import StoppedReadings
from kairos.spaces.persons.forms import WhyForm
from kairos.spaces.persons.place import Place

MOST = 100


def stop(actor: Actor, key: UUID) -> ReadingStop:
    return queries.stops_visible_to(actor).get(pk=key)


def listed(request: HttpRequest, place: Place) -> HttpResponse:
    rows = list(queries.stops_visible_to(request.actor)[:MOST])
    names = people.names_of(row.holder_id for row in rows)
    return place.render(request, "persons/stops.html", rows=rows, names=names)


def lift(request: HttpRequest, place: Place, row: ReadingStop) -> HttpResponse:
    form = WhyForm.of(request)
    if form.is_bound and form.is_valid():
        try:
            engine.run(StoppedReadings.lift, row.pk, request.actor, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.take(refused)
        else:
            return HttpResponseRedirect(place.url("readings"))
    return place.render(
        request,
        "persons/lift.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        row=row,
        form=form,
        who=people.names_of([row.holder_id]).get(row.holder_id, "tout l’organisme"),
        may=permissions.holds(request.actor, "readings.lift", row),
    )
