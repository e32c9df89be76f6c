"""Writing a session: a new one, another one, its copy; what looks wrong is said while one types."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design import french
from kairos.design.page import render
from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.ids import new_id
from kairos.identity.organisations.models import Establishment
from kairos.offer.catalogue import codes, doubts, queries
from kairos.offer.catalogue import content as contents
from kairos.offer.catalogue.content import EMPTY, LABELS, Content
from kairos.offer.catalogue.lifecycle import Session
from kairos.offer.catalogue.models import Course, Delivery, TrainingSession
from kairos.spaces.provider.kairos import chrome
from kairos.spaces.provider.kairos.forms import CopyForm, SessionForm, initial

WORDS = {"teaching": codes.TEACHING, "entry": codes.ENTRY, "goal": codes.GOALS, "funders": codes.FUNDERS}
NOTHING = {"timetable": [], "closures": [], "room": "", "trainer": ""}


def new(request: HttpRequest) -> HttpResponse:
    """Given by the main establishment, or the one that the person's right is for, unless said otherwise."""
    base = _blank(request.actor)
    form = SessionForm.of(request, base, [], initial=initial(base) | {"seen": new_id()})
    if request.method == "POST" and form.is_valid():
        row = _row(request.actor, _key(form.cleaned_data["seen"]), form.content())
        if done := _done(form, Session.create, row, request.actor, content=form.content()):
            return done
    return _form(request, form, None)


def edit(request: HttpRequest, subject: TrainingSession) -> HttpResponse:
    base = contents.of(subject)
    seen = subject.modified_at.isoformat()
    form = SessionForm.of(request, base, subject.imported, initial=initial(base) | {"seen": seen})
    if request.method == "POST" and form.is_valid():
        details = {"content": form.content(), "seen": _instant(form.cleaned_data["seen"])}
        if done := _done(form, Session.edit, subject, request.actor, **details):
            return done
        form.carry("seen", seen)
    return _form(request, form, subject)


def check_new(request: HttpRequest) -> HttpResponse:
    return _checked(request, SessionForm(_blank(request.actor), [], request.POST), None)


def check(request: HttpRequest, subject: TrainingSession) -> HttpResponse:
    return _checked(request, SessionForm(contents.of(subject), subject.imported, request.POST), subject)


def copy(request: HttpRequest, subject: TrainingSession) -> HttpResponse:
    form = CopyForm.of(request, initial={"token": new_id()})
    if request.method == "POST" and form.is_valid():
        row = TrainingSession(
            id=form.cleaned_data["token"],
            organisation_id=subject.organisation_id,
            establishment_id=subject.establishment_id,
        )
        details = {"origin": subject, "starts_on": form.cleaned_data["starts_on"]}
        if done := _done(form, Session.copy, row, request.actor, **details):
            return done
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "kairos/copy.html", chrome.of(request), status=status, form=form, subject=subject)


def _blank(actor: Actor) -> Content:
    places = queries.narrowed_to(actor)
    known = queries.establishments(actor.scope_organisation)
    here = next((one for one in known if places is None or one.pk in places), None)
    return Content(EMPTY | _of_establishment(here), NOTHING)


def _of_establishment(here: Establishment | None) -> dict[str, Any]:
    if here is None:
        return {}
    address = {"address": here.address, "postcode": here.postcode, "town": here.town}
    return {"responsible_siret": here.siret, "delivering_name": here.name, **address}


def _row(actor: Actor, key: UUID, content: Content) -> TrainingSession:
    organisation = actor.scope_organisation
    course = Course(organisation_id=organisation)
    return TrainingSession(
        id=key,
        organisation_id=organisation,
        establishment_id=content.establishment(organisation),
        delivery=Delivery(organisation_id=organisation, course=course),
    )


def _done(form: Any, act: Any, row: TrainingSession, actor: Actor, **details: Any) -> HttpResponse | None:
    """To the session, when it could be done; otherwise the form has the reasons."""
    try:
        row = engine.run(act, row, actor, **details)
    except AlreadyDone:
        pass
    except Refused as refused:
        form.take(refused)
        return None
    return HttpResponseRedirect(reverse("kairos:session", args=[row.pk]))


def _form(request: HttpRequest, form: SessionForm, subject: TrainingSession | None) -> HttpResponse:
    return render(
        request,
        "kairos/session_form.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        form=form,
        subject=subject,
        given=[(LABELS[name], _shown(name, form.base)) for name in EMPTY if name in form.imported],
        siblings=queries.siblings(subject) if subject else 0,
        doubts=_doubts(request, form, subject) if form.is_bound else [],
    )


def _shown(name: str, content: Content) -> str:
    """What a file gave, as people read it."""
    value = content.values[name]
    if name.endswith("siret"):
        return french.siret(value)
    if isinstance(value, date):
        return french.day(value)
    if name in WORDS:
        return ", ".join(WORDS[name].get(code, code) for code in (value if isinstance(value, list) else [value]))
    return ", ".join(value) if isinstance(value, list) else str(value)


def _checked(request: HttpRequest, form: SessionForm, subject: TrainingSession | None) -> HttpResponse:
    """With script, while one types: what can be read of it, beside what is there. Writes nothing."""
    form.is_valid()
    found = _doubts(request, form, subject)
    return render(request, "kairos/doubts.html", chrome.of(request), doubts=found, subject=subject)


def _doubts(request: HttpRequest, form: SessionForm, subject: TrainingSession | None) -> list[doubts.Doubt]:
    content = form.content()
    first, last = content.values["starts_on"], content.values["ends_on"]
    if first and last and last < first:
        return []
    found = doubts.about(content, request.actor.scope_organisation, subject and subject.pk)
    return doubts.left(found, subject.maintained if subject else ())


def _key(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        return new_id()


def _instant(typed: str) -> datetime | None:
    try:
        return datetime.fromisoformat(typed)
    except ValueError:
        return None
