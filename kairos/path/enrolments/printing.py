"""The trainees of a session, on paper."""

from collections.abc import Sequence

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.clock import PARIS
from kairos.foundation.documents import Letterhead, marked
from kairos.foundation.documents.apart import render_apart
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.enrolments.documents import TRAINEES, PaperTrainee, TraineeList
from kairos.path.enrolments.models import Enrolment
from kairos.people.jobseekers import rules


def pdf(session: TrainingSession, rows: Sequence[Enrolment], actor: Actor, reason: str = "") -> bytes:
    """`reason`: why contacts are in clear; without one they are masked. Rows with their people at hand."""
    return render_apart(TRAINEES, paper(session, rows, actor, reason))


def paper(session: TrainingSession, rows: Sequence[Enrolment], actor: Actor, reason: str = "") -> TraineeList:
    return marked(
        TRAINEES,
        TraineeList(
            dated=clock.now(),
            letterhead=Letterhead(actor.organisation_name),
            title=session.delivery.course.title or session.number,
            number=session.number,
            starts_on=session.starts_on,
            ends_on=session.ends_on,
            by=actor.name,
            reason=reason,
            trainees=tuple(_trainee(row, masked=not reason) for row in rows),
        ),
    )


def _trainee(row: Enrolment, *, masked: bool) -> PaperTrainee:
    person = row.person
    return PaperTrainee(
        name=f"{person.last_name} {person.first_name}",
        state=row.get_state_display(),
        since=row.state_since.astimezone(PARIS).date(),
        contacts=contacts(person.phone, person.email, masked=masked),
    )


def contacts(phone: str, email: str, *, masked: bool = True) -> str:
    said = (rules.masked_phone(phone), rules.masked_email(email)) if masked else (phone, email)
    return " · ".join(filter(None, said)) or "aucune"
