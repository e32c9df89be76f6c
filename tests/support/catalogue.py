"""Sessions of the member organisation, in each of their states, and who may touch them."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kairos.foundation import clock, engine
from kairos.foundation.ids import new_id
from kairos.foundation.imports import runs, writing
from kairos.foundation.imports.models import ImportRun
from kairos.foundation.isolation import scope
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.offer.catalogue import rules
from kairos.offer.catalogue.content import EMPTY, Content, Module
from kairos.offer.catalogue.importing.carif import KIND as OFFER
from kairos.offer.catalogue.importing.columns import COLUMNS
from kairos.offer.catalogue.importing.kind import KIND
from kairos.offer.catalogue.jobs import end, start
from kairos.offer.catalogue.lifecycle import Session
from kairos.offer.catalogue.models import Course, Delivery, TrainingSession
from tests.support.people import People, Someone
from tests.support.team import Colleague, add_colleague, run

RIGHTS = ("sessions.consult", "sessions.enter", "sessions.approve")
SIRET = "99900000200004"
"""Of the member organisation."""
WEEK = [210, 210] * 4 + [210, 0] + [0, 0] * 2
"""Monday to Friday noon, three hours and a half each half-day."""
OWN_SIRET = "99900101900010"
"""Of an establishment it may add, whose key is right."""
PLACE = {"name": "Siège", "address": "1 rue Basse", "postcode": "93500", "town": "Pantin"}
LINE = {
    "course_number": "F_1",
    "delivery_number": "AC_1",
    "title": "Soudure à l’arc",
    "responsible_siret": OWN_SIRET,
    "postcode": "93500",
    "town": "Pantin",
    "hours_centre": "400",
    "funders": "2, 4",
    "rncp": "RNCP37121",
    "formacodes": "44028",
    "romes": "H2913",
    "goal": "6",
    "teaching": "Sur place",
}
OWN = {"timetable": [], "closures": [], "room": "", "trainer": ""}


def planner(people: People, *rights: str) -> Colleague:
    """Somebody who may do all that is done with sessions, or these rights alone."""
    return add_colleague(people, *(rights or RIGHTS), title="Coordinatrice")


def content(**more: Any) -> Content:
    """A complete session that begins in two weeks; `more`: other values, by name."""
    first = more.pop("starts_on", clock.today() + timedelta(days=14))
    values = {
        **EMPTY,
        "title": "Assistant de vie aux familles",
        "starts_on": first,
        "ends_on": first and first + timedelta(days=60),
        "responsible_siret": SIRET,
        "postcode": "75011",
        "town": "Paris",
        "hours_centre": 300,
        "capacity": 12,
        "funders": ["4"],
    }
    own = {name: more.pop(name) for name in OWN if name in more}
    modules = tuple(more.pop("modules", ()))
    found = Content(values | more, OWN | own, modules)
    if own.get("timetable") and "hours_centre" not in more:
        found.values["hours_centre"] = _hours(found)
    return found


def _hours(content: Content) -> int:
    """What the timetable gives, so that nothing is doubtful."""
    programme = content.programme()
    return round(rules.minutes_of(rules.expected(programme, programme.starts_on, programme.ends_on)) / 60)


def new(who: Someone | Colleague) -> TrainingSession:
    """Not written yet."""
    organisation = who.actor.organisation
    course = Course(organisation_id=organisation)
    return TrainingSession(organisation_id=organisation, delivery=Delivery(organisation_id=organisation, course=course))


def drafted(who: Someone | Colleague, **more: Any) -> TrainingSession:
    return run(who, Session.create, new(who), content=content(**more))


def published(who: Someone | Colleague, **more: Any) -> TrainingSession:
    return run(who, Session.publish, drafted(who, **more).pk)


def suspended(who: Someone | Colleague) -> TrainingSession:
    return run(who, Session.suspend, published(who).pk, reason="Salle sinistrée.")


def cancelled(who: Someone | Colleague) -> TrainingSession:
    return run(who, Session.cancel, published(who).pk, reason="Trop peu de candidats.")


def started(who: Someone | Colleague) -> TrainingSession:
    return _followed(published(who, starts_on=clock.today()), start)


def ended(who: Someone | Colleague) -> TrainingSession:
    from kairos.foundation.clock import fixed

    session = published(who, starts_on=clock.today())
    with fixed(clock.now() + timedelta(days=90)):
        return _followed(session, end)


def _followed(session: TrainingSession, sweep: Any) -> TrainingSession:
    from kairos.foundation.actor import system

    with scope(system("tests")) as actor:
        sweep(actor, clock.now())
    return again(session)


def again(session: TrainingSession) -> TrainingSession:
    return TrainingSession.objects.using("owner").select_related("delivery__course").get(pk=session.pk)


def sent(people: People) -> ImportRun:
    """A file of two sessions, one of them of another's, checked."""
    Establishment(organisation_id=people.organisation_m.pk, siret=OWN_SIRET, **PLACE).save(using="owner")
    rows = [line("SE_1"), line("SE_2", responsible_siret="73282932000074")]
    return send(planner(people), writing.table(COLUMNS, rows, raw=True))


def offered(people: People) -> ImportRun:
    """The file of a Carif-Oref: a session of the member, one of nobody, checked."""
    own = Organisation.objects.using("owner").filter(pk=people.organisation_m.pk)
    own.update(siren=OWN_SIRET[:9])
    Establishment(organisation_id=people.organisation_m.pk, siret=OWN_SIRET, **PLACE).save(using="owner")
    rows = [line("SE_1"), line("SE_2", responsible_siret="99900121700010")]
    content = SimpleUploadedFile("offre.csv", writing.table(COLUMNS, rows, raw=True))
    actor = people.supervisor.actor
    with scope(actor):
        options = {"carif": "11", "whole": True, "publish": True}
        return runs.go_on(runs.receive(OFFER, content, actor, new_id(), options), actor)


def line(number: str = "SE_1", first: int = 30, last: int = 90, **more: str) -> dict[str, str]:
    """As a file writes it, from a day to a day after today."""
    days = {"starts_on": first, "ends_on": last}
    dates = {key: f"{clock.today() + timedelta(days=n):%d/%m/%Y}" for key, n in days.items()}
    return LINE | {"number": number} | dates | more


def send(who: Colleague, content: bytes, name: str = "catalogue.csv", **options: bool) -> ImportRun:
    with scope(who.actor):
        row = runs.receive(KIND, SimpleUploadedFile(name, content), who.actor, new_id(), options)
        return runs.go_on(row, who.actor)


def module(title: str, first: date, days: int, **more: str) -> Module:
    return Module(title, first, first + timedelta(days=days), **more)


def obstacles(who: Colleague, act: Any, session: TrainingSession, **details: Any) -> list[str]:
    with scope(who.actor):
        row = TrainingSession.objects.get(pk=session.pk)
        return [reason.message for reason in engine.obstacles(act, row, who.actor, **details)]
