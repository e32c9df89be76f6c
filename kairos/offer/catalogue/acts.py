"""What changes when an act on a session is done."""

from collections.abc import Iterable
from datetime import date

from kairos.foundation.engine import Run
from kairos.offer.catalogue import content as contents
from kairos.offer.catalogue import numbers, publishing, rules
from kairos.offer.catalogue.content import COURSE, SHARED, Content
from kairos.offer.catalogue.events import SessionChanged, SessionResumed, SessionStopped
from kairos.offer.catalogue.models import SessionModule, TrainingSession

State = TrainingSession.State
FOUND = (State.PUBLISHED, State.STARTED)


def create(session: TrainingSession, run: Run, *, content: Content) -> None:
    """A draft under a course and a delivery of its own; they come with the row, not written yet."""
    session.number = session.number or numbers.session_number(run.now)
    session.created_at = run.now
    contents.write_on(session, content.values, content.own)
    _keep(session, run, content)


def edit(session: TrainingSession, run: Run, *, content: Content, seen: object = None) -> None:
    """`seen` is for the guard."""
    before = contents.of(session)
    contents.write_on(session, content.values, content.own)
    _keep(session, run, content)
    changed = contents.differences(before, content)
    if changed and (session.state in FOUND or not set(changed).isdisjoint(SHARED)):
        publishing.project_course(session.delivery.course_id)
    if session.state != State.DRAFT and changed:
        _publish_change(session, before, content, changed, run)
    _publish_shared(session, before, content, changed, run)


def _publish_change(row: TrainingSession, before: Content, after: Content, names: Iterable[str], run: Run) -> None:
    then, now = before.flat(), after.flat()
    if names := list(names):
        run.publish(SessionChanged(row, {k: then[k] for k in names}, {k: now[k] for k in names}))


def _publish_shared(session: TrainingSession, before: Content, after: Content, changed: list[str], run: Run) -> None:
    """What the other sessions of the delivery, or of the course, have in common with it changed for them too."""
    if set(changed).isdisjoint(SHARED):
        return
    others = TrainingSession.objects.filter(delivery__course=session.delivery.course_id).exclude(pk=session.pk)
    for row in others.exclude(state__in=(State.DRAFT, State.ENDED, State.CANCELLED)).select_related("delivery__course"):
        names = COURSE if row.delivery_id != session.delivery_id else SHARED
        _publish_change(row, before, after, [name for name in changed if name in names], run)


def _keep(session: TrainingSession, run: Run, content: Content) -> None:
    """The three rows and the modules."""
    session.establishment_id = content.establishment(session.organisation_id)
    session.modified_at, session.modified_by = run.now, run.actor.scope_user
    if session._state.adding:
        session.state_since = run.now
    for row in (session.delivery.course, session.delivery):
        row.organisation_id = session.organisation_id
        row.save(force_insert=row._state.adding)
    run.write_now()
    session.modules.all().delete()
    SessionModule.objects.bulk_create(
        SessionModule(session=session, organisation_id=session.organisation_id, position=at, **module._asdict())
        for at, module in enumerate(content.modules)
    )


def copy(session: TrainingSession, run: Run, *, origin: TrainingSession, starts_on: date) -> None:
    """The same delivery from another day: dates and modules move together, closures and reasons do not follow."""
    found = contents.of(origin)
    days = (starts_on - origin.starts_on).days if origin.starts_on else 0
    ends_on = origin.ends_on and rules.shifted((starts_on, origin.ends_on), days)[1]
    values = {**found.values, "starts_on": starts_on, "ends_on": ends_on}
    modules = tuple(
        one._replace(starts_on=period[0], ends_on=period[1])
        for one in found.modules
        for period in [rules.shifted((one.starts_on, one.ends_on), days)]
    )
    session.delivery = origin.delivery
    session.imported = [name for name in origin.imported if name in SHARED]
    create(session, run, content=Content(values, {**found.own, "closures": []}, modules))


def maintain(session: TrainingSession, run: Run, *, keys: Iterable[str], reason: str) -> None:
    """keys: of the doubts (see `doubts.Doubt`)."""
    session.maintained = {**session.maintained, **dict.fromkeys(keys, reason)}


def publish(session: TrainingSession, run: Run) -> None:
    _state(session, run)
    publishing.project([session.pk])


def resume(session: TrainingSession, run: Run) -> None:
    _state(session, run)
    publishing.project([session.pk])
    run.publish(SessionResumed(session))


def start(session: TrainingSession, run: Run) -> None:
    _state(session, run)
    publishing.project([session.pk])


def end(session: TrainingSession, run: Run) -> None:
    _state(session, run)
    publishing.project([session.pk])


def suspend(session: TrainingSession, run: Run, *, reason: str) -> None:
    _state(session, run, reason)
    publishing.project([session.pk])
    run.publish(SessionStopped(session, reason, for_good=False))


def cancel(session: TrainingSession, run: Run, *, reason: str) -> None:
    known = session.state != State.DRAFT
    _state(session, run, reason)
    publishing.project([session.pk])
    if known:
        run.publish(SessionStopped(session, reason, for_good=True))


def _state(session: TrainingSession, run: Run, reason: str = "") -> None:
    """The engine sets the state; since when and why is ours. Written at once, for what everyone finds follows it."""
    session.state_since, session.state_reason = run.now, reason
    run.write_now()
