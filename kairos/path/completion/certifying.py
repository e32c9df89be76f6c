"""A certificat de réalisation: it stands on every month in which the person was expected, locked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kairos.foundation.documents import Letterhead, marked
from kairos.foundation.documents.apart import render_apart
from kairos.foundation.documents.proofs import proof
from kairos.offer.catalogue.models import TrainingSession
from kairos.offer.catalogue.rules import duration
from kairos.path.attendance.models import AttendanceMonth
from kairos.path.completion.documents import CERTIFICATE, Certificate, PaperMonth
from kairos.path.completion.models import IssuedCertificate
from kairos.path.enrolments import attesting, stays
from kairos.path.enrolments.models import Enrolment

HOLDS = IssuedCertificate.State.ISSUED


@dataclass(frozen=True, slots=True)
class Basis:
    """months: all that are locked, those too in which nobody is expected since an exit was corrected: they are paid.
    waited: first days of the months that are not locked yet. ready: it may be made."""

    session: TrainingSession
    months: tuple[AttendanceMonth, ...]
    waited: tuple[date, ...]

    @property
    def ready(self) -> bool:
        return bool(self.months) and not self.waited


def basis(row: Enrolment) -> Basis | None:
    """For its organisation, of somebody who is out; None before. Four statements."""
    if not row.is_out:
        return None
    sessions = TrainingSession.objects.select_related("delivery__course").prefetch_related("modules")
    session = sessions.get(pk=row.session_id)
    [stay] = stays.read(Enrolment.objects.filter(pk=row.pk))
    needed = {one.day.replace(day=1) for one in stays.planned_half_days(stay, stays.calendar_of(session))}
    rows = AttendanceMonth.objects.filter(enrolment=row.pk, state=AttendanceMonth.State.LOCKED)
    locked = tuple(rows.order_by("month"))
    waited = needed - {one.month for one in locked}
    return Basis(session, locked, tuple(sorted(waited)))


def pdf(row: IssuedCertificate) -> bytes:
    return render_apart(CERTIFICATE, issued(row))


def issued(row: IssuedCertificate) -> Certificate:
    """As it was issued. Needs its enrolment and its person at hand; two statements."""
    months = AttendanceMonth.objects.filter(enrolment=row.enrolment_id, month__in=row.months).order_by("month")
    return paper(row.enrolment, list(months), row.code)


def certificate(row: Enrolment, found: Basis) -> Certificate:
    """With the code of the one that was issued, if one was. Two statements."""
    holds = IssuedCertificate.objects.filter(enrolment=row.pk, state=HOLDS).first()
    return paper(row, found.months, holds.code if holds else "")


def paper(row: Enrolment, months: Sequence[AttendanceMonth], code: str) -> Certificate:
    """The same months give the same bytes. Needs the person at hand; one statement."""
    giver = attesting.given_by(row.session_id)
    return marked(
        CERTIFICATE,
        Certificate(
            dated=max(one.state_since for one in months),
            letterhead=Letterhead(giver.name),
            siren=giver.siren,
            nda=giver.nda,
            person=row.person.full_name,
            title=row.title,
            number=giver.number,
            entered_on=row.entered_on,
            left_on=row.left_on,
            exit=why_left(row),
            planned=duration(sum(one.planned for one in months)),
            present=duration(sum(one.present for one in months)),
            months=tuple(_month(one) for one in months),
            proof=proof(code) if code else None,
        ),
    )


def why_left(row: Enrolment) -> str:
    """Empty for who stayed until the end."""
    return "" if row.state == Enrolment.State.COMPLETED else row.exit_reason


def _month(row: AttendanceMonth) -> PaperMonth:
    said = (duration(minutes) for minutes in (row.planned, row.present, row.justified, row.unjustified))
    return PaperMonth(row.month, *said)
