"""What changes when an act on an enrolment is done."""

from datetime import timedelta

from kairos.foundation.actor import system
from kairos.foundation.engine import Run
from kairos.foundation.isolation import scope
from kairos.offer.catalogue.models import PublishedSession, TrainingSession
from kairos.path.enrolments import messages, settings, sources, told
from kairos.path.enrolments.events import EnrolmentEnded
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.told import News
from kairos.people.access import opening
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
    _turn(row, run)
    _open(row, run, source)


def _open(row: Enrolment, run: Run, source: Source, days: int | None = None) -> None:
    name = PublishedSession.objects.values_list("organisation_name", flat=True).get(pk=row.session_id)
    opening.open_(
        run,
        source,
        person=row.person_id,
        organisation=row.organisation_id,
        who=name,
        function=sources.FUNCTION,
        subject=row.pk,
        reason=row.title,
        until=None if days is None else run.now + timedelta(days=days),
    )


def _turn(row: Enrolment, run: Run, reason: str = "") -> None:
    """The engine sets the state; since when and why is ours. Written at once: what follows reads it."""
    row.state_since, row.reason = run.now, reason
    run.write_now()


def retain(row: Enrolment, run: Run) -> None:
    _decide(row, run)


def wait(row: Enrolment, run: Run) -> None:
    _decide(row, run)


def miss(row: Enrolment, run: Run) -> None:
    _decide(row, run)


def not_retain(row: Enrolment, run: Run, *, reason: str) -> None:
    """Read for some days still, so that a mistake can be put right."""
    _decide(row, run, reason)
    opening.close(run, subject=row.pk)
    _open(row, run, sources.OVER, settings.READ_AFTER_DAYS.value())


def _decide(row: Enrolment, run: Run, reason: str = "") -> None:
    _turn(row, run, reason)
    for message in messages.decided(row, run):
        run.tell(message)


def reopen(row: Enrolment, run: Run, *, reason: str) -> None:
    """Referred again after an absence, a refusal or a withdrawal."""
    row.referred_by = run.actor.user or row.referred_by
    _turn(row, run, reason)
    opening.close(run, subject=row.pk)
    _open(row, run, sources.REFERRAL)


def withdraw(row: Enrolment, run: Run, *, reason: str) -> None:
    _end(row, run, reason)


def cancel(row: Enrolment, run: Run, *, reason: str, news: News) -> None:
    """With its session: the person reads it once, what follows of it too."""
    ended = _end(row, run, reason, together=True)
    to = messages.recipient(messages.person_of(row.person_id))
    run.tell(told.to_person(news, to, ended.also, ended.attached))


def _end(row: Enrolment, run: Run, reason: str, *, together: bool = False) -> EnrolmentEnded:
    """The provider reads the person no more, at once."""
    _turn(row, run, reason)
    opening.close(run, subject=row.pk)
    ended = EnrolmentEnded(row, reason, together)
    run.publish(ended)
    return ended
