"""What several acts on an enrolment do: its new state is dated, its readings open and close, people are told."""

from datetime import timedelta

from kairos.foundation.engine import Run
from kairos.offer.catalogue.models import PublishedSession
from kairos.path.enrolments import beside, messages, sources
from kairos.path.enrolments.events import EnrolmentEnded
from kairos.path.enrolments.models import Enrolment
from kairos.people.access import opening
from kairos.people.access.opening import Opening
from kairos.people.access.sources import Source


def turn(row: Enrolment, run: Run, reason: str = "") -> None:
    """The engine sets the state; since when and why is ours. Written at once: what follows reads it."""
    row.state_since, row.reason = run.now, reason
    run.write_now()
    if group := beside.of(row):
        group.turned(row)


def decide(row: Enrolment, run: Run, reason: str = "", note: str = "") -> None:
    """note: what the person and whoever follows them read beside the state."""
    turn(row, run, reason)
    tell(row, run, note)


def tell(row: Enrolment, run: Run, note: str = "", why: str | None = None) -> None:
    for message in messages.decided(row, run, note, why):
        run.tell(message)


def end(row: Enrolment, run: Run, reason: str, *, together: bool = False) -> EnrolmentEnded:
    """The provider reads the person no more, at once."""
    turn(row, run, reason)
    opening.close(run, subject=row.pk)
    ended = EnrolmentEnded(row, reason, together)
    run.publish(ended)
    return ended


def read_for(row: Enrolment, run: Run, source: Source, days: int | None = None) -> None:
    """The provider reads the person for this reason and no other, for so many days when said."""
    run.gather(_read_for, (row, source, days))


def begin_reading(row: Enrolment, run: Run, source: Source) -> None:
    run.gather(_begin, (row, source, None))


Asked = list[tuple[Run, tuple[Enrolment, Source, int | None]]]


def _read_for(asked: Asked) -> None:
    opening.close_each([(run, row.pk) for run, (row, _, _) in asked])
    _begin(asked)


def _begin(asked: Asked) -> None:
    sessions = {row.session_id for _, (row, _, _) in asked}
    names = dict(PublishedSession.objects.filter(pk__in=sessions).values_list("pk", "organisation_name"))
    opening.open_each([(run, _opening(run, names[row.session_id], row, *how)) for run, (row, *how) in asked])


def _opening(run: Run, name: str, row: Enrolment, source: Source, days: int | None) -> Opening:
    return Opening(
        source,
        person=row.person_id,
        organisation=row.organisation_id,
        who=name,
        function=sources.FUNCTION,
        subject=row.pk,
        reason=row.title,
        until=None if days is None else run.now + timedelta(days=days),
    )
