"""What changes when an act of a membership's life is done."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Max

from kairos.foundation.actor import Audience
from kairos.foundation.engine import Run
from kairos.foundation.messages import Recipient
from kairos.foundation.working_days import add_working_days
from kairos.identity.accounts import people as accounts
from kairos.identity.memberships import jobs, stamping
from kairos.identity.memberships import settings as common
from kairos.identity.memberships.life import messages, people, queries, rules, settings
from kairos.identity.memberships.life.alerts import note_findings
from kairos.identity.memberships.life.registered import Found
from kairos.identity.memberships.members.models import Membership, MembershipTerm
from kairos.identity.memberships.models import Exchange, StampedTerms
from kairos.identity.memberships.terms import publishing
from kairos.identity.organisations import queries as files
from kairos.identity.organisations.models import Organisation

Why = Organisation.PortalClosed


def begin(membership: Membership, run: Run) -> None:
    """The portal opens, whatever closed it before."""
    membership.state_since = run.now
    if membership.organisation.portal_closed_at:
        _open_portal(membership)


# --- Renewal --------------------------------------------------------------------------------------------


def ask_renewal(membership: Membership, run: Run, *, terms: str, token: UUID, accepted: bool) -> None:
    """The terms are accepted anew. Renewed at once where the operator chose so and nothing stands against it."""
    place = people.place(membership)
    membership.renewal_asked_at, membership.renewal_asked_by_id = run.now, run.actor.user
    membership.renewal_due_at = add_working_days(run.now, settings.RENEWAL_DECISION_DAYS.value(), place)
    membership.renewal_due_rule = people.rule(place, settings.RENEWAL_DECISION_DAYS.version())
    _stamp(membership, run, token)
    if settings.RENEWAL_AUTOMATIC.value() and _is_in_order(membership):
        run.write_now()
        run.perform(run.act.lifecycle.renew, membership.pk)
        membership.refresh_from_db()
        return
    for to in people.concerned(membership):
        run.tell(
            messages.RenewalAsked(to, membership.number, membership.name, run.actor.name, membership.renewal_due_at)
        )


def _is_in_order(membership: Membership) -> bool:
    return membership.state == Membership.State.ACTIVE and membership.irregular_since is None


def renew(membership: Membership, run: Run) -> None:
    """From the day after the old end, as if nothing had stopped; the term is kept beside those before it."""
    first = membership.ends_on + rules.ONE_DAY
    starts_on, ends_on = rules.next_term(membership.ends_on, common.TERM_YEARS.value(first))
    MembershipTerm.objects.create(
        membership=membership,
        organisation_id=membership.organisation_id,
        starts_on=starts_on,
        ends_on=ends_on,
        term_rule=common.TERM_YEARS.version(first),
        terms_id=membership.terms_id,
        asked_at=membership.renewal_asked_at,
        asked_by_id=membership.renewal_asked_by_id,
        decided_at=run.now,
        decided_by_id=run.actor.user,
    )
    if membership.state == Membership.State.EXPIRED:
        _enter(membership, run, "")
        _open_portal(membership)
    membership.ends_on, membership.term_rule = ends_on, common.TERM_YEARS.version(first)
    membership.renewal_reminded_at = None
    _forget_renewal(membership)
    for to in people.concerned(membership):
        run.tell(messages.Renewed(to, membership.number, membership.name, ends_on))


def refuse_renewal(membership: Membership, run: Run, *, reason: str) -> None:
    _forget_renewal(membership)
    membership.renewal_reminded_at = run.now
    for to in people.concerned(membership):
        run.tell(messages.RenewalRefused(to, membership.number, membership.name, reason, membership.ends_on))


def remind_renewal(membership: Membership, run: Run) -> None:
    membership.renewal_reminded_at = run.now
    for to in people.concerned(membership):
        run.tell(messages.RenewalDue(to, membership.number, membership.name, membership.ends_on))


def _forget_renewal(membership: Membership) -> None:
    membership.renewal_asked_at = membership.renewal_asked_by_id = membership.renewal_due_at = None
    membership.renewal_due_rule = ""


# --- The end --------------------------------------------------------------------------------------------


def correct_end(membership: Membership, run: Run, *, on: date, reason: str) -> None:
    """Of a membership taken over from elsewhere, whose term was begun before. What is asked keeps its own deadline."""
    membership.ends_on = on
    if membership.leaves_on and membership.leaves_on > on:
        membership.leaves_on, membership.leave_reason = None, ""
    for to in people.concerned(membership):
        run.tell(messages.EndCorrected(to, membership.number, membership.name, on, reason))


def expire(membership: Membership, run: Run) -> None:
    _enter(membership, run, "")
    _close_portal(membership, run, Why.EXPIRED)
    until = rules.renewal_closes_on(membership.ends_on, settings.RENEWAL_GRACE_DAYS.value())
    for to in people.concerned(membership):
        run.tell(messages.Expired(to, membership.number, membership.name, membership.ends_on, until))


def close(membership: Membership, run: Run) -> None:
    """Over for good: the file is its people's again, and may ask for a new membership."""
    _enter(membership, run, "")
    _no_member_any_more(membership)


def ask_to_leave(membership: Membership, run: Run, *, on: date, reason: str) -> None:
    membership.leaves_on, membership.leave_reason = on, reason
    _forget_renewal(membership)
    for to in people.concerned(membership):
        run.tell(messages.Leaving(to, membership.number, membership.name, on, run.actor.name))


def stay(membership: Membership, run: Run) -> None:
    membership.leaves_on, membership.leave_reason = None, ""


