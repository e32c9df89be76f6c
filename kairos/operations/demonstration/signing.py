"""The last half-day of the group in training: signed on two telephones and on the trainer's screen, to countersign."""

from datetime import datetime, time, timedelta

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, Audience, Strength
from kairos.foundation.isolation import scope
from kairos.offer.catalogue.models import TrainingSession
from kairos.offer.catalogue.rules import Half, HalfDay
from kairos.operations.demonstration.attending import TITLE, gone_from, last_half_day
from kairos.operations.demonstration.meeting import COORDINATOR
from kairos.operations.demonstration.stage import Stage
from kairos.path.enrolments.models import Enrolment
from kairos.path.signing import codes
from kairos.path.signing.acts import signature
from kairos.path.signing.lifecycle import HalfDaySheet, Signing
from kairos.path.signing.models import SigningSheet

BEGINS = {Half.MORNING: time(9), Half.AFTERNOON: time(13, 30)}
PHONES, SIGNED = 2, 8


def sign(stage: Stage, now: datetime) -> None:
    provider = next(one for one in stage.story.providers.values() if COORDINATOR in one.team)
    human = provider.human(COORDINATOR)
    with stage.as_member(provider, human) as (actor, _):
        rows = TrainingSession.objects.filter(delivery__course__title=TITLE).select_related("delivery__course")
        session = rows.get()
        last = last_half_day(session, now)
        gone = gone_from(actor, session, last.day.replace(day=1))
        people = Enrolment.objects.filter(session=session.pk).exclude(pk=gone)
        group = list(people.select_related("person").order_by("created_at", "person__identifier"))
    begins = datetime.combine(last.day, BEGINS[last.half], clock.PARIS)
    with clock.fixed(begins), stage.as_member(provider, human) as (actor, _):
        sheet = engine.run(HalfDaySheet.open, _sheet(session, last), actor)
    with clock.fixed(begins + timedelta(minutes=4)):
        for row in group[:PHONES]:
            _on_a_phone(sheet, row)
        with stage.as_member(provider, human) as (actor, _):
            for row in group[PHONES:SIGNED]:
                engine.run(Signing.sign_here, signature(sheet, row.pk, row.person_id), actor)


def _sheet(session: TrainingSession, half_day: HalfDay) -> SigningSheet:
    return SigningSheet(
        organisation_id=session.organisation_id,
        establishment_id=session.establishment_id,
        session=session,
        day=half_day.day,
        half=half_day.half,
    )


def _on_a_phone(sheet: SigningSheet, row: Enrolment) -> None:
    me = Actor(Audience.JOBSEEKER, row.person.user_id, jobseeker=row.person_id, strength=Strength.SECOND_FACTOR)
    with scope(me):
        engine.run(Signing.sign, signature(sheet, row.pk, row.person_id), me, code=codes.code_of(sheet.pk, clock.now()))
