"""The doors to applications, memberships and changes."""

from collections.abc import Sequence

from django.db.models import QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.identity.memberships.models import (
    ApplicationVersion,
    ChangeRequest,
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
    own = visible_to(actor).filter(organisation=actor.scope_organisation)
    return own.select_related("organisation", "membership").order_by("-created_at").first()


def versions_of(application: MembershipApplication) -> Sequence[ApplicationVersion]:
    """What was submitted, the latest first."""
    return application.versions.order_by("-number")


def stamps_of(application: MembershipApplication) -> Sequence[StampedTerms]:
    """The terms as accepted at each submission, the latest first."""
    return application.stamps.order_by("-version")


def membership_of(actor: Actor) -> Membership | None:
    """The membership in force of the organisation acted for."""
    rows = Membership.objects.filter(organisation=actor.scope_organisation, state=Membership.State.ACTIVE)
    return rows.order_by("-starts_on").first()


def changes_visible_to(actor: Actor) -> QuerySet[ChangeRequest]:
    rows = ChangeRequest.objects.all()
    if actor.audience in (Audience.OPERATOR, Audience.SYSTEM):
        return rows
    return rows.filter(organisation=actor.scope_organisation)


def stamps_visible_to(actor: Actor) -> QuerySet[StampedTerms]:
    rows = StampedTerms.objects.all()
    if actor.audience in (Audience.OPERATOR, Audience.SYSTEM):
        return rows
    return rows.filter(organisation=actor.scope_organisation)
