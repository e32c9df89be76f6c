"""One person: what is known of them, why it is read, contacts that are shown one at a time."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from kairos.people.access import queries, reading, sources
from kairos.people.jobseekers import rules
from kairos.people.jobseekers.models import JobSeeker
from kairos.spaces import timeline
from kairos.spaces.persons.lists import BADGES
from kairos.spaces.persons.place import Place

FIELDS = {"phone": "Téléphone", "email": "Courriel"}


def shown(
    request: HttpRequest, place: Place, person: JobSeeker, reasons: list[tuple[str, None]] | None = None, **more: object
) -> HttpResponse:
    reading.shown(request.actor, "people.read", [person.pk])
    return _page(request, place, person, "", reasons or [], **more)


def revealed(request: HttpRequest, place: Place, person: JobSeeker, **more: object) -> HttpResponse:
    """The contact that was asked for, whole; asked by a button, journaled."""
    field = request.POST.get("champ", "")
    if field in FIELDS and request.method == "POST":
        reading.shown(request.actor, "people.revealed", [person.pk], summary=FIELDS[field].lower())
    return _page(request, place, person, field, [], **more)


def _page(
    request: HttpRequest, place: Place, person: JobSeeker, whole: str, reasons: list, **more: object
) -> HttpResponse:
    masked = {"phone": rules.masked_phone(person.phone), "email": rules.masked_email(person.email)}
    contacts = [
        (name, label, getattr(person, name) if name == whole else masked[name], name == whole)
        for name, label in FIELDS.items()
        if getattr(person, name)
    ]
    return place.render(
        request,
        "persons/person.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if reasons else HTTPStatus.OK,
        person=person,
        badge=BADGES[JobSeeker.State(person.state)],
        contacts=contacts,
        why=[(sources.label_of(row.source), row) for row in queries.why(request.actor, person.pk)],
        path=timeline.of(request.actor, person.pk),
        reasons=reasons,
        **more,
    )
