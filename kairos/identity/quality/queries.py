"""The doors to quality: requests, documents, certificates, and how a provider stands on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from kairos.foundation.actor import Actor, Audience
from kairos.foundation.prepared import prepared
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.organisations.models import Organisation
from kairos.identity.organisations.permissions import FILL
from kairos.identity.quality import rules, settings
from kairos.identity.quality.models import (
    LIVE,
    OPEN,
    Category,
    QualityCertificate,
    QualityDocument,
    QualityRequest,
    QualityVersion,
)
from kairos.identity.quality.permissions import MANAGE
from kairos.identity.quality.rules import Held, Standing

State, Kind = QualityRequest.State, QualityRequest.Kind


def visible_to(actor: Actor) -> QuerySet[QualityRequest]:
    """One's own organisation's; the operator sees those that were sent once."""
    rows = QualityRequest.objects.all()
    if actor.audience == Audience.SYSTEM:
        return rows
    if actor.audience == Audience.OPERATOR:
        return rows.filter(version__gt=0)
    return rows.filter(organisation=actor.scope_organisation)


def request(actor: Actor, key: UUID) -> QualityRequest:
    """Raises QualityRequest.DoesNotExist."""
    return visible_to(actor).get(pk=key)


def dossier(actor: Actor, key: UUID) -> QualityRequest:
    """The same with its organisation and what its last two sendings said: `sent`, `sent_before` (None for the first).

    Raises QualityRequest.DoesNotExist.
    """
    sendings = QualityVersion.objects.filter(request=OuterRef("pk")).order_by("-number").values("content")
    rows = visible_to(actor).select_related("organisation")
    return rows.annotate(sent=Subquery(sendings[:1]), sent_before=Subquery(sendings[1:2])).get(pk=key)


def requests_of(actor: Actor) -> QuerySet[QualityRequest]:
    """Those of the organisation acted for, the latest first."""
    return visible_to(actor).filter(organisation=actor.scope_organisation).order_by("-created_at", "-id")


def documents_visible_to(actor: Actor) -> QuerySet[QualityDocument]:
    """With what each is; the operator sees those that were sent."""
    rows = QualityDocument.objects.select_related("upload")
    if actor.audience == Audience.SYSTEM:
        return rows
    if actor.audience == Audience.OPERATOR:
        return rows.filter(version__lte=F("request__version"))
    return rows.filter(organisation=actor.scope_organisation)


def document(actor: Actor, key: UUID) -> QualityDocument:
    """Raises QualityDocument.DoesNotExist."""
    return documents_visible_to(actor).get(pk=key)


def documents_of(request: QualityRequest, actor: Actor) -> Sequence[QualityDocument]:
    return list(documents_visible_to(actor).filter(request=request).order_by("id"))


def certificates_visible_to(actor: Actor) -> QuerySet[QualityCertificate]:
    rows = QualityCertificate.objects.all()
    if actor.audience in (Audience.OPERATOR, Audience.SYSTEM):
        return rows
    return rows.filter(organisation=actor.scope_organisation)


def certificate(actor: Actor, key: UUID) -> QualityCertificate:
    """Raises QualityCertificate.DoesNotExist."""
    return certificates_visible_to(actor).get(pk=key)


def certificates_of(organisation: UUID) -> QuerySet[QualityCertificate]:
    """Every one ever recorded, the latest to end first."""
    return QualityCertificate.objects.filter(organisation=organisation).order_by("-valid_until", "-recorded_at")


def active_certificates_of(organisation: UUID) -> QuerySet[QualityCertificate]:
    return certificates_of(organisation).filter(state=QualityCertificate.State.ACTIVE)


def standing(organisation: UUID, on: date) -> Standing:
    """What the recorded certificates of an organisation cover on a day, category by category. One statement.

    Later packages ask it before a quote: `standing(organisation, on).covers(Category.TRAINING)`.
    """
    return standing_of(_active_of(organisation), on)


@prepared
def _active_of(organisation: UUID) -> QuerySet[QualityCertificate]:
    return active_certificates_of(organisation)


def standing_of(certificates: Sequence[QualityCertificate], on: date) -> Standing:
    """The same from rows already read; those replaced or revoked do not count."""
    active = [held(one) for one in certificates if one.state == QualityCertificate.State.ACTIVE]
    return rules.standing(active, Category.values, on, settings.WARNING_DAYS.value(on))


@dataclass(frozen=True, slots=True)
class Glance:
    """What a home page says of quality. awaited: the request the operator asked a complement for, if any."""

    standing: Standing
    awaited: UUID | None


def at_a_glance(organisation: UUID, on: date) -> Glance:
    """One statement."""
    found, key = _glance.get(organisation)
    return Glance(rules.standing(map(_held, found), Category.values, on, settings.WARNING_DAYS.value(on)), key)


@prepared
def _glance(organisation: UUID) -> QuerySet[Organisation]:
    certificates = QualityCertificate.objects.filter(
        organisation=OuterRef("pk"), state=QualityCertificate.State.ACTIVE
    ).values(
        found=JSONObject(
            number="number", certifier="certifier", categories="categories", since="valid_from", until="valid_until"
        )
    )
    awaited = QualityRequest.objects.filter(organisation=OuterRef("pk"), state=State.COMPLEMENT).values("pk")[:1]
    return Organisation.objects.filter(pk=organisation).values_list(ArraySubquery(certificates), Subquery(awaited))


def _held(found: Mapping[str, Any]) -> Held:
    since, until = (date.fromisoformat(found[bound]) for bound in ("since", "until"))
    return Held(found["number"], found["certifier"], frozenset(found["categories"]), since, until)


def held(certificate: QualityCertificate) -> Held:
    return Held(
        certificate.number,
        certificate.certifier,
        frozenset(certificate.categories),
        certificate.valid_from,
        certificate.valid_until,
    )


def catalogued_since(organisation: UUID, standing: Standing) -> datetime | None:
    """Since when the provider stands in the quality catalogue: it was accepted there, and a certificate is valid."""
    if standing.state not in (rules.State.VALID, rules.State.EXPIRING):
        return None
    accepted = QualityRequest.objects.filter(organisation=organisation, kind=Kind.CATALOGUE, state=State.ACCEPTED)
    return accepted.order_by("-decided_at").values_list("decided_at", flat=True).first()


def to_remind(on: date) -> QuerySet[QualityCertificate]:
    """The certificates whose provider is owed a reminder on a day: not renewed already, nothing at the operator's.

    A reminder is due so many days before the end, or once it is over, when it was not sent before.
    """
    due = [_due(before, on) for before in settings.reminder_days()]
    over = Q(valid_until__lt=on) & ~Q(reminded__contains=[QualityCertificate.EXPIRED_NOTICE])
    rows = QualityCertificate.objects.filter(
        ~Q(reminded__contains=[QualityCertificate.EXPIRED_NOTICE]),
        reduce(or_, due, over),
        state=QualityCertificate.State.ACTIVE,
    )
    return rows.exclude(Exists(_renewal())).exclude(
        Exists(QualityRequest.objects.filter(OPEN, organisation=OuterRef("organisation")))
    )


def _due(before: int, on: date) -> Q:
    return Q(valid_until__gte=on, valid_until__lte=on + timedelta(days=before)) & ~Q(reminded__contains=[before])


def ending(actor: Actor, until: Any) -> QuerySet[QualityCertificate]:
    """One's own that end until a day, or ended, and that nothing goes on from: no other certificate, no request."""
    rows = certificates_visible_to(actor).filter(state=QualityCertificate.State.ACTIVE, valid_until__lte=until)
    under_way = QualityRequest.objects.filter(OPEN | Q(state=State.COMPLEMENT), organisation=OuterRef("organisation"))
    return rows.exclude(Exists(_renewal())).exclude(Exists(under_way))


def _renewal() -> QuerySet[QualityCertificate]:
    """Another one that goes on where this one ends, for the same categories at least."""
    next_day = ExpressionWrapper(OuterRef("valid_until") + 1, output_field=DateField())
    return QualityCertificate.objects.filter(
        organisation=OuterRef("organisation"),
        state=QualityCertificate.State.ACTIVE,
        valid_until__gt=OuterRef("valid_until"),
        valid_from__lte=next_day,
        categories__contains=OuterRef("categories"),
    )


def live_requests_of(organisation: UUID) -> QuerySet[QualityRequest]:
    return QualityRequest.objects.filter(LIVE, organisation=organisation)


def keepers_of(organisation: UUID) -> list[UUID]:
    """Who can file a request there: whom a reminder concerns."""
    live = Affiliation.objects.filter(organisation=organisation, state="active", rights__overlap=[FILL, MANAGE])
    return list(live.order_by("started_at").values_list("user_id", flat=True))
