"""The doors to the catalogue of an organisation, and to what everyone finds."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet, prefetch_related_objects

from kairos.foundation.actor import Actor, Audience
from kairos.foundation.prepared import prepared
from kairos.identity.organisations.models import Establishment
from kairos.offer.catalogue.models import CarifLine, CatalogueLine, PublishedSession, TrainingSession
from kairos.offer.catalogue.permissions import RIGHTS

State = TrainingSession.State
TO_COME = (State.PUBLISHED, State.STARTED)
OVER = (State.ENDED, State.CANCELLED)


def visible_to(actor: Actor) -> QuerySet[TrainingSession]:
    """Those of the organisation acted for, where one's rights are held; the operator has no list of them yet."""
    rows = TrainingSession.objects.select_related("delivery__course")
    if actor.audience == Audience.SYSTEM:
        return rows
    if actor.audience != Audience.PROVIDER:
        return rows.none()
    own = rows.filter(organisation=actor.scope_organisation)
    places = narrowed_to(actor)
    return own if places is None else own.filter(establishment__in=places)


def narrowed_to(actor: Actor) -> set[UUID] | None:
    """The establishments to which everything the actor holds here is narrowed; None: nothing is."""
    held = [right for right in RIGHTS if right in actor.rights]
    places = [{place for right, place in actor.narrowed if right == one} for one in held]
    return set().union(*places) if places and all(places) else None


def session(actor: Actor, key: UUID) -> TrainingSession:
    """With its course and modules. Raises TrainingSession.DoesNotExist."""
    row = _session.get(actor, key)
    prefetch_related_objects([row], "modules")
    return row


@prepared
def _session(actor: Actor, key: UUID) -> QuerySet[TrainingSession]:
    return visible_to(actor).filter(pk=key)


def overlapping(organisation: UUID, first: date, last: date) -> QuerySet[TrainingSession]:
    """What an organisation has under way from a day to a day, and has not given up."""
    rows = TrainingSession.objects.filter(organisation=organisation, starts_on__lte=last)
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first)).exclude(state__in=OVER)


def establishments(organisation: UUID) -> list[Establishment]:
    return list(Establishment.objects.filter(organisation=organisation).order_by("-main", "siret"))


def siblings(row: TrainingSession) -> int:
    """How many other sessions share its delivery."""
    return _siblings.count(row.delivery_id, row.pk)


@prepared
def _siblings(delivery: UUID, key: UUID) -> QuerySet[TrainingSession]:
    return TrainingSession.objects.filter(delivery=delivery).exclude(pk=key)


def of_number(actor: Actor, number: str) -> TrainingSession | None:
    """By its own number, or the only one of its delivery or course."""
    rows = visible_to(actor)
    if found := rows.filter(number=number).first():
        return found
    others = list(rows.filter(Q(delivery__number=number) | Q(delivery__course__number=number))[:2])
    return others[0] if len(others) == 1 else None


def line_of(organisation: UUID, number: str) -> CatalogueLine | None:
    """What the last file said of this number."""
    return CatalogueLine.objects.filter(organisation=organisation, number=number).first()


def carif_line_of(number: str) -> CarifLine | None:
    """What the last file of a Carif-Oref said of this number, if it is one's own or nobody's."""
    return CarifLine.objects.filter(number=number).first()


def published() -> QuerySet[PublishedSession]:
    return PublishedSession.objects.filter(shown=True)


def number_of(key: UUID) -> str:
    """Of a session that was published once, for whoever reads nothing else of it."""
    return PublishedSession.objects.filter(pk=key).values_list("number", flat=True).first() or ""


def is_shown(keys: Iterable[UUID]) -> set[UUID]:
    return set(published().filter(pk__in=list(keys)).values_list("pk", flat=True))
