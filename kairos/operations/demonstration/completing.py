"""A training that is over, the month before the group in training began: three people went through it, from the first
meeting to the certificate; the bilan of the first two is shared, that of the last is to be written."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, system
from kairos.foundation.isolation import scope
from kairos.identity.organisations import queries as organisations
from kairos.identity.organisations.models import Organisation
from kairos.offer.catalogue import rules
from kairos.offer.catalogue.models import TrainingSession
from kairos.operations.demonstration import attending, cataloguing, meeting
from kairos.operations.demonstration.stage import Stage, do_what_is_due
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.lifecycle import AppointmentSlot
from kairos.path.appointments.models import Booking, Slot
from kairos.path.attendance import board as boards
from kairos.path.attendance import queries, saving
from kairos.path.attendance.jobs import lock
from kairos.path.attendance.lifecycle import Month
from kairos.path.attendance.models import AttendanceMonth
from kairos.path.completion.lifecycle import Certifying, Reviewing
from kairos.path.completion.models import FinalReview, IssuedCertificate
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.rules import Module
from kairos.path.signing.acts import signature
from kairos.path.signing.lifecycle import HalfDaySheet, Signing
from kairos.path.signing.models import SigningSheet

PEOPLE, WEEKS = 3, 4
SESSION = {
    "title": "Lecture de plans et métré du bâtiment",
    "objective": "Lire un plan d’exécution, relever des cotes, calculer un métré simple.",
    "capacity": 8,
    "week": [210, 210] * 4 + [210, 0] + [0, 0] * 2,
    "room": "Salle Écluse",
    "trainer": "Élodie Sarrazin",
    "publish": True,
}
REVIEWS = (
    {
        "goals": "Lire un plan d’exécution coté : acquis. Relever et reporter des cotes : acquis. Calculer un métré : "
        "acquis, avec de l’aide pour les toitures.",
        "reached": "all",
        "certification": "none",
        "skills": "Lecture de plans, coupes et façades. Relevé au télémètre. Métré d’une pièce et d’un mur.",
        "recommendation": "Poursuivre par la maçonnerie du bâti ancien : la lecture des plans y sert dès la première "
        "semaine.",
        "job": "no",
    },
    {
        "goals": "Lire un plan d’exécution coté : acquis. Calculer un métré simple : à reprendre.",
        "reached": "partly",
        "certification": "none",
        "skills": "Lecture de plans et de coupes. Vocabulaire du chantier.",
        "recommendation": "Revoir les surfaces et les volumes avant un métier de métreur ; un chantier d’insertion "
        "conviendrait dès maintenant.",
        "job": "no",
    },
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scene:
    """first, last: days of the training. hands: whoever coordinates it."""

    stage: Stage
    first: date
    last: date

    def at(self, day: date, hour: int = 10) -> AbstractContextManager[None]:
        return clock.fixed(datetime.combine(day, time(hour, 12), clock.PARIS))

    def hands(self) -> AbstractContextManager[tuple[Actor, Organisation]]:
        provider = next(one for one in self.stage.story.providers.values() if meeting.COORDINATOR in one.team)
        return self.stage.as_member(provider, provider.human(meeting.COORDINATOR))

    def after(self, days: int) -> date:
        return self.last + timedelta(days=days)

    def before(self, days: int) -> date:
        return self.first - timedelta(days=days)


def complete(stage: Stage, now: datetime) -> None:
    scene = _scene(stage, now)
    with scene.at(scene.before(40)), scene.hands() as (actor, _):
        session = _publish(scene, actor)
    adviser, people = attending.a_later_follower(PEOPLE)
    rows = _meet(scene, session, adviser, people)
    _train(scene, session, rows)
    _account(scene, session, rows)
    _review(scene, rows)


def _scene(stage: Stage, now: datetime) -> Scene:
    """Four weeks, over on the last Friday before the month in which the group in training begins."""
    end = attending.months(now)[1] - timedelta(days=1)
    end -= timedelta(days=(end.weekday() - 4) % 7)
    return Scene(stage, end - timedelta(days=7 * WEEKS - 3), end)


def _publish(scene: Scene, actor: Actor) -> TrainingSession:
    main = organisations.main_establishment(organisations.own(actor))
    row = SESSION | {"from": 0, "to": (scene.last - scene.first).days}
    programme = cataloguing.content(row, scene.first, main).programme()
    minutes = rules.minutes_of(rules.expected(programme, programme.starts_on, programme.ends_on))
    cataloguing.write(row | {"hours_centre": round(minutes / 60)}, scene.first, actor)
    found = TrainingSession.objects.select_related("delivery__course")
    return found.get(organisation=actor.organisation, delivery__course__title=SESSION["title"])


# Before


def _meet(scene: Scene, session: TrainingSession, adviser: Actor, people: Sequence[UUID]) -> list[Enrolment]:
    """Referred, met a week later, retained the day after."""
    with scene.at(scene.before(24)):
        with scene.hands() as (actor, _):
            starts_at = datetime.combine(scene.before(17), time(9, 30), clock.PARIS)
            slot = engine.run(AppointmentSlot.open, meeting.a_slot(session, starts_at, Slot.Kind.MEETING, 6), actor)
        rows = [meeting.do(adviser, Enrolling.refer, Enrolment(person_id=one, session_id=session.pk)) for one in people]
        meeting.take(adviser, Place.book, rows, slot)
        do_what_is_due()
    with scene.at(scene.before(17), 15):
        with scene.hands() as (actor, _):
            booked = Booking.objects.filter(slot=slot.pk, state=Booking.State.BOOKED).values_list("pk", flat=True)
            engine.run(AppointmentSlot.close, slot.pk, actor, results=dict.fromkeys(booked, ("retain", "")))
        do_what_is_due()
    return rows


# In training


def _train(scene: Scene, session: TrainingSession, rows: Sequence[Enrolment]) -> None:
    plan = {"hours": session.delivery.hours_centre, "modules": (Module(session.starts_on, session.ends_on),)}
    _each(scene, scene.before(7), Enrolling.register, rows, **plan)
    _each(scene, scene.first, Enrolling.enter, rows, on=scene.first)
    for day in (scene.first, scene.first + timedelta(days=1)):
        _sign(scene, session, rows, day)
    away = scene.first + timedelta(days=8)
    _each(scene, away, Enrolling.interrupt, rows[1:2], on=away, reason="Deuil familial")
    back = scene.first + timedelta(days=10)
    _each(scene, back, Enrolling.resume, rows[1:2], on=back)
    _each(scene, scene.last, Enrolling.complete, rows, on=scene.last)


def _each(scene: Scene, day: date, act: engine.Act, rows: Sequence[Enrolment], **details: object) -> None:
    with scene.at(day, 17):
        with scene.hands() as (actor, _):
            for row in rows:
                engine.run(act, row.pk, actor, **details)
        do_what_is_due()


def _sign(scene: Scene, session: TrainingSession, rows: Sequence[Enrolment], day: date) -> None:
    """On the trainer's screen, in the morning."""
    with scene.at(day, 17), scene.hands() as (actor, _):
        sheet = SigningSheet(organisation_id=session.organisation_id, establishment_id=session.establishment_id,
                             session=session, day=day, half=0)  # fmt: skip
        sheet = engine.run(HalfDaySheet.open, sheet, actor)
        for row in rows:
            engine.run(Signing.sign_here, signature(sheet, row.pk, row.person_id), actor)
        engine.run(HalfDaySheet.countersign, sheet.pk, actor, declared=True)


