"""The doors to memberships, their terms and the procedures against them."""

from datetime import date
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from kairos.foundation.actor import Actor, Audience
from kairos.foundation.prepared import prepared
from kairos.identity.memberships.members.models import HELD, RUNNING, Membership, Procedure, RegisterAlert
from kairos.identity.memberships.models import TermsVersion
from kairos.identity.memberships.terms import publishing

EVERYTHING = (Audience.OPERATOR, Audience.SYSTEM)


def visible_to(actor: Actor) -> QuerySet[Membership]:
    rows = Membership.objects.all()
    return rows if actor.audience in EVERYTHING else rows.filter(organisation=actor.scope_organisation)


def procedures_visible_to(actor: Actor) -> QuerySet[Procedure]:
    rows = Procedure.objects.all()
    return rows if actor.audience in EVERYTHING else rows.filter(organisation=actor.scope_organisation)


def alerts_visible_to(actor: Actor) -> QuerySet[RegisterAlert]:
    """The operator's own work."""
    return RegisterAlert.objects.all() if actor.audience in EVERYTHING else RegisterAlert.objects.none()


def latest(actor: Actor) -> Membership | None:
    """The last membership of the organisation acted for, whatever became of it, with what waits for its people:
    `newest_terms`, `newest_terms_from`: the last published; `procedure_state`, `answer_due_at`: of the running one.
    One statement.
    """
    return _latest.first(actor)


@prepared
def _latest(actor: Actor) -> QuerySet[Membership]:
    terms = TermsVersion.objects.order_by("-effective_from", "-version")
    running = Procedure.objects.filter(RUNNING, membership=OuterRef("pk"))
    own = visible_to(actor).filter(organisation=actor.scope_organisation).select_related("application")
    waiting = own.annotate(
        newest_terms=Subquery(terms.values("version")[:1]),
        newest_terms_from=Subquery(terms.values("effective_from")[:1]),
        procedure_state=Subquery(running.values("state")[:1]),
        answer_due_at=Subquery(running.values("answer_due_at")[:1]),
    )
    return waiting.order_by("-starts_on", "-id")[:1]


def held_by(organisation: UUID) -> Membership | None:
    """The one that is not over."""
    return Membership.objects.filter(HELD, organisation=organisation).first()


def running(membership: Membership) -> Procedure | None:
    return Procedure.objects.filter(RUNNING, membership=membership).first()


def terms_to_accept(membership: Membership | None) -> TermsVersion | None:
    """The version published since the one this member accepted."""
    if membership is None or membership.state not in (Membership.State.ACTIVE, Membership.State.SUSPENDED):
        return None
    newest = publishing.newest()
    return None if newest.pk == membership.terms_id else newest


def is_in_force(terms: TermsVersion, today: date) -> bool:
    return terms.effective_from <= today
