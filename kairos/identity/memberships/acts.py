"""What changes when an act on an application is done."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from kairos.foundation.actor import Audience
from kairos.foundation.engine import Run
from kairos.foundation.messages import Recipient
from kairos.foundation.working_days import Place, place_of
from kairos.identity.accounts import people
from kairos.identity.memberships import jobs, messages, numbers, queries, rules, settings, snapshot, stamping
from kairos.identity.memberships.events import MembershipAccepted
from kairos.identity.memberships.life.lifecycle import MembershipLife
from kairos.identity.memberships.models import (
    ApplicationVersion,
    Exchange,
    Membership,
    MembershipApplication,
    StampedTerms,
)
from kairos.identity.memberships.terms import publishing
from kairos.identity.organisations.content import ProviderSheet

Application = MembershipApplication


def save(application: Application, run: Run) -> None:
    application.number = numbers.application_number(run.now)
    application.created_at = application.modified_at = run.now
    application.created_by_id = run.actor.user
    snapshot.copy_onto(application, snapshot.sheet_of(application))


def submit(application: Application, run: Run, *, terms: str, token: UUID, accepted: bool) -> None:
    """`token`: the id of the version it makes, so that a second sending is known as such."""
    _freeze(application, run, token)
    application.submitted_at = run.now
    application.due_at = rules.decision_due(run.now, settings.DECISION_DAYS.value(), _place(application))
    application.due_rule = _rule(settings.DECISION_DAYS.version(), _place(application))
    for to in applicants(application):
        run.tell(messages.Submitted(to, application.number, application.name, application.due_at))


def resubmit(application: Application, run: Run, *, terms: str, token: UUID, accepted: bool) -> None:
    """The clock runs again."""
    _freeze(application, run, token)
    least, place = settings.DAYS_LEFT_AFTER_COMPLEMENT, _place(application)
    application.due_at = rules.resumed_due(run.now, application.paused_at, application.due_at, least.value(), place)
    application.due_rule = _rule(f"{settings.DECISION_DAYS.version()} {least.version()}", place)
    application.paused_at = None
    application.reason = ""
    for to in people.recipients_of([application.officer_id]):
        run.tell(messages.ComplementCame(to, application.number, application.name, _address(application)))


def _freeze(application: Application, run: Run, token: UUID) -> None:
    """The file as it stands and the terms as accepted become one more version."""
    sheet = snapshot.sheet_of(application)
    snapshot.copy_onto(application, sheet)
    _next_step(application, run)
    application.version += 1
    ApplicationVersion.objects.create(
        id=token,
        application=application,
        organisation_id=application.organisation_id,
        number=application.version,
        content=snapshot.content_of(sheet),
        submitted_at=run.now,
        submitted_by_id=run.actor.user,
    )
    _accept_terms(application, run, sheet)
    _start_checks(application)


def _accept_terms(application: Application, run: Run, sheet: ProviderSheet) -> None:
    terms = publishing.current()
    application.terms = terms
    application.terms_accepted_at = run.now
    application.terms_accepted_by_id = run.actor.user
    [signatory] = people.recipients_of([run.actor.user])
    accepted = stamping.acceptance(application, sheet, run.actor.name, signatory.email, run.now)
    row = StampedTerms.objects.create(
        organisation_id=application.organisation_id,
        application=application,
        version=application.version,
        stamp=stamping.to_stamp(accepted, terms),
        accepted_at=run.now,
    )
    jobs.stamp.defer(key=str(row.pk))


def recheck(application: Application, run: Run) -> None:
    _start_checks(application)


def _start_checks(application: Application) -> None:
    application.checks = []
    application.checks_ok = application.checks_warn = application.checks_bad = 0
    jobs.check.defer(key=str(application.pk), version=application.version)


def note_checks(application: Application, run: Run, *, findings: Sequence[Mapping[str, Any]], version: int) -> None:
    application.checks = list(findings)
    states = [finding["state"] for finding in findings]
    application.checks_ok = states.count("ok")
    application.checks_warn = states.count("warn")
    application.checks_bad = states.count("bad")


def take(application: Application, run: Run) -> None:
    former = application.officer_id
    application.officer_id = run.actor.user
    for to in people.recipients_of([former]):
        run.tell(messages.TakenOver(to, application.number, application.name, run.actor.name, _address(application)))


def release(application: Application, run: Run) -> None:
    application.officer_id = None


def hand_over(application: Application, run: Run, *, officer: UUID) -> None:
    application.officer_id = officer
    for to in people.recipients_of([officer]):
        run.tell(messages.HandedOver(to, application.number, application.name, run.actor.name, _address(application)))


def ask_complement(application: Application, run: Run, *, reason: str) -> None:
    """The clock stops; what is asked opens the conversation."""
    _next_step(application, run)
    application.paused_at = run.now
    application.reason = reason
    _write(application, run, reason)
    for to in applicants(application):
        run.tell(messages.ComplementAsked(to, application.number, reason))


def refuse(application: Application, run: Run, *, motive: str, reason: str) -> None:
    """`motive`: of the proposed list, or empty; `reason`: in one's own words, or empty; one of them is given."""
    _decide(application, run, "\n\n".join(part for part in (motive and f"{motive}.", reason) if part))
    for to in applicants(application):
        run.tell(messages.ApplicationRefused(to, application.number, application.name, application.reason))