# Afterwards


def _account(scene: Scene, session: TrainingSession, rows: Sequence[Enrolment]) -> None:
    """Each month is given, confirmed by one, then locked by the others' silence."""
    months = sorted({scene.first.replace(day=1), scene.last.replace(day=1)})
    with scene.at(scene.after(3)):
        with scene.hands() as (actor, _):
            for month in months:
                attending.fill(actor, session, month, ())
                sheet = queries.sheet(actor, session.pk, month)
                saving.submit(sheet, actor, list(boards.of(sheet).lines), declared=True)
        do_what_is_due()
    with scene.at(scene.after(4)):
        me = attending.oneself(rows[0])
        with scope(me):
            for key in AttendanceMonth.objects.filter(enrolment=rows[0].pk).values_list("pk", flat=True):
                engine.run(Month.confirm, key, me)
    with scene.at(scene.after(7)):
        with scope(system("attendance.lock")) as kairos:
            lock(kairos, clock.now())
        do_what_is_due()


def _review(scene: Scene, rows: Sequence[Enrolment]) -> None:
    with scene.at(scene.after(8)), scene.hands() as (actor, _):
        _certify(actor, rows[0])
    with scene.at(scene.after(10)):
        with scene.hands() as (actor, _):
            for row, content in zip(rows, REVIEWS, strict=False):
                _share(actor, Enrolment.objects.get(pk=row.pk), content)
        do_what_is_due()


def _certify(actor: Actor, row: Enrolment) -> None:
    place = {"organisation_id": row.organisation_id, "establishment_id": row.establishment_id}
    engine.run(Certifying.issue, IssuedCertificate(enrolment=Enrolment.objects.get(pk=row.pk), **place), actor)


def _share(actor: Actor, row: Enrolment, content: dict[str, str]) -> None:
    review = FinalReview(enrolment=row, organisation_id=row.organisation_id, establishment_id=row.establishment_id)
    review = engine.run(Reviewing.write, review, actor, content=content)
    engine.run(Reviewing.validate, review.pk, actor)
    engine.run(Reviewing.share, review.pk, actor)
