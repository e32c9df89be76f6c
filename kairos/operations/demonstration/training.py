"""A group in training at the first member with a coordinator: registered, entered, one interrupted, one who never came,
one whose entry is still to be declared, one still without an AIS."""

from datetime import datetime, timedelta
from uuid import UUID

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, system
from kairos.foundation.isolation import scope
from kairos.identity.organisations import queries as organisations
from kairos.offer.catalogue import rules
from kairos.offer.catalogue.models import TrainingSession
from kairos.operations.demonstration import cataloguing, meeting
from kairos.operations.demonstration.stage import Stage, do_what_is_due
from kairos.path.enrolments import together
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.rules import Module
from kairos.people.jobseekers.models import JobSeeker

BEGAN = 5
"""Days ago."""
GROUP = slice(meeting.REFERRED, meeting.REFERRED + 12)
SESSION = {
    "title": "Agent de maintenance de bicyclettes",
    "objective": "Entretenir, régler et réparer tous types de bicyclettes.",
    "from": -BEGAN,
    "to": 60,
    "capacity": 14,
    "week": [210, 210, 210, 210, 210, 0, 210, 210, 210, 0, 0, 0, 0, 0],
    "room": "Atelier vélo",
    "publish": True,
}


def begin(stage: Stage, now: datetime) -> None:
    provider = next(one for one in stage.story.providers.values() if meeting.COORDINATOR in one.team)
    human = provider.human(meeting.COORDINATOR)
    with clock.fixed(now - timedelta(days=3)):
        with stage.as_member(provider, human) as (actor, _):
            session = _session(actor, now)
        with scope(system("demonstration")):
            adviser = meeting.a_follower()
            people = list(JobSeeker.objects.filter(adviser__user=adviser.user).order_by("identifier")[GROUP])
        rows = [_refer(adviser, one, session) for one in people]
        with stage.as_member(provider, human) as (actor, _):
            _declare(actor, session, [row.pk for row in rows])
        do_what_is_due()
    with clock.fixed(now - timedelta(days=1)):
        with stage.as_member(provider, human) as (actor, _):
            on = clock.today()
            engine.run(Enrolling.interrupt, rows[3].pk, actor, on=on, reason="Arrêt de travail de dix jours")
        do_what_is_due()


def _session(actor: Actor, now: datetime) -> TrainingSession:
    main = organisations.main_establishment(organisations.own(actor))
    today = now.astimezone(clock.PARIS).date()
    programme = cataloguing.content(SESSION, today, main).programme()
    minutes = rules.minutes_of(rules.expected(programme, programme.starts_on, programme.ends_on))
    cataloguing.write(SESSION | {"hours_centre": round(minutes / 60)}, today, actor)
    rows = TrainingSession.objects.select_related("delivery").filter(organisation=actor.organisation)
    return rows.filter(establishment=main.pk, room=SESSION["room"]).get()


def _refer(adviser: Actor, person: JobSeeker, session: TrainingSession) -> Enrolment:
    with scope(adviser):
        return engine.run(Enrolling.refer, Enrolment(person=person, session_id=session.pk), adviser)


def _declare(actor: Actor, session: TrainingSession, keys: list[UUID]) -> None:
    """All retained, all but the last registered, all but two of them in; one never came."""
    plan = {"hours": session.delivery.hours_centre, "modules": (Module(session.starts_on, session.ends_on),)}
    together.decide({key: (Enrolling.retain, {}) for key in keys}, actor)
    together.decide(dict.fromkeys(keys[:-1], (Enrolling.register, plan)), actor)
    entry = {"on": session.starts_on}
    together.decide(dict.fromkeys(keys[:-3], (Enrolling.enter, entry)) | {keys[-3]: (Enrolling.no_show, {})}, actor)
