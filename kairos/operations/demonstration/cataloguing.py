"""Trainings: a catalogue that a file brings, sessions that somebody writes by hand."""

import re
import tomllib
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.clock import PARIS
from kairos.foundation.ids import new_id
from kairos.foundation.imports import runs
from kairos.foundation.imports.kinds import kind_named
from kairos.foundation.imports.lifecycle import ImportFile
from kairos.identity.organisations import queries as organisations
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.offer.catalogue import content as contents
from kairos.offer.catalogue.content import EMPTY, Content
from kairos.offer.catalogue.importing.lheo import writing as lheo
from kairos.offer.catalogue.lifecycle import Session
from kairos.offer.catalogue.models import Course, Delivery, TrainingSession
from kairos.operations.demonstration.stage import Stage
from kairos.operations.demonstration.story import Step

WRITTEN = Path(__file__).with_name("catalogue")
_DAY = re.compile(rb"@([+-]\d+)@")


def sample(name: str, sent_on: date) -> bytes:
    """An LHÉO file whose days follow the one it is sent."""
    content = (WRITTEN / name).read_bytes()
    return _DAY.sub(lambda found: f"{_week_day(sent_on, int(found[1])):%Y%m%d}".encode(), content)


def _week_day(start: date, days: int) -> date:
    """Never a Saturday nor a Sunday: the Monday after."""
    day = start + timedelta(days=days)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def send_catalogue(stage: Stage, step: Step) -> None:
    """The file of a Carif, checked and taken; what is complete is published at once."""
    name = step.details["file"]
    file = SimpleUploadedFile(name, sample(name, _day(step)), "application/xml")
    with _member(stage, step) as (actor, _):
        options = {"whole": True, "publish": True}
        row = runs.go_on(runs.receive(kind_named("sessions"), file, actor, new_id(), options), actor)
        engine.run(ImportFile.take, row, actor)


def send_offer(stage: Stage, step: Step) -> None:
    """The file of a region's Carif-Oref, by a supervisor: what goes to nobody, or to no member, stays refused."""
    rows = tomllib.loads((WRITTEN / step.details["file"]).read_text(encoding="utf-8"))["sessions"]
    content = lheo.document(_offered(row, _day(step)) for row in rows)
    with stage.as_agent(step.by) as actor:
        file = SimpleUploadedFile("offre.xml", content, "application/xml")
        options = {"carif": step.details["carif"], "whole": True, "publish": True}
        row = runs.go_on(runs.receive(kind_named("carif"), file, actor, new_id(), options), actor)
        engine.run(ImportFile.take, row, actor)


def _offered(row: dict[str, Any], today: date) -> dict[str, Any]:
    dates = {"starts_on": _week_day(today, row["from"]), "ends_on": _week_day(today, row["to"])}
    return EMPTY | {"number": row["number"]} | {name: row[name] for name in EMPTY if name in row} | dates


def write_sessions(stage: Stage, step: Step) -> None:
    for row in tomllib.loads((WRITTEN / step.details["file"]).read_text(encoding="utf-8"))["sessions"]:
        with _member(stage, step) as (actor, _):
            write(row, _day(step), actor)


def time_session(stage: Stage, step: Step) -> None:
    """What a file does not say: the week, the room, who teaches."""
    with _member(stage, step) as (actor, _):
        row = TrainingSession.objects.get(number=step.details["number"])
        values = contents.values_of(row)
        own = {
            "timetable": [int(minutes) for minutes in step.details["week"].split()],
            "closures": [],
            "room": step.details["room"],
            "trainer": step.details["trainer"],
        }
        engine.run(Session.edit, row, actor, content=Content(values, own))


def write(row: dict[str, Any], today: date, actor: Actor) -> None:
    main = organisations.main_establishment(organisations.own(actor))
    session = engine.run(Session.create, _blank(actor, main), actor, content=content(row, today, main))
    if row.get("publish"):
        engine.run(Session.publish, session.pk, actor)
    if row.get("suspend"):
        engine.run(Session.suspend, session.pk, actor, reason=row["suspend"])


def _member(stage: Stage, step: Step) -> AbstractContextManager[tuple[Actor, Organisation]]:
    provider = stage.provider(step.provider)
    return stage.as_member(provider, provider.human(step.details["who"]))


def _blank(actor: Actor, main: Establishment) -> TrainingSession:
    course = Course(organisation_id=actor.organisation)
    delivery = Delivery(organisation_id=actor.organisation, course=course)
    return TrainingSession(organisation_id=actor.organisation, establishment=main, delivery=delivery)


def content(row: dict[str, Any], today: date, main: Establishment) -> Content:
    days = {"starts_on": row.get("from"), "ends_on": row.get("to")}
    dates = {name: None if count is None else _week_day(today, count) for name, count in days.items()}
    place = {"address": main.address, "postcode": main.postcode, "town": main.town, "responsible_siret": main.siret}
    values = EMPTY | place | {name: row[name] for name in EMPTY if name in row} | dates
    own = {"timetable": row.get("week", []), "closures": [], "room": row.get("room", ""),
           "trainer": row.get("trainer", "")}  # fmt: skip
    return Content(values, own)


def _day(step: Step) -> date:
    return step.at.astimezone(PARIS).date()
