"""A group in training since the first of last month, each thing done in its time: that month submitted but for one, one
person contests it, another confirmed; this month under way, said up to the day before its last half-day."""

from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from uuid import UUID

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, Audience, Strength, system
from kairos.foundation.isolation import scope
from kairos.identity.organisations import queries as organisations
from kairos.identity.organisations.models import Establishment
from kairos.offer.catalogue import content
from kairos.offer.catalogue import rules as catalogue
from kairos.offer.catalogue.content import EMPTY, Content
from kairos.offer.catalogue.lifecycle import Session
from kairos.offer.catalogue.models import Course, Delivery, TrainingSession
from kairos.offer.catalogue.rules import HalfDay
from kairos.operations.demonstration.meeting import COORDINATOR
from kairos.operations.demonstration.stage import Stage, do_what_is_due
from kairos.path.attendance import board as boards
from kairos.path.attendance import changes, queries, rules, saving
from kairos.path.attendance.board import Board, Cell
from kairos.path.attendance.changes import Change
from kairos.path.attendance.lifecycle import Month
from kairos.path.attendance.models import AttendanceMonth
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.rules import Module
from kairos.people.agencies.rights import FOLLOW
from kairos.people.jobseekers.models import JobSeeker

Said = tuple[tuple[int, int, Cell], ...]
TITLE = "Maçon du bâti ancien"
GROUP, MONTHS = 10, 4
WEEK = [210, 210] * 4 + [210, 0] + [0, 0] * 2
FILLED = timedelta(days=2)
"""How long ago the months were filled: « last month » is the one before, whatever today is."""
SAID = (
    (0, 4, Cell("R", 30)),
    (1, 10, Cell("A")),
    (1, 11, Cell("A")),
    (3, 6, Cell("J", None, "Entretien d’embauche")),
    (4, 17, Cell("E", 45, "Transports, force majeure")),
    (6, 20, Cell("J", None, "Fait de l’organisme")),
    (9, 12, Cell("J", None, "Maladie, certificat")),
    (9, 13, Cell("J", None, "Maladie, certificat")),
)
"""(person, half-day of the month that was planned, what is said): the last one still lacks a certificate."""
GONE, MISSED = 7, 9
"""Whom nobody has seen lately, and for how many half-days: the organisation is asked whether they left."""


def attend(stage: Stage, now: datetime) -> None:
    provider = next(one for one in stage.story.providers.values() if COORDINATOR in one.team)
    human = provider.human(COORDINATOR)
    this, last = months(now)
    with _at(last - timedelta(days=40), 10), stage.as_member(provider, human) as (actor, _):
        session = _publish(actor, last)
        begins = begins_on(session)
        filled = max(_evening(this), min(_evening(last_half_day(session, now).day), now - FILLED))
    with _at(last - timedelta(days=21), 11):
        rows = _referred(session)
        do_what_is_due()
    for days, act in ((14, _retain), (7, _register), (0, _enter)):
        with _at(begins if act is _enter else last - timedelta(days=days), 17):
            with stage.as_member(provider, human) as (actor, _):
                for row in rows:
                    act(actor, row, session)
            do_what_is_due()
    with clock.fixed(filled), stage.as_member(provider, human) as (actor, _):
        now_gone = _gone(actor, session, this, MISSED) if clock.today() >= this else ()
        fill(actor, session, last, (*SAID, *_gone(actor, session, last, MISSED - len(now_gone))))
        if clock.today() >= this:
            fill(actor, session, this, now_gone)
    with clock.fixed(now - FILLED):
        with stage.as_member(provider, human) as (actor, _):
            _submit(actor, session, last)
        do_what_is_due()
    with clock.fixed(now - timedelta(days=1)):
        _answer(rows[:2], last)
        do_what_is_due()


def months(now: datetime) -> tuple[date, date]:
    """First days of the month under way, and of the one before: the group began then."""
    this = (now - FILLED).astimezone(clock.PARIS).date().replace(day=1)
    return this, (this - timedelta(days=1)).replace(day=1)


def _at(day: date, hour: int) -> AbstractContextManager[None]:
    return clock.fixed(datetime.combine(day, time(hour, 12), clock.PARIS))


def begins_on(session: TrainingSession) -> date:
    """The first day with courses: the first of a month may have none."""
    return _half_days(session, session.starts_on, session.starts_on + timedelta(days=14))[0].day


def last_half_day(session: TrainingSession, now: datetime) -> HalfDay:
    """Of the days before today."""
    today = now.astimezone(clock.PARIS).date()
    return _half_days(session, today - timedelta(days=14), today - timedelta(days=1))[-1]


def _half_days(session: TrainingSession, first: date, last: date) -> list[HalfDay]:
    return catalogue.expected(content.of(session).programme(), first, last)


def _evening(before: date) -> datetime:
    return datetime.combine(before - timedelta(days=1), time(18), clock.PARIS)


