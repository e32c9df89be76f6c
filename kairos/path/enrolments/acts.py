"""What changes when an act on an enrolment is done."""

from kairos.foundation.actor import system
from kairos.foundation.engine import Run
from kairos.foundation.isolation import scope
from kairos.offer.catalogue.models import PublishedSession, TrainingSession
from kairos.path.enrolments import messages, settings, sources, told, turning
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.told import News
from kairos.path.enrolments.training import acts as training
from kairos.people.access.sources import Source


def refer(row: Enrolment, run: Run, *, comment: str = "") -> None:
    row.comment, row.referred_by = comment, run.actor.user
    _begin(row, run, sources.REFERRAL)
    run.tell(messages.referred(row))


def request(row: Enrolment, run: Run) -> None:
    _begin(row, run, sources.ENROLMENT)


def _begin(row: Enrolment, run: Run, source: Source) -> None:
    """The session's provider reads the person from now on."""
    session = PublishedSession.objects.get(pk=row.session_id)
    row.organisation_id, row.title, row.created_at = session.organisation_id, session.title, run.now
    with scope(system("enrolments", run.actor.request_id)):
        places = TrainingSession.objects.filter(pk=row.session_id).values_list("establishment_id", flat=True)
        row.establishment_id = places.get()
    turning.turn(row, run)
    turning.begin_reading(row, run, source)


def retain(row: Enrolment, run: Run) -> None:
    row.retained_at = run.now
    turning.decide(row, run)


def wait(row: Enrolment, run: Run) -> None:
    turning.decide(row, run)


def miss(row: Enrolment, run: Run) -> None:
    turning.decide(row, run)


def not_retain(row: Enrolment, run: Run, *, reason: str) -> None:
    """Read for some days still, so that a mistake can be put right."""
    training.give_up(row, run)
    turning.decide(row, run, reason)
    turning.read_for(row, run, sources.OVER, settings.READ_AFTER_DAYS.value())


def reopen(row: Enrolment, run: Run, *, reason: str) -> None:
    """Referred again after an absence, a refusal, a withdrawal or a no-show."""
    training.start_again(row, run)
    row.referred_by = run.actor.user or row.referred_by
    turning.turn(row, run, reason)
    turning.read_for(row, run, sources.REFERRAL)


def withdraw(row: Enrolment, run: Run, *, reason: str) -> None:
    training.give_up(row, run)
    turning.end(row, run, reason)


def cancel(row: Enrolment, run: Run, *, reason: str, news: News) -> None:
    """With its session: the person reads it once, what follows of it too."""
    if row.entered_on:
        ended = training.stop_with_session(row, run, reason)
    else:
        training.give_up(row, run)
        ended = turning.end(row, run, reason, together=True)
    to = messages.recipient(messages.person_of(row.person_id))
    run.tell(told.to_person(news, to, ended.also, ended.attached))