def accept(application: Application, run: Run, *, reason: str = "") -> None:
    """The membership is made; what opens the portal to the RGC follows the event. `reason`: why in spite of a check."""
    _decide(application, run, "")
    membership = _membership(application, run)
    organisation = application.organisation
    organisation.member_since = membership.starts_on
    organisation.save(update_fields=["member_since"])
    sheet = snapshot.sheet_of(application)
    run.publish(MembershipAccepted(membership, sheet.account_manager, organisation))
    for to in applicants(application):
        run.tell(messages.ApplicationAccepted(to, membership.number, application.name, membership.ends_on))
    _check_rivals_again(application)


def _check_rivals_again(application: Application) -> None:
    """The other requests for this SIRET now face a membership."""
    rivals = Application.objects.filter(siret=application.siret, state__in=queries.OPEN).exclude(pk=application.pk)
    for key, version in rivals.values_list("pk", "version"):
        jobs.check.defer(key=str(key), version=version)


def _membership(application: Application, run: Run) -> Membership:
    starts_on = run.now.astimezone(_place(application).zone).date()
    membership = Membership(
        number=numbers.membership_number(run.now),
        organisation=application.organisation,
        application=application,
        siret=application.siret,
        name=application.name,
        sort_key=application.sort_key,
        town=application.town,
        starts_on=starts_on,
        ends_on=rules.last_day(starts_on, settings.TERM_YEARS.value(starts_on)),
        term_rule=settings.TERM_YEARS.version(starts_on),
        terms_id=application.terms_id,
    )
    return run.perform(MembershipLife.begin, membership)


def _decide(application: Application, run: Run, reason: str) -> None:
    application.decided_at = application.modified_at = run.now
    application.decided_by_id = run.actor.user
    application.reason = reason
    if application.officer_id != run.actor.user:
        for to in people.recipients_of([application.officer_id]):
            run.tell(messages.DecidedByAnother(to, application.number, application.name, run.actor.name))


def abandon(application: Application, run: Run) -> None:
    application.modified_at = run.now


def write(application: Application, run: Run, *, text: str, token: UUID) -> None:
    """`token`: the id of the message, so that it is never sent twice."""
    _write(application, run, text, token)
    if run.actor.audience == Audience.OPERATOR:
        for to in applicants(application):
            run.tell(messages.OperatorWrote(to, application.number, text))
    else:
        for to in people.recipients_of([application.officer_id]):
            run.tell(messages.ProviderWrote(to, application.number, application.name, _address(application)))


def _write(application: Application, run: Run, text: str, token: UUID | None = None) -> None:
    Exchange.objects.create(
        **{"id": token} if token else {},
        application=application,
        organisation_id=application.organisation_id,
        from_operator=run.actor.audience == Audience.OPERATOR,
        author_id=run.actor.user,
        text=text,
        written_at=run.now,
    )


def remind(application: Application, run: Run) -> None:
    application.reminders += 1
    application.reminded_at = run.now
    for to in applicants(application):
        run.tell(messages.Unfinished(to, application.number, application.state == Application.State.COMPLEMENT))


def applicants(application: Application) -> list[Recipient]:
    """Who follows the request for the provider: who opened it and who submitted it."""
    return people.recipients_of([application.created_by_id, application.terms_accepted_by_id])


def _next_step(application: Application, run: Run) -> None:
    application.modified_at = run.now
    application.reminders, application.reminded_at = 0, None


def _place(application: Application) -> Place:
    return place_of(application.postcode)


def _rule(version: str, place: Place) -> str:
    return f"{version} {place.subdivision or 'FR'} {place.timezone}"


def _address(application: Application) -> str:
    return f"/operateur/adhesions/{application.pk}/"
