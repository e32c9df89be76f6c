"""The doors to sheets and signatures."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.path.attendance.permissions import RIGHTS
from kairos.path.enrolments.queries import narrowed_to
from kairos.path.signing.models import Signature, SigningSheet

State = SigningSheet.State
SIGNED = Signature.State.SIGNED


def visible_to(actor: Actor) -> QuerySet[SigningSheet]:
    """Those where one's rights on attendance are held."""
    rows = SigningSheet.objects.all()
    if actor.audience != Audience.PROVIDER:
        return rows.none()
    own = rows.filter(organisation=actor.scope_organisation)
    places = narrowed_to(actor, RIGHTS)
    return own if places is None else own.filter(establishment__in=places)


def sheet(actor: Actor, key: UUID) -> SigningSheet:
    """Raises SigningSheet.DoesNotExist."""
    return visible_to(actor).select_related("scan", "session__delivery__course").get(pk=key)


def signature(actor: Actor, key: UUID) -> Signature:
    """For the organisation. Raises Signature.DoesNotExist."""
    sheets = visible_to(actor)
    return Signature.objects.select_related("sheet").filter(sheet__in=sheets).get(pk=key)


def signatures_of(sheet: UUID) -> QuerySet[Signature]:
    """Those that stand and whose people the scope shows, by name."""
    rows = Signature.objects.filter(sheet=sheet, state=SIGNED).select_related("person")
    return rows.order_by("person__sort_key", "id")


def standing(sheet: UUID) -> QuerySet[Signature]:
    """The same, of whoever signed: also of those whom the organisation reads no more, without their names."""
    return Signature.objects.filter(sheet=sheet, state=SIGNED).order_by("signed_at", "id")


def signed_on(sheet: UUID) -> set[UUID]:
    """The enrolments of whoever signed."""
    return set(Signature.objects.filter(sheet=sheet, state=SIGNED).values_list("enrolment", flat=True))


def of_days(actor: Actor, sessions: Collection[UUID], first: date, last: date) -> QuerySet[SigningSheet]:
    """The sheets of these sessions and days, with how many signed (`signed`)."""
    signed = Count("signatures", filter=Q(signatures__state=SIGNED))
    rows = visible_to(actor).filter(session__in=sessions, day__range=(first, last)).exclude(state=State.CANCELLED)
    return rows.annotate(signed=signed).order_by("-day", "half", "title", "id")


def own_latest(person: UUID) -> list[Signature]:
    """One's own last signatures."""
    rows = Signature.objects.filter(person=person, state=SIGNED).select_related("enrolment")
    return list(rows.order_by("-signed_at")[:6])
