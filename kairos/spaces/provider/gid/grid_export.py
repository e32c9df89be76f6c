"""The grid as a table file: who asked, when, then one line a person, with the letters of their rights by area."""

from collections.abc import Iterator
from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from kairos.design import french
from kairos.foundation import clock, journal
from kairos.foundation.clock import PARIS
from kairos.foundation.imports import writing
from kairos.foundation.imports.reading.forms import CSV, XLSX
from kairos.identity.habilitations.catalogue import AREAS
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.organisations.models import Organisation
from kairos.spaces import headers
from kairos.spaces.provider.gid import grid_people, grid_typed, places
from kairos.spaces.provider.gid.grid_people import Asked, Person
from kairos.spaces.session.fresh import require_fresh

COLUMNS = ("Personne", "Fonction", "État", "RGC", *(area.label for area in AREAS), "Attendent un accord",
           "Dates ou lieux propres", "Dernier accès")  # fmt: skip


def export(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """What the filters leave, all pages together; a fresh proof is asked."""
    require_fresh(request)
    kind = XLSX if request.GET.get("format") == "xlsx" else CSV
    asked = Asked.of(request.GET)
    sites = places.among(places.all_of(request.actor), asked.place) if asked.place else ()
    people = grid_people.found(request.actor, asked, sites)
    said = asked.in_words() or "toute l’équipe"
    summary = f"{said} : {french.plural(len(people), 'personne')}"
    journal.reading(request.actor, "habilitations.export", [], "habilitations.affiliation", summary=summary)
    content = writing.rows(_rows(request, subject, people, said), kind)
    told = headers.file(f"habilitations.{kind}", saved=True)
    return HttpResponse(content, content_type=writing.type_of(replace(writing.OWN, kind=kind)), headers=told)


def _rows(request: HttpRequest, subject: Organisation, people: list[Person], said: str) -> Iterator[list[str]]:
    when = french.moment(clock.now(), PARIS)
    yield [f"Habilitations de {subject.name}", f"exportées par {request.actor.name} le {when}", f"filtres : {said}"]
    yield list(COLUMNS)
    for one in people:
        yield [
            one.name,
            one.title,
            Affiliation.State(one.state).label,
            "oui" if one.manages else "",
            *("".join(letters) for _, letters in grid_typed.letters(one.held)),
            str(one.waiting.bit_count() or ""),
            "oui" if one.limited else "",
            f"{one.last_on:%d/%m/%Y}" if one.last_on else "jamais",
        ]