def leave(membership: Membership, run: Run) -> None:
    _enter(membership, run, membership.leave_reason)
    _close_portal(membership, run, Why.LEFT)
    _no_member_any_more(membership)
    for to in people.concerned(membership):
        run.tell(messages.Left(to, membership.number, membership.name, membership.leaves_on))


# --- Suspension, withdrawal, restoration ----------------------------------------------------------------


def suspend(membership: Membership, run: Run, *, reason: str) -> None:
    """Told by the procedure it is part of."""
    _enter(membership, run, reason)
    _close_portal(membership, run, Why.SUSPENDED)


def suspend_irregular(membership: Membership, run: Run) -> None:
    suspend(membership, run, reason=f"Déclaration d’activité non régularisée. {membership.irregular_reason}")
    for to in people.concerned(membership):
        run.tell(messages.Suspended(to, membership.number, membership.name, membership.state_reason))


def withdraw(membership: Membership, run: Run, *, reason: str) -> None:
    """Told by the procedure it ends."""
    _enter(membership, run, reason)
    _forget_renewal(membership)
    membership.leaves_on = None
    _close_portal(membership, run, Why.WITHDRAWN)


def restore(membership: Membership, run: Run, *, reason: str) -> None:
    _enter(membership, run, "")
    _put_in_order(membership)
    organisation = _open_portal(membership)
    if organisation.member_since is None:
        organisation.member_since = membership.starts_on
        organisation.save(update_fields=["member_since"])
    for to in people.concerned(membership):
        run.tell(messages.Restored(to, membership.number, membership.name, reason))


def note_loss(membership: Membership, run: Run, *, reason: str) -> None:
    place = people.place(membership)
    membership.irregular_since, membership.irregular_reason = run.now, reason
    membership.regularise_by = add_working_days(run.now, settings.REGULARISATION_DAYS.value(), place)
    membership.regularise_rule = people.rule(place, settings.REGULARISATION_DAYS.version())
    for to in people.concerned(membership):
        run.tell(messages.ToRegularise(to, membership.number, membership.name, reason, membership.regularise_by))


def regularise(membership: Membership, run: Run, *, reason: str) -> None:
    _put_in_order(membership)
    for to in people.concerned(membership):
        run.tell(messages.Regularised(to, membership.number, membership.name))


def _put_in_order(membership: Membership) -> None:
    membership.irregular_since = membership.regularise_by = None
    membership.irregular_reason = membership.regularise_rule = ""


# --- Terms, conversation, registers ---------------------------------------------------------------------


def accept_terms(membership: Membership, run: Run, *, terms: str, token: UUID, accepted: bool) -> None:
    _stamp(membership, run, token)


def _stamp(membership: Membership, run: Run, token: UUID) -> None:
    """The newest terms become those of this member, stamped as at the first acceptance. `token`: the stamp's id."""
    terms, application = publishing.newest(), membership.application
    [signatory] = accounts.recipients_of([run.actor.user])
    sheet = files.sheet(membership.organisation)
    accepted = stamping.acceptance(application, sheet, run.actor.name, signatory.email, run.now)
    last = StampedTerms.objects.filter(application=application).aggregate(last=Max("version"))["last"] or 0
    StampedTerms.objects.create(
        id=token,
        organisation_id=membership.organisation_id,
        application=application,
        version=last + 1,
        stamp=stamping.to_stamp(accepted, terms),
        accepted_at=run.now,
    )
    membership.terms = terms
    membership.terms_reminded_at = None
    jobs.stamp.defer(key=str(token))


def remind_terms(membership: Membership, run: Run) -> None:
    membership.terms_reminded_at = run.now
    terms = publishing.as_published(publishing.newest())
    for to in people.concerned(membership):
        run.tell(messages.TermsToAccept(to, membership.number, membership.name, terms.version, terms.effective_from))


def write(membership: Membership, run: Run, *, text: str, token: UUID) -> None:
    """In the conversation begun with the request. `token`: the id of the message, so that it is never sent twice."""
    by_operator = run.actor.audience == Audience.OPERATOR
    Exchange.objects.create(
        id=token,
        application_id=membership.application_id,
        organisation_id=membership.organisation_id,
        from_operator=by_operator,
        author_id=run.actor.user,
        text=text,
        written_at=run.now,
    )
    if by_operator:
        for to in people.concerned(membership):
            run.tell(messages.OperatorWrote(to, membership.number, membership.name, text))
    else:
        for to in _in_charge(membership):
            run.tell(messages.ProviderWrote(to, membership.number, membership.name, str(membership.pk)))


def _in_charge(membership: Membership) -> Sequence[Recipient]:
    """Who opened the procedure, else who decided on the request."""
    procedure = queries.running(membership)
    return accounts.recipients_of([procedure.opened_by_id if procedure else membership.application.decided_by_id])


def note_recheck(membership: Membership, run: Run, *, findings: Sequence[Found]) -> None:
    membership.rechecked_at = run.now
    note_findings(membership, run, findings)


# --- What every state brings ----------------------------------------------------------------------------


def _enter(membership: Membership, run: Run, reason: str) -> None:
    membership.state_since, membership.state_reason = run.now, reason


def _close_portal(membership: Membership, run: Run, why: str) -> None:
    organisation = membership.organisation
    organisation.portal_closed_at, organisation.portal_closed_why = run.now, why
    organisation.save(update_fields=["portal_closed_at", "portal_closed_why"])


def _open_portal(membership: Membership) -> Organisation:
    organisation = membership.organisation
    organisation.portal_closed_at, organisation.portal_closed_why = None, ""
    organisation.save(update_fields=["portal_closed_at", "portal_closed_why"])
    return organisation


def _no_member_any_more(membership: Membership) -> None:
    membership.organisation.member_since = None
    membership.organisation.save(update_fields=["member_since"])
