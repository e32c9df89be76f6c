"""A certificat de réalisation: it stands on every month in which the person was expected, locked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kairos.foundation.documents import Letterhead, marked
from kairos.foundation.documents.apart import render_apart
from kairos.foundation.documents.proofs import proof
from kairos.offer.catalogue.models import TrainingSession
from kairos.offer.catalogue.rules import Programme, duration
from kairos.path.attendance.models import AttendanceMonth
from kairos.path.completion.documents import CERTIFICATE, Certificate, PaperMonth
from kairos.path.completion.models import IssuedCertificate
from kairos.path.enrolments import attesting, stays
from kairos.path.enrolments.attesting import Giver
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.stays import Stay

HOLDS, LOCKED = IssuedCertificate.State.ISSUED, AttendanceMonth.State.LOCKED


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
    return bases([row]).get(row.pk)


def bases(rows: Sequence[Enrolment]) -> dict[UUID, Basis]:
    """By enrolment, of those of one session who are out. Four statements, however many."""
    out = [row.pk for row in rows if row.is_out]
    if not out:
        return {}
    sessions = TrainingSession.objects.select_related("delivery__course").prefetch_related("modules")
    session = sessions.get(pk=rows[0].session_id)
    calendar, locked = stays.calendar_of(session), defaultdict(list)
    for month in AttendanceMonth.objects.filter(enrolment__in=out, state=LOCKED).order_by("month"):
        locked[month.enrolment_id].append(month)
    return {
        stay.enrolment: _basis(stay, session, calendar, locked[stay.enrolment])
        for stay in stays.read(Enrolment.objects.filter(pk__in=out))
    }


def _basis(stay: Stay, session: TrainingSession, calendar: Programme, locked: Sequence[AttendanceMonth]) -> Basis:
    needed = {one.day.replace(day=1) for one in stays.planned_half_days(stay, calendar)}
    waited = needed - {one.month for one in locked}
    return Basis(session, tuple(locked), tuple(sorted(waited)))


def pdf(row: IssuedCertificate) -> bytes:
    return render_apart(CERTIFICATE, issued(row))


def issued(row: IssuedCertificate) -> Certificate:
    """As it was issued. Needs its enrolment and its person at hand; two statements."""
    months = AttendanceMonth.objects.filter(enrolment=row.enrolment_id, month__in=row.months).order_by("month")
    return paper(row.enrolment, list(months), row.code)


def certificates(rows: Sequence[Enrolment], found: Mapping[UUID, Basis]) -> dict[UUID, Certificate]:
    """By enrolment, of those of one session whose certificate may be made, with the code of the one that was issued, if
    one was. Need their people at hand; two statements, however many."""
    ready = [row for row in rows if row.pk in found and found[row.pk].ready]
    if not ready:
        return {}
    giver = attesting.given_by(ready[0].session_id)
    holds = IssuedCertificate.objects.filter(enrolment__in=[row.pk for row in ready], state=HOLDS)
    codes = dict(holds.values_list("enrolment_id", "code"))
    return {row.pk: _paper(row, found[row.pk].months, codes.get(row.pk, ""), giver) for row in ready}


def paper(row: Enrolment, months: Sequence[AttendanceMonth], code: str) -> Certificate:
    """The same months give the same bytes. Needs the person at hand; one statement."""
    return _paper(row, months, code, attesting.given_by(row.session_id))


def _paper(row: Enrolment, months: Sequence[AttendanceMonth], code: str, giver: Giver) -> Certificate:
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
