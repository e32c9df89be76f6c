"""Files of sessions in each of their states."""

from datetime import timedelta

from kairos.foundation import clock
from kairos.path.bundles import jobs
from kairos.path.bundles.models import SessionBundle
from tests.support import attendance, bundles, path
from tests.support.factories import Made, factory

State = SessionBundle.State


@factory("session_bundle", State.WAITING)
def waiting(people):
    who = attendance.clerk(people)
    return Made(bundles.asked(who, attendance.group(people, who, 1)), (who.actor,))


@factory("session_bundle", State.READY)
def ready(people):
    who = attendance.clerk(people)
    return Made(bundles.made(who, attendance.group(people, who, 1)), (who.actor,))


@factory("session_bundle", State.FAILED)
def failed(people):
    found = waiting(people)
    jobs._fail(found.subject, jobs.TOO_LARGE)
    return Made(path.again(found.subject), found.actors)


@factory("session_bundle", State.ERASED)
def erased(people):
    found = ready(people)
    with clock.fixed(clock.now() + timedelta(days=8)):
        path.as_kairos(jobs.erase, clock.now())
    return Made(path.again(found.subject), found.actors)
