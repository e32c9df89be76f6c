"""A session with all that an inspector asks for, and its file."""

import io
import zipfile
from datetime import datetime, time, timedelta
from pathlib import Path

from kairos.foundation import clock, media
from kairos.foundation.working_days import is_working_day, place_of
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.attendance.jobs import lock
from kairos.path.bundles import jobs, keeping
from kairos.path.bundles.lifecycle import SessionFile
from kairos.path.bundles.models import SessionBundle
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.signing.lifecycle import HalfDaySheet
from tests.support import attendance, path, signing
from tests.support.people import People
from tests.support.team import Colleague, run

WHY = "Contrôle de la DREETS, lettre du 12 novembre."


def new(session: TrainingSession) -> SessionBundle:
    return SessionBundle(
        organisation_id=session.organisation_id,
        establishment_id=session.establishment_id,
        session=session,
        title=session.number,
    )


def asked(who: Colleague, session: TrainingSession) -> SessionBundle:
    return run(who, SessionFile.ask, new(session), reason=WHY)


def made(who: Colleague, session: TrainingSession) -> SessionBundle:
    row = asked(who, session)
    jobs.make(key=str(row.pk))
    return path.again(row)


def content(row: SessionBundle) -> bytes:
    return media.read(row.sha256, keeping.SHELF)


def unpacked(row: SessionBundle) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content(row))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def on_disk(row: SessionBundle) -> Path:
    return media.path_of(row.sha256, keeping.SHELF)


def over(people: People, who: Colleague, count: int = 2) -> TrainingSession:
    """A half-day countersigned, last month locked, everybody out since its end."""
    session = attendance.group(people, who, count)
    signed(people, who, session)
    last = clock.today().replace(day=1) - timedelta(days=1)
    for row in attendance.enrolments(session):
        run(who, Enrolling.complete, row.pk, on=last, late_reason="Oubli.")
    attendance.everyone_there(who, session)
    attendance.submit(who, session)
    month = attendance.month_of(attendance.enrolments(session)[0])
    with clock.fixed(month.answer_by + timedelta(minutes=1)):
        path.as_kairos(lock, clock.now())
    return session


def signed(people: People, who: Colleague, session: TrainingSession) -> None:
    """The morning of the first day of last month when there are courses, by the first trainee, countersigned."""
    days = (attendance.last_month() + timedelta(days=rank) for rank in range(7))
    day = next(one for one in days if is_working_day(one, place_of(session.delivery.postcode)))
    with clock.fixed(datetime.combine(day, time(9, 10), clock.PARIS)):
        sheet = signing.opened(people, who, session)
        signing.on_screen(who, sheet, attendance.enrolments(session)[0])
        run(who, HalfDaySheet.countersign, sheet.pk, declared=True)
