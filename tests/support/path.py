"""People on sessions, slots and the places they take, in each of their states."""

import copy
import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.base import ModelState

from kairos.foundation import clock, verifying
from kairos.foundation.actor import Actor, Audience, Strength, system
from kairos.foundation.ids import new_id
from kairos.foundation.imports import runs
from kairos.foundation.imports.models import ImportRun
from kairos.foundation.isolation import scope
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.rules import Wanted
from kairos.offer.catalogue.models import TrainingSession
from kairos.operations.bench import volume
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.bookings.places import place
from kairos.path.appointments.lifecycle import AppointmentSlot
from kairos.path.appointments.models import Booking, Slot
from kairos.path.completion.lifecycle import Reviewing
from kairos.path.completion.models import FinalReview
from kairos.path.enrolments.files.importing import KIND
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment, Movement, PlanModule
from kairos.path.enrolments.rules import Module
from kairos.people.access.models import PersonAccess
from kairos.people.jobseekers.models import JobSeeker
from tests.support import agencies, catalogue
from tests.support.people import People
from tests.support.team import Colleague, add_colleague, run

_turn = itertools.count(1)
_crowd = itertools.count(4_000_000)
WHY = "Le niveau est déjà acquis"
RIGHTS = tuple(
    f"{area}.{grade}" for area in ("candidates", "appointments") for grade in ("consult", "enter", "approve")
)


def coordinator(people: People, *rights: str) -> Colleague:
    """Somebody of the member organisation who may do all that is done with sessions, people and appointments."""
    return add_colleague(people, *(rights or (*catalogue.RIGHTS, *RIGHTS)), title="Coordinatrice")


def session(who: Colleague, **more: Any) -> TrainingSession:
    return catalogue.published(who, **{"title": f"Formation {next(_turn)}"} | more)


def oneself(person: JobSeeker) -> Actor:
    """The person in their own space."""
    return Actor(Audience.JOBSEEKER, person.user_id or person.pk, jobseeker=person.pk, strength=Strength.SECOND_FACTOR)


def referred(people: People, on: TrainingSession | UUID, person: JobSeeker | None = None) -> Enrolment:
    person = person or agencies.followed(people.adviser)
    return run(
        people.adviser,
        Enrolling.refer,
        Enrolment(person=person, session_id=getattr(on, "pk", on)),
        comment="Très motivée.",
    )


def slot(by: Colleague, on: TrainingSession, hours: float = 72, /, **more: Any) -> Slot:
    """Open, in so many hours, for an hour and a half unless `minutes` says otherwise."""
    return run(by, AppointmentSlot.open, new_slot(on, hours, **more))


def new_slot(on: TrainingSession, hours: float = 72, /, minutes: int = 90, **more: Any) -> Slot:
    starts_at = clock.now().replace(microsecond=0) + timedelta(hours=hours)
    values = {"kind": Slot.Kind.MEETING, "mode": Slot.Mode.ON_SITE, "who": Slot.Who.REFERRED, "capacity": 8}
    values |= {"where": "12 rue des Écoles, Paris", "postcode": "75011"}
    row = Slot(organisation_id=on.organisation_id, session_id=on.pk, starts_at=starts_at)
    row.ends_at = starts_at + timedelta(minutes=minutes)
    for name, value in (values | more).items():
        setattr(row, name, value)
    return row


def booked(enrolment: Enrolment, slot_: Slot) -> Booking:
    return run(oneself(JobSeeker(pk=enrolment.person_id)), Place.book, place(enrolment, again(slot_)))


def waits(enrolment: Enrolment, slot_: Slot) -> Booking:
    return run(oneself(JobSeeker(pk=enrolment.person_id)), Place.wait, place(enrolment, again(slot_)))


def again(row: Any) -> Any:
    found = type(row).objects.using("owner").get(pk=row.pk)
    found._state.db = "default"
    return found


def begin(slot_: Slot) -> Slot:
    """As if it were its hour: an hour ago."""
    past = clock.now() - timedelta(hours=1)
    Slot.objects.using("owner").filter(pk=slot_.pk).update(starts_at=past, ends_at=past + timedelta(minutes=50))
    return again(slot_)


def results(who: Colleague, slot_: Slot, said: dict[UUID, tuple[str, str]]) -> Slot:
    return run(who, AppointmentSlot.close, slot_.pk, results=said)


def as_kairos(act: Callable[..., Any], *arguments: Any) -> Any:
    with scope(system("tests")) as actor:
        return act(actor, *arguments)


def me(people: People) -> JobSeeker:
    """The job seeker of the tests."""
    return JobSeeker(pk=people.job_seeker.actor.jobseeker)


def narrowed(people: People, everywhere: tuple[str, ...], here: tuple[str, ...], place: UUID) -> Colleague:
    """Who holds these rights for the whole organisation, and those at one establishment alone."""
    who = add_colleague(people, *everywhere)
    wanted = [*(Wanted(right) for right in everywhere), *(Wanted(right, frozenset({place})) for right in here)]
    run(people.manager, TeamMember.set_rights, who.affiliation.pk, wanted=wanted)
    return who


def session_of(row: Enrolment) -> TrainingSession:
    return again(TrainingSession(pk=row.session_id))


def elsewhere(on: TrainingSession) -> TrainingSession:
    """The session, and those who are on it, as if another organisation gave it: of no establishment."""
    TrainingSession.objects.using("owner").filter(pk=on.pk).update(establishment=None)
    Enrolment.objects.using("owner").filter(session=on.pk).update(establishment=None)
    return again(on)


