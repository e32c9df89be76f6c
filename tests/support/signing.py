"""Groups in training today, half-days opened, signed, countersigned."""

from datetime import timedelta

from kairos.foundation import clock
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.enrolments.models import Enrolment
from kairos.path.signing import acts, codes
from kairos.path.signing.lifecycle import HalfDaySheet, Signing
from kairos.path.signing.models import Signature, SigningSheet
from kairos.people.jobseekers.models import JobSeeker
from tests.support import attendance, path
from tests.support.people import People
from tests.support.team import Colleague, run

ALL_WEEK = [180] * 14


def trainer(people: People) -> Colleague:
    return attendance.clerk(people)


def group(people: People, who: Colleague, count: int = 2) -> TrainingSession:
    """In training since three weeks, with courses at every half-day of the week."""
    session = path.begun(who, 21, timetable=ALL_WEEK)
    for _ in range(count):
        path.in_training(people, who, session)
    return session


def new_sheet(session: TrainingSession, days_ago: int = 0, half: int = 0) -> SigningSheet:
    return SigningSheet(
        organisation_id=session.organisation_id,
        establishment_id=session.establishment_id,
        session=session,
        day=clock.today() - timedelta(days=days_ago),
        half=half,
    )


def opened(people: People, who: Colleague, session: TrainingSession | None = None, **when: int) -> SigningSheet:
    return run(who, HalfDaySheet.open, new_sheet(session or group(people, who), **when))


def enrolments(sheet: SigningSheet) -> list[Enrolment]:
    return attendance.enrolments(sheet.session)


def oneself(row: Enrolment):
    return path.oneself(JobSeeker.objects.using("owner").get(pk=row.person_id))


def new_signature(sheet: SigningSheet, row: Enrolment) -> Signature:
    return acts.signature(sheet, row.pk, row.person_id)


def code(sheet: SigningSheet) -> str:
    return codes.code_of(sheet.pk, clock.now())


def by_phone(sheet: SigningSheet, row: Enrolment, typed: str | None = None) -> Signature:
    said = code(sheet) if typed is None else typed
    return run(oneself(row), Signing.sign, new_signature(sheet, row), code=said)


def on_screen(who: Colleague, sheet: SigningSheet, row: Enrolment) -> Signature:
    return run(who, Signing.sign_here, new_signature(sheet, row))


def signed(people: People, who: Colleague) -> SigningSheet:
    """By one of two."""
    sheet = opened(people, who)
    on_screen(who, sheet, enrolments(sheet)[0])
    return sheet


def countersigned(people: People, who: Colleague) -> SigningSheet:
    sheet = signed(people, who)
    return run(who, HalfDaySheet.countersign, sheet.pk, declared=True)


def cancelled(people: People, who: Colleague) -> SigningSheet:
    return run(who, HalfDaySheet.cancel, opened(people, who).pk, reason="Ouverte par erreur.")