def _publish(actor: Actor, first: date) -> TrainingSession:
    main = organisations.main_establishment(organisations.own(actor))
    course = Course(organisation_id=actor.organisation)
    delivery = Delivery(organisation_id=actor.organisation, course=course)
    row = TrainingSession(organisation_id=actor.organisation, establishment=main, delivery=delivery)
    row = engine.run(Session.create, row, actor, content=_content(main, first))
    return engine.run(Session.publish, row.pk, actor)


def _content(main: Establishment, first: date) -> Content:
    values = EMPTY | {
        "title": TITLE,
        "starts_on": first,
        "ends_on": first + timedelta(days=30 * MONTHS),
        "responsible_siret": main.siret,
        "address": main.address,
        "postcode": main.postcode,
        "town": main.town,
        "capacity": 12,
        "funders": ["4"],
    }
    own = {"timetable": WEEK, "closures": [], "room": "Atelier pierre", "trainer": "Élodie Sarrazin"}
    found = Content(values, own)
    half_days = catalogue.expected(found.programme(), first, values["ends_on"])
    values["hours_centre"] = round(catalogue.minutes_of(half_days) / 60)
    return found


def _referred(session: TrainingSession) -> list[Enrolment]:
    """The people of the last adviser who follows some; the first two opened their space."""
    adviser, people = a_later_follower(GROUP)
    with scope(adviser):
        return [engine.run(Enrolling.refer, Enrolment(person_id=one, session_id=session.pk), adviser) for one in people]


def a_later_follower(count: int) -> tuple[Actor, list[UUID]]:
    """The last adviser who follows some people, with the first of them."""
    with scope(system("demonstration")):
        row = JobSeeker.objects.filter(adviser__isnull=False).select_related("adviser").latest("identifier").adviser
        people = JobSeeker.objects.filter(adviser=row).order_by("identifier").values_list("pk", flat=True)[:count]
        found = list(people)
    adviser = Actor(Audience.AGENCY, row.user_id, agency=row.agency_id, rights=frozenset({FOLLOW}),
                    strength=Strength.SECOND_FACTOR)  # fmt: skip
    return adviser, found


def _retain(actor: Actor, row: Enrolment, session: TrainingSession) -> None:
    engine.run(Enrolling.retain, row.pk, actor)


def _register(actor: Actor, row: Enrolment, session: TrainingSession) -> None:
    modules = (Module(session.starts_on, session.ends_on),)
    engine.run(Enrolling.register, row.pk, actor, hours=session.delivery.hours_centre, modules=modules)


def _enter(actor: Actor, row: Enrolment, session: TrainingSession) -> None:
    engine.run(Enrolling.enter, row.pk, actor, on=clock.today())


def fill(actor: Actor, session: TrainingSession, month: date, said: Said) -> None:
    """Everybody there, but for what is said."""
    sheet = queries.sheet(actor, session.pk, month)
    board = boards.of(sheet)
    saving.write(sheet, actor, changes.everyone_present(board, [_change(board, *one) for one in said]))


def gone_from(actor: Actor, session: TrainingSession, month: date) -> UUID:
    """The enrolment of the one whom nobody has seen lately."""
    return list(boards.of(queries.sheet(actor, session.pk, month)).lines)[GONE]


def _gone(actor: Actor, session: TrainingSession, month: date, most: int) -> Said:
    """The last half-days of that month that have been, as missed by the one who is gone."""
    board = boards.of(queries.sheet(actor, session.pk, month))
    ranks = rules.ranks(rules.planned(list(board.lines.values())[GONE].plan))
    past = [place for place, rank in enumerate(ranks) if not board.is_future(rank)]
    return tuple((GONE, place, Cell("A")) for place in past[len(past) - min(most, len(past)) :])


def _change(board: Board, person: int, place: int, cell: Cell) -> Change:
    key, line = list(board.lines.items())[person]
    return Change(key, rules.ranks(rules.planned(line.plan))[place], cell)


def _submit(actor: Actor, session: TrainingSession, month: date) -> None:
    sheet = queries.sheet(actor, session.pk, month)
    saving.submit(sheet, actor, list(boards.of(sheet).lines)[:-1], declared=True)


def oneself(row: Enrolment) -> Actor:
    """The person, in the space that they opened."""
    with scope(system("demonstration")):
        user = JobSeeker.objects.values_list("user", flat=True).get(pk=row.person_id)
    return Actor(Audience.JOBSEEKER, user, jobseeker=row.person_id, strength=Strength.SECOND_FACTOR)


def _answer(rows: list[Enrolment], month: date) -> None:
    """One confirms, the other was there."""
    for row, contests in zip(rows, (False, True), strict=True):
        me = oneself(row)
        with scope(me):
            found = AttendanceMonth.objects.get(enrolment=row.pk, month=month)
            if contests:
                first = rules.ranks(rules.planned(tuple(found.plan)))[0]
                word = "Ce matin-là, je suis arrivé à l’heure : le bus avait du retard, j’ai rattrapé le groupe."
                day, half = rules.day_of(month, first), int(rules.half_of(first))
                engine.run(Month.contest, found.pk, me, day=day, half=half, word=word)
            else:
                engine.run(Month.confirm, found.pk, me)
