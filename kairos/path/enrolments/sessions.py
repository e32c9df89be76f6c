"""What happens to a session, as those who are on it, and whoever follows them, are told."""

from dataclasses import replace

from kairos.foundation.actor import system
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.isolation import scope
from kairos.offer.catalogue import content as contents
from kairos.offer.catalogue.events import SessionChanged, SessionResumed, SessionStopped
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.enrolments import changes, told
from kairos.path.enrolments.messages import recipient
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.queries import LIVE
from kairos.path.enrolments.told import News

TALK = "Si cela ne vous convient plus, parlez-en à votre conseiller, ou renoncez depuis votre espace."
TALK_THERE = "Si cela ne vous convient plus, parlez-en à l’organisme et à votre conseiller."
"""To who is in training: they may not give up by themselves any more."""
KEPT = "Votre dossier reste ouvert et vos rendez-vous tiennent toujours : on vous écrira dès que la session reprend."


def on_changed(event: SessionChanged, run: Run) -> None:
    """With the values before and after; nobody is told of what matters to nobody."""
    session = event.session
    if not (rows := _rows(session, run)):
        return
    after = contents.of(session).flat() | event.after
    if found := changes.of(after | event.before, after):
        said = (f"« {_title(session)} », session {session.number}, a changé.", *(one.said() for one in found))
        _tell(News(f"Votre formation change : {_title(session)}", said, TALK), rows, run)


def on_stopped(event: SessionStopped, run: Run) -> None:
    """Suspended, people are told. Cancelled for good, every enrolment that was not over ends, and each person is told
    once, their appointments with it."""
    if event.for_good:
        _cancel(event, run)
    elif rows := _rows(event.session, run):
        said = (f"« {_title(event.session)} », session {event.session.number}, est suspendue.", _why(event))
        _tell(News(f"Formation suspendue : {_title(event.session)}", said, KEPT), rows, run)


def on_resumed(event: SessionResumed, run: Run) -> None:
    session = event.session
    if rows := _rows(session, run):
        when = changes.dates(contents.of(session).flat())
        said = (f"« {_title(session)} », session {session.number}, reprend : {when}.",)
        _tell(News(f"Formation reprise : {_title(session)}", said, TALK), rows, run)


def _cancel(event: SessionStopped, run: Run) -> None:
    cancel, followed = act_named("enrolment.cancel"), _rows(event.session, run)
    news = News(
        f"Formation annulée : {_title(event.session)}",
        (f"« {_title(event.session)} », session {event.session.number}, est annulée.", _why(event)),
        "Votre conseiller vous aidera à en trouver une autre.",
    )
    with scope(system("enrolments", run.actor.request_id)):
        rows = Enrolment.objects.filter(session=event.session.pk, state__in=list(cancel.sources))
        for key in rows.order_by("id").values_list("pk", flat=True):
            run.perform(cancel, key, reason=event.reason, news=news)
    for message in told.to_advisers(news, [row.person for row in followed]):
        run.tell(message)


def _rows(session: TrainingSession, run: Run) -> list[Enrolment]:
    """Everybody on it whose dossier is open, past the wall: only to write to them and their adviser."""
    with scope(system("enrolments", run.actor.request_id)):
        rows = Enrolment.objects.filter(session=session.pk, state__in=LIVE).select_related("person__adviser")
        return list(rows.order_by("id"))


def _tell(news: News, rows: list[Enrolment], run: Run) -> None:
    there = replace(news, ask=TALK_THERE) if news.ask == TALK else news
    for row in rows:
        run.tell(told.to_person(there if row.entered_on else news, recipient(row.person)))
    for message in told.to_advisers(news, [row.person for row in rows]):
        run.tell(message)


def _title(session: TrainingSession) -> str:
    return session.delivery.course.title


def _why(event: SessionStopped) -> str:
    return f"Le motif donné : {event.reason}"
