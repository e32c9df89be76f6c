"""What changes when an act on a request is done."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.messages import Recipient
from kairos.foundation.uploads import storing
from kairos.foundation.uploads.examining import Document
from kairos.foundation.working_days import Place, place_of
from kairos.identity.accounts import people
from kairos.identity.memberships.rules import decision_due, resumed_due
from kairos.identity.organisations import queries as files
from kairos.identity.organisations.models import Organisation
from kairos.identity.quality import facts, jobs, messages, numbers, queries, settings
from kairos.identity.quality.facts import Facts
from kairos.identity.quality.models import QualityCertificate, QualityDocument, QualityRequest, QualityVersion

Kind = QualityRequest.Kind


def open_(request: QualityRequest, run: Run) -> None:
    """A draft, with what the operator already knows of the last certificate; its dates are left to be written anew
    unless the catalogue is asked for, which is about the certificate one holds."""
    request.number = numbers.request_number(run.now)
    request.created_at = run.now
    request.created_by_id = run.actor.user
    _copy_file(request)
    if last := queries.active_certificates_of(request.organisation_id).first():
        known = facts.of_certificate(last)
        known.write_on(request)
        if request.kind == Kind.ATTESTATION:
            request.valid_from = request.valid_until = None
    _changed(request, run)


def edit(request: QualityRequest, run: Run, *, facts: Facts, seen: object) -> None:
    """`seen` is for the guard: see `conditions.unchanged`."""
    facts.write_on(request)
    _changed(request, run)


def attach(request: QualityRequest, run: Run, *, document: Document, kind: str) -> None:
    """It belongs to the next sending."""
    QualityDocument.objects.create(
        request=request,
        organisation_id=request.organisation_id,
        upload=storing.keep(document, run, request.organisation_id),
        kind=kind,
        version=request.version + 1,
    )


def detach(request: QualityRequest, run: Run, *, document: UUID) -> None:
    """One that was sent stays, marked as withdrawn; another is gone."""
    row = request.documents.select_related("upload").get(pk=document)
    if row.version <= request.version:
        row.withdrawn_at = run.now
        row.save(update_fields=["withdrawn_at"])
        return
    upload = row.upload
    row.delete()
    storing.discard(upload)


def submit(request: QualityRequest, run: Run, *, token: UUID) -> None:
    """`token`: the id of the version it makes, so that a second sending is known as such."""
    _send(request, run, token)
    place = _place(request)
    request.submitted_at = run.now
    request.due_at = decision_due(run.now, settings.DECISION_DAYS.value(), place)
    request.due_rule = _rule(settings.DECISION_DAYS.version(), place)
    for to in applicants(request):
        run.tell(messages.Sent(to, *_named(request), request.due_at))


def resubmit(request: QualityRequest, run: Run, *, token: UUID) -> None:
    """The clock runs again."""
    _send(request, run, token)
    least, place = settings.DAYS_LEFT_AFTER_COMPLEMENT, _place(request)
    request.due_at = resumed_due(run.now, request.paused_at, request.due_at, least.value(), place)
    request.due_rule = _rule(f"{settings.DECISION_DAYS.version()} {least.version()}", place)
    request.paused_at = None
    request.reason = ""
    for to in people.recipients_of([request.officer_id]):
        run.tell(messages.ComplementCame(to, *_titled(request)))


def _send(request: QualityRequest, run: Run, token: UUID) -> None:
    _copy_file(request)
    _changed(request, run)
    request.version += 1
    request.sent_at = run.now
    request.submitted_by_id = run.actor.user
    joined = request.documents.filter(withdrawn_at__isnull=True).order_by("id")
    QualityVersion.objects.create(
        id=token,
        request=request,
        organisation_id=request.organisation_id,
        number=request.version,
        content=facts.content_of(request, list(joined.values_list("upload__name", flat=True))),
        submitted_at=run.now,
        submitted_by_id=run.actor.user,
    )
    _ask_register(request)


def recheck(request: QualityRequest, run: Run) -> None:
    _ask_register(request)


def _ask_register(request: QualityRequest) -> None:
    request.register = {}
    jobs.ask_register.defer(key=str(request.pk), version=request.version)


def note_register(request: QualityRequest, run: Run, *, answer: Mapping[str, Any], version: int) -> None:
    """`answer`: see `registered.Answer`; `version`: the sending it was asked for."""
    request.register = dict(answer)


def withdraw(request: QualityRequest, run: Run) -> None:
    _changed(request, run)
    request.paused_at = None
    for to in people.recipients_of([request.officer_id]):
        run.tell(messages.WithdrawnByProvider(to, *_titled(request)))


def take(request: QualityRequest, run: Run) -> None:
    former = request.officer_id
    request.officer_id = run.actor.user
    for to in people.recipients_of([former]):
        run.tell(messages.TakenOver(to, *_titled(request), run.actor.name))
    for to in applicants(request) if former is None else ():
        run.tell(messages.Taken(to, *_named(request)))


def release(request: QualityRequest, run: Run) -> None:
    request.officer_id = None


def ask_complement(request: QualityRequest, run: Run, *, reason: str) -> None:
    """The clock stops."""
    _next_step(request)
    request.modified_at = run.now
    request.paused_at = run.now
    request.reason = reason
    for to in applicants(request):
        run.tell(messages.ComplementAsked(to, *_named(request), reason))


def refuse(request: QualityRequest, run: Run, *, motive: str, reason: str) -> None:
    """`motive`: of the proposed list, or empty; `reason`: in one's own words, or empty; one of them is given."""
    _decide(request, run, "\n\n".join(part for part in (motive and f"{motive}.", reason) if part))
    for to in applicants(request):
        run.tell(messages.Refused(to, *_named(request), request.reason))


