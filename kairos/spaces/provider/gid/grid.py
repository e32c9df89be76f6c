"""« Grille des habilitations »: people × areas, seen and changed together, saved as a whole."""

from datetime import date
from functools import lru_cache
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from markupsafe import Markup, escape

from kairos.design import french
from kairos.design.page import render
from kairos.foundation import clock, engine, journal
from kairos.foundation.guards import Refused
from kairos.identity.habilitations import catalogue, queries
from kairos.identity.habilitations.lifecycle import TeamPolicy
from kairos.identity.organisations.models import Organisation
from kairos.spaces.provider.gid import chrome, grid_cells, grid_people, grid_typed, places, reviews_lines
from kairos.spaces.provider.gid.grid_cells import Line
from kairos.spaces.provider.gid.grid_people import Asked, Person
from kairos.spaces.provider.gid.grid_typed import Compared

PEOPLE = "habilitations.affiliation"
MANY = 10
"""From so many rights given or withdrawn at once, all of them are read again before they are saved."""


@lru_cache(maxsize=1024)
def in_words(day: date | None, today: date) -> Markup:
    """A whole team came on a few days."""
    return escape(french.relative_day(day, today) if day else "jamais")


def page(request: HttpRequest, subject: Organisation) -> HttpResponse:
    if request.method == "GET":
        return _show(request)
    compared = grid_typed.compare(request.actor, grid_typed.read(request.POST))
    if compared.stale or "corriger" in request.POST:
        return _show(request, compared)
    return _save(request, subject, compared)


def _save(request: HttpRequest, subject: Organisation, compared: Compared) -> HttpResponse:
    changes = compared.changes(request.actor, queries.is_alone(subject.pk))
    count = sum(one.count for one in changes)
    if count > MANY and "confirme" not in request.POST:
        return _confirm(request, compared, changes)
    try:
        _set(request, subject, compared)
    except Refused as refused:
        again = grid_typed.compare(request.actor, grid_typed.read(request.POST))
        return _show(request, again, [] if again.stale else [reason.message for reason in refused.reasons])
    address = request.GET.copy()
    address["enregistre"] = str(count)
    return HttpResponseRedirect(f"{request.path}?{address.urlencode()}")


def _set(request: HttpRequest, subject: Organisation, compared: Compared) -> None:
    """Nothing changed (the same form sent twice): nothing is written."""
    boxes = {key: compared.wanted[key] for key in compared.changed}
    if boxes:
        wanted = grid_typed.wanted(request.actor, boxes, clock.today())
        changes = {key: (compared.people[key].version, wanted[key]) for key in boxes}
        engine.run(TeamPolicy.set_rights, subject.pk, request.actor, changes=changes)


def _confirm(request: HttpRequest, compared: Compared, changes: list[grid_typed.Change]) -> HttpResponse:
    people = [one.person for one in changes]
    journal.reading(request.actor, "habilitations.grid", compared.changed, PEOPLE)
    return render(
        request,
        "gid/grid_confirm.html",
        chrome.of(request, "rail"),
        changes=changes,
        hidden=[pair for at, one in enumerate(people) for pair in _hidden(at, one, compared.wanted[one.id])],
        count=sum(one.count for one in changes),
        label_of=catalogue.label_of,
    )


def _show(request: HttpRequest, compared: Compared | None = None, reasons: list[str] | None = None) -> HttpResponse:
    """The page as it is asked for; of `compared`, what was typed stands on what the people hold by now."""
    asked = Asked.of(request.GET)
    sites = places.all_of(request.actor)
    found = grid_people.page(request.actor, asked, places.among(sites, asked.place))
    typed: dict[UUID, int] = compared.wanted if compared else {}
    summary = asked.in_words()
    journal.reading(request.actor, "habilitations.grid", [one.id for one in found.people], PEOPLE, summary=summary)
    lines = [_line(number, one, typed.get(one.id, one.held), request.path) for number, one in enumerate(found.people)]
    wrong = [*(reasons or []), *(_meanwhile(compared) if compared else [])]
    return render(
        request,
        "gid/grid.html",
        chrome.of(request, "rail"),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        apart={"lines": grid_cells.together(lines, _notes(compared) if compared else {})},
        asked=asked,
        states=grid_people.STATES,
        several_places=len(sites) > 1,
        found=found,
        typed=sum((typed.get(one.id, one.held) ^ one.held).bit_count() for one in found.people),
        wrong=[(sentence, None) for sentence in wrong],
        saved=request.GET.get("enregistre", ""),
        areas=catalogue.AREAS,
        grades=catalogue.ALL_GRADES,
        label_of=catalogue.label_of,
        sizes=grid_people.SIZES,
        own=request.actor.user,
        alone=len(found.people) == 1 and queries.is_alone(request.actor.scope_organisation),
        review=reviews_lines.under_way(request.actor),
    )


def _notes(compared: Compared) -> dict[UUID, Markup]:
    parts = engines["jinja2"].env.get_template("gid/rights.html").module
    return {one.person.id: parts.meanwhile(one, catalogue.label_of) for one in compared.meanwhile}


def _meanwhile(compared: Compared) -> list[str]:
    changed = [
        f"Les droits de {one.person.name} ont changé pendant que vous les modifiiez : {_told(one)}."
        " Ce que vous aviez coché est gardé : relisez sa ligne, puis enregistrez."
        for one in compared.meanwhile
    ]
    return changed + [f"{name} n’est plus de l’organisme : sa ligne n’est plus là." for name in compared.left]


def _told(change: grid_typed.Change) -> str:
    said = [("accordé", change.given), ("retiré", change.withdrawn)]
    told = [f"{word} « {catalogue.label_of(right)} »" for word, rights in said for right in rights]
    return ", ".join(told) or "des dates ou des lieux"


def _line(number: int, person: Person, typed: int, address: str) -> Line:
    start = grid_cells.heading(number, person, _seen(number, person), address)
    return Line(person, start, grid_cells.boxes(number, person.held, typed), in_words(person.last_on, clock.today()))


def _seen(number: int, person: Person) -> str:
    return f"{number}.{person.id.hex}.{person.version}.{person.held:x}"


def _hidden(number: int, person: Person, wanted: int) -> list[tuple[str, str]]:
    """A line of the grid, for a page that does not show its boxes."""
    boxes = [(f"{number}.{area}", letter) for area, letters in grid_typed.letters(wanted) for letter in letters]
    return [(grid_typed.SEEN, _seen(number, person)), *boxes]
