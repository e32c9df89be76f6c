"""The doors to reviews and their lines, and whose reviews are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from kairos.foundation.actor import Actor, Audience
from kairos.foundation.clock import PARIS
from kairos.foundation.prepared import prepared
from kairos.identity.habilitations.models import AccessReview, Affiliation, ReviewLine, RightUse
from kairos.identity.habilitations.queries import MANAGE
from kairos.identity.habilitations.reviews import settings
from kairos.identity.habilitations.reviews.rules import Manager, months_before
from kairos.identity.habilitations.uses import PRESENCE
from kairos.identity.organisations.models import Organisation

HERE = Q(affiliation__state=Affiliation.State.ACTIVE)
"""Of a running review: the people who are still here."""


def visible_to(actor: Actor) -> QuerySet[AccessReview]:
    rows = AccessReview.objects.select_related("organisation").order_by("-opened_at", "-pk")
    if actor.audience in (Audience.OPERATOR, Audience.SYSTEM):
        return rows
    return rows.filter(organisation=actor.scope_organisation)


def review(actor: Actor, key: UUID) -> AccessReview:
    return visible_to(actor).get(pk=key)


def running(organisation: UUID) -> AccessReview | None:
    return _running.first(organisation)


@prepared
def _running(organisation: UUID) -> QuerySet[AccessReview]:
    return AccessReview.objects.filter(organisation=organisation, state=AccessReview.State.OPEN).order_by("pk")[:1]


def lines_of(review: AccessReview) -> QuerySet[ReviewLine]:
    return ReviewLine.objects.filter(review=review, organisation=review.organisation_id)


def with_presence(lines: QuerySet[ReviewLine]) -> QuerySet[ReviewLine]:
    """`came_on`: the last day the person opened anything."""
    came = RightUse.objects.filter(affiliation=OuterRef("affiliation"), right=PRESENCE).values("last_on")
    return lines.annotate(came_on=Subquery(came))


def chosen(review: AccessReview, keys: Iterable[UUID]) -> dict[UUID, ReviewLine]:
    """Those of these lines that can be decided: of this review, of people who are still here."""
    rows = lines_of(review).filter(HERE, pk__in=list(keys)).select_related("affiliation")
    return {row.pk: row for row in rows}


@dataclass(frozen=True, slots=True)
class Progress:
    people: int
    decided: int

    @property
    def left(self) -> int:
        return self.people - self.decided


def progress(review: AccessReview) -> Progress:
    """Of the people who are still here; of all of them once it is over."""
    here = review.state == AccessReview.State.OPEN
    return next((Progress(*counted) for counted in _counted(review.organisation_id, review.pk, here)), Progress(0, 0))


@prepared
def _counted(organisation: UUID, review: UUID, here: bool) -> QuerySet:
    rows = ReviewLine.objects.filter(organisation=organisation, review=review)
    rows = rows.filter(HERE) if here else rows
    decided = Count("pk", filter=~Q(decision=""))
    return (
        rows.order_by().values("review").annotate(people=Count("pk"), decided=decided).values_list("people", "decided")
    )


def other_managers(organisation: UUID, user: UUID | None) -> bool:
    """Whether somebody else manages the accounts, so that nobody need confirm himself."""
    rows = Affiliation.objects.filter(organisation=organisation, state="active", rights__contains=[MANAGE])
    return rows.filter(entered_at__isnull=False).exclude(user=user).exists()


def managers_at_the_end(review: AccessReview) -> list[Manager]:
    """stays: decided to keep or reduce. A manager who joined meanwhile stays."""
    came = RightUse.objects.filter(affiliation=OuterRef("pk"), right=PRESENCE).values("last_on")
    line = ReviewLine.objects.filter(review=review, affiliation=OuterRef("pk")).values("decision")
    rows = Affiliation.objects.filter(
        organisation=review.organisation_id, state=Affiliation.State.ACTIVE, rights__contains=[MANAGE]
    ).annotate(came_on=Subquery(came), decided=Subquery(line))
    return [Manager(row.pk, row.decided not in ("", "remove"), row.came_on, row.started_at) for row in rows]


def unanswered() -> QuerySet[AccessReview]:
    """Closed although nobody confirmed the only account manager, and no other review was opened since."""
    since = AccessReview.objects.filter(organisation=OuterRef("organisation"), opened_at__gt=OuterRef("opened_at"))
    return AccessReview.objects.filter(~Exists(since), state=AccessReview.State.CLOSED, spared__isnull=False)


def organisations_due(today: date) -> QuerySet[Organisation]:
    """Whose last review, or whose first sign-in to the portal, is a period old; of several people, portal open."""
    before = datetime.combine(months_before(today, settings.PERIOD_MONTHS.value()), time.max, PARIS)
    reviews = AccessReview.objects.filter(organisation=OuterRef("pk"))
    people = Affiliation.objects.filter(organisation=OuterRef("pk"))
    here = people.filter(state=Affiliation.State.ACTIVE)
    managed = here.filter(rights__contains=[MANAGE], entered_at__isnull=False)
    second = here.filter(user__gt=OuterRef("first"))
    first = here.order_by("user").values("user")[:1]
    return (
        Organisation.objects.filter(member_since__isnull=False, portal_closed_at__isnull=True)
        .filter(Exists(people.filter(entered_at__lte=before)))
        .filter(Exists(managed), ~Exists(reviews.filter(Q(state="open") | Q(opened_at__gt=before))))
        .annotate(first=Subquery(first))
        .filter(Exists(second))
        .order_by("pk")
    )
