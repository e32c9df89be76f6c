"""What changes when an act on a bilan or on a certificate is done."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Max

from kairos.foundation import verifying
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.offer.catalogue.models import PublishedSession
from kairos.path.attendance.events import MonthCorrected
from kairos.path.completion import certifying, messages, rules
from kairos.path.completion.models import FinalReview, IssuedCertificate
from kairos.path.enrolments.events import DeclarationCorrected

State = FinalReview.State


def write(row: FinalReview, run: Run, *, content: Mapping[str, str]) -> None:
    """After those that were replaced, when the last one was withdrawn."""
    kept = FinalReview.objects.filter(enrolment=row.enrolment_id).exclude(state=State.ABANDONED)
    row.version = 1 + (kept.aggregate(last=Max("version"))["last"] or 0)
    row.reason = "La version précédente a été retirée." if row.version > 1 else ""
    _begin(row, run, content)


def correct(row: FinalReview, run: Run, *, reason: str) -> None:
    """A new version, from what is shared; it replaces it once it is shared in its turn."""
    shared = FinalReview.objects.get(enrolment=row.enrolment_id, state=State.SHARED)
    row.version, row.reason = shared.version + 1, reason
    _begin(row, run, {name: getattr(shared, name) for name in rules.CONTENT})


def _begin(row: FinalReview, run: Run, content: Mapping[str, str]) -> None:
    enrolment = row.enrolment
    row.person_id, row.organisation_id = enrolment.person_id, enrolment.organisation_id
    row.establishment_id, row.title = enrolment.establishment_id, enrolment.title
    row.provider = PublishedSession.objects.values_list("organisation_name", flat=True).get(pk=enrolment.session_id)
    row.written_by = run.actor.user
    row.written_at = row.state_since = run.now
    _say(row, content)


def edit(row: FinalReview, run: Run, *, content: Mapping[str, str]) -> None:
    _say(row, content)
    row.written_at, row.written_by = run.now, run.actor.user


def _say(row: FinalReview, content: Mapping[str, str]) -> None:
    for name in rules.CONTENT:
        setattr(row, name, content[name])


def validate(row: FinalReview, run: Run) -> None:
    row.validated_at, row.validated_by = run.now, run.actor.user
    row.state_since = run.now


def reopen(row: FinalReview, run: Run) -> None:
    row.validated_at = row.validated_by = None
    row.state_since = run.now


def share(row: FinalReview, run: Run) -> None:
    """The version that was shared until now is kept, and read still, as the one that was replaced."""
    former = FinalReview.objects.filter(enrolment=row.enrolment_id, state=State.SHARED).first()
    if former:
        run.perform(act_named("final_review.replace"), former)
    row.shared_at = row.state_since = run.now
    for message in messages.shared(row):
        run.tell(message)


def withdraw(row: FinalReview, run: Run, *, reason: str) -> None:
    row.state_since = run.now
    for message in messages.withdrawn(row, reason):
        run.tell(message)


def replace(row: FinalReview, run: Run) -> None:
    row.state_since = run.now


def abandon(row: FinalReview, run: Run) -> None:
    row.state_since = run.now


# Certificates


def issue(row: IssuedCertificate, run: Run) -> None:
    enrolment, found = row.enrolment, certifying.basis(row.enrolment)
    row.person_id = enrolment.person_id
    row.code, row.months = verifying.new_code(), [one.month for one in found.months]
    row.sha256 = certifying.paper(enrolment, found.months, row.code).sha256
    row.issued_by, row.issued_at, row.state_since = run.actor.user, run.now, run.now
    for message in messages.issued(row):
        run.tell(message)


def no_longer(row: IssuedCertificate, run: Run) -> None:
    row.state_since = run.now


def on_month_corrected(event: MonthCorrected, run: Run) -> None:
    _replace(event.month.enrolment_id, run)


def on_declaration_corrected(event: DeclarationCorrected, run: Run) -> None:
    _replace(event.enrolment.pk, run)


def _replace(enrolment: UUID, run: Run) -> None:
    holds = IssuedCertificate.objects.filter(enrolment=enrolment, state=IssuedCertificate.State.ISSUED).first()
    if holds:
        run.perform(act_named("completion_certificate.replace"), holds)