def accept(request: QualityRequest, run: Run) -> None:
    """What it claims is recorded, unless it was before. Acceptances for one organisation wait for each other."""
    Organisation.objects.select_for_update().get(pk=request.organisation_id)
    _decide(request, run, "")
    known = queries.active_certificates_of(request.organisation_id)
    if not any(facts.is_recorded(request, one) for one in known):
        certificate = QualityCertificate(organisation_id=request.organisation_id, request=request)
        run.perform(act_named("quality_certificate.record"), certificate)
    for to in applicants(request):
        run.tell(messages.Accepted(to, *_named(request), request.certificate_number, request.valid_until))


def _decide(request: QualityRequest, run: Run, reason: str) -> None:
    request.decided_at = run.now
    request.decided_by_id = run.actor.user
    request.reason = reason
    if request.officer_id != run.actor.user:
        for to in people.recipients_of([request.officer_id]):
            run.tell(messages.DecidedByAnother(to, *_titled(request), run.actor.name))


def remind(request: QualityRequest, run: Run) -> None:
    request.reminders += 1
    request.reminded_at = run.now
    for to in applicants(request):
        waits = request.state == QualityRequest.State.COMPLEMENT
        run.tell(messages.Unfinished(to, *_named(request), waits))


def applicants(request: QualityRequest) -> list[Recipient]:
    """Who follows the request for the provider: who opened it and who sent it."""
    return people.recipients_of([request.created_by_id, request.submitted_by_id])


def _changed(request: QualityRequest, run: Run) -> None:
    request.modified_at = run.now
    request.modified_by_id = run.actor.user
    _next_step(request)


def _next_step(request: QualityRequest) -> None:
    request.reminders, request.reminded_at = 0, None


def _copy_file(request: QualityRequest) -> None:
    """What the operator's queue shows."""
    main = files.main_establishment(request.organisation)
    request.name, request.sort_key = request.organisation.name, request.organisation.sort_key
    request.siret, request.postcode, request.town = main.siret, main.postcode, main.town


def _place(request: QualityRequest) -> Place:
    return place_of(request.postcode)


def _rule(version: str, place: Place) -> str:
    return f"{version} {place.subdivision or 'FR'} {place.timezone}"


def _named(request: QualityRequest) -> tuple[str, str, str]:
    return request.number, request.get_kind_display().lower(), f"{request.pk}/"


def _titled(request: QualityRequest) -> tuple[str, str, str]:
    return request.number, request.name, f"{request.pk}/"