# In training

LEFT = "Emploi trouvé"


def begun(who: Colleague, days: int = 30, **more: Any) -> TrainingSession:
    """A session that began so many days ago, with its timetable."""
    first = clock.today() - timedelta(days=days)
    with clock.fixed(clock.now() - timedelta(days=days + 10)):
        return session(who, starts_on=first, **{"timetable": catalogue.WEEK} | more)


def plan(on: TrainingSession, first: int = 0, last: int = 60, hours: int = 300) -> dict[str, Any]:
    """From a day to a day of the session."""
    days = (on.starts_on + timedelta(days=first), on.starts_on + timedelta(days=last))
    return {"hours": hours, "modules": (Module(*days),)}


def retained(people: People, who: Colleague, on: TrainingSession, person: JobSeeker | None = None) -> Enrolment:
    return run(who, Enrolling.retain, referred(people, on, person).pk)


def registered(
    people: People, who: Colleague, on: TrainingSession | None = None, person: JobSeeker | None = None
) -> Enrolment:
    on = on or begun(who)
    return run(who, Enrolling.register, retained(people, who, on, person).pk, **plan(on))


def in_training(
    people: People, who: Colleague, on: TrainingSession | None = None, person: JobSeeker | None = None
) -> Enrolment:
    row = registered(people, who, on, person)
    return run(who, Enrolling.enter, row.pk, on=row.plan_starts_on, late_reason="Oubli.")


def ago(days: int) -> dict[str, Any]:
    """So many days ago, and why it is late."""
    return {"on": clock.today() - timedelta(days=days), "late_reason": "Oubli."}


def crowd(like: Enrolment, count: int) -> list[Enrolment]:
    """So many others on the session, as this one stands, with what stands beside it. Written as the owner."""
    person = JobSeeker.objects.using("owner").get(pk=like.person_id)
    people = [_copy(person, identifier=f"{next(_crowd):07}B", user_id=None) for _ in range(count)]
    first = again(like)
    rows = [_copy(first, person=one) for one in people]
    links = ((PlanModule, "enrolment_id"), (Movement, "enrolment_id"), (PersonAccess, "subject"))
    kept = [(link, list(model.objects.using("owner").filter(**{link: like.pk}))) for model, link in links]
    beside = [
        [_copy(one, person=row.person, code=verifying.new_code(), **{link: row.pk}) for row in rows for one in some]
        for link, some in kept
    ]
    for some in filter(None, (people, rows, *beside)):
        volume.copy(some)
    return rows


def _copy(row: Any, **more: Any) -> Any:
    found = copy.copy(row)
    found._state = ModelState()
    found.pk = new_id()
    for name, value in more.items():
        setattr(found, name, value)
    return found


def movement(of: Enrolment, kind: str = Movement.Kind.REGISTRATION) -> Movement:
    """The last one of a kind that was declared."""
    found = Movement.objects.using("owner").filter(enrolment=of.pk, kind=kind).latest("declared_at", "id")
    found._state.db = "default"
    return found


# Files of movements

MOVES = "Session;Identifiant;Mouvement;Date;Fin du plan;Heures;Motif;Précisions;Retard"


def send_moves(who: Colleague, *lines: str, encoding: str = "cp1252") -> ImportRun:
    """As a French spreadsheet writes it, received and checked."""
    content = "\r\n".join((MOVES, *lines, "")).encode(encoding)
    with scope(who.actor):
        row = runs.receive(KIND, SimpleUploadedFile("mouvements.csv", content), who.actor, new_id(), {})
        return runs.go_on(row, who.actor)


def take_moves(who: Colleague, row: ImportRun) -> ImportRun:
    with scope(who.actor):
        return runs.take(row, who.actor)


def identifier(row: Enrolment) -> str:
    return JobSeeker.objects.using("owner").get(pk=row.person_id).identifier


def move(row: Enrolment, kind: str, days: int = 0, *more: str) -> str:
    """A line, so many days ago."""
    number = TrainingSession.objects.using("owner").get(pk=row.session_id).number
    day = f"{clock.today() - timedelta(days=days):%d/%m/%Y}"
    return ";".join((number, identifier(row), kind, day, *more))


def movements(row, *kinds):
    rows = Movement.objects.using("owner").filter(enrolment=row.pk).order_by("declared_at", "id")
    return [one for one in rows if not kinds or one.kind in kinds]


# Bilans

REVIEW = {
    "goals": "Souder à l’arc en position : acquis.",
    "reached": "all",
    "certification": "partial",
    "skills": "Lecture de plans, soudage MIG et TIG.",
    "recommendation": "Repasser le bloc 2 du titre au printemps.",
    "job": "no",
}


def new_review(of: Enrolment) -> FinalReview:
    """Not written yet."""
    row = again(of)
    return FinalReview(enrolment=row, organisation_id=row.organisation_id, establishment_id=row.establishment_id)


def reviewed(who: Colleague, of: Enrolment, **more: str) -> FinalReview:
    """A draft."""
    return run(who, Reviewing.write, new_review(of), content=REVIEW | more)


def shared_review(who: Colleague, of: Enrolment) -> FinalReview:
    row = run(who, Reviewing.validate, reviewed(who, of).pk)
    return run(who, Reviewing.share, row.pk)
