"""The doors to applications, memberships and changes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.foundation.prepared import prepared
from kairos.identity.memberships.models import (
    ApplicationVersion,
    ChangeProof,
    ChangeRequest,
    Exchange,
    Membership,
    MembershipApplication,
    StampedTerms,
)

State = MembershipApplication.State
OPEN = (State.SUBMITTED, State.IN_REVIEW)
"""The operator's turn."""
LIVE = (State.DRAFT, *OPEN, State.COMPLEMENT)
"""Neither decided nor abandoned."""


def visible_to(actor: Actor) -> QuerySet[MembershipApplication]:
    """One's own organisation's; the operator sees those that were submitted once."""
    rows = MembershipApplication.objects.all()
    if actor.audience == Audience.SYSTEM:
        return rows
    if actor.audience == Audience.OPERATOR:
        return rows.filter(version__gt=0)
    return rows.filter(organisation=actor.scope_organisation)


def latest(actor: Actor) -> MembershipApplication | None:
    """The last request of the organisation acted for."""
    return _latest.first(actor)


@prepared
def _latest(actor: Actor) -> QuerySet[MembershipApplication]:
    own = visible_to(actor).filter(organisation=actor.scope_organisation)
    return own.select_related("organisation", "membership").order_by("-created_at")[:1]


def versions_of(application: MembershipApplication) -> Sequence[ApplicationVersion]:
    """What was submitted, the latest first."""
    return application.versions.order_by("-number")


def last_two_versions(application: MembershipApplication) -> list[ApplicationVersion]:
    """What was submitted last, and what it replaced if anything."""
    return _last_two_versions(application.pk)


@prepared
def _last_two_versions(application: UUID) -> QuerySet[ApplicationVersion]:
    return ApplicationVersion.objects.filter(application=application).order_by("-number")[:2]


def stamps_of(application: MembershipApplication) -> Sequence[StampedTerms]:
    """The terms as accepted at each submission, the latest first."""
    return application.stamps.order_by("-version")


def last_stamp_of(application: MembershipApplication) -> StampedTerms | None:
    return _last_stamp.first(application.pk)


@prepared
def _last_stamp(application: UUID) -> QuerySet[StampedTerms]:
    return StampedTerms.objects.filter(application=application).order_by("-version")[:1]


def exchanges_of(application: MembershipApplication) -> list[tuple[UUID, bool, str, str, str, datetime]]:
    """author, from the operator or not, first name, last name, text, instant: in the order they were written."""
    return _exchanges(application.pk)


@prepared
def _exchanges(application: UUID) -> QuerySet[Exchange]:
    rows = Exchange.objects.filter(application=application).order_by("written_at")
    return rows.values_list("author", "from_operator", "author__first_name", "author__last_name", "text", "written_at")


def membership_of(actor: Actor) -> Membership | None:
    """The membership in force of the organisation acted for."""
    rows = Membership.objects.filter(organisation=actor.scope_organisation, state=Membership.State.ACTIVE)
    return rows.order_by("-starts_on").first()


def changes_visible_to(actor: Actor) -> QuerySet[ChangeRequest]:
    rows = ChangeRequest.objects.all()
    if actor.audience in (Audience.OPERATOR, Audience.SYSTEM):
        return rows
    return rows.filter(organisation=actor.scope_organisation)


def changes_told_to(actor: Actor) -> QuerySet[ChangeRequest]:
    """For the organisation: `by_operator` when an agent began it, whose reason is then for another agent alone."""
    return changes_visible_to(actor).annotate(by_operator=~Q(asked_by__staff_role=""))


def proofs_visible_to(actor: Actor) -> QuerySet[ChangeProof]:
    """The operator's own. While a change waits, whoever may decide it; then who began it and who decided."""
    if actor.audience != Audience.OPERATOR:
        return ChangeProof.objects.none()
    pending = Q(change__state=ChangeRequest.State.PENDING)
    own = Q(change__asked_by=actor.user) | Q(change__decided_by=actor.user)
    return ChangeProof.objects.filter(pending | own).select_related("upload", "change").order_by("id")


def proof(actor: Actor, key: UUID) -> ChangeProof:
    """Raises ChangeProof.DoesNotExist."""
    return proofs_visible_to(actor).get(pk=key)


def stamps_visible_to(actor: Actor) -> QuerySet[StampedTerms]:
    rows = StampedTerms.objects.all()
    if actor.audience in (Audience.OPERATOR, Audience.SYSTEM):
        return rows
    return rows.filter(organisation=actor.scope_organisation)
