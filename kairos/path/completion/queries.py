"""The doors to bilans and certificates, and to who still has none."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from kairos.foundation.actor import Actor, Audience
from kairos.path.completion.models import FinalReview, IssuedCertificate
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.models import Enrolment

State = FinalReview.State


def visible_to(actor: Actor) -> QuerySet[FinalReview]:
    """What the database shows, where one's rights are held; nobody for visitors and the operator."""
    rows = FinalReview.objects.select_related("enrolment", "person")
    if actor.audience in (Audience.ANONYMOUS, Audience.OPERATOR):
        return rows.none()
    if actor.audience != Audience.PROVIDER:
        return rows
    own = rows.filter(organisation=actor.scope_organisation)
    places = enrolments.narrowed_to(actor)
    return own if places is None else own.filter(establishment__in=places)


def provided(actor: Actor, key: UUID) -> FinalReview:
    """For the provider who writes it. Raises FinalReview.DoesNotExist."""
    if actor.audience != Audience.PROVIDER:
        raise FinalReview.DoesNotExist
    return visible_to(actor).get(pk=key)


def of_enrolment(actor: Actor, enrolment: UUID) -> list[FinalReview]:
    """Its versions, the latest first, without those that were abandoned."""
    rows = visible_to(actor).filter(enrolment=enrolment).exclude(state=State.ABANDONED)
    return list(rows.order_by("-version"))


def current(versions: list[FinalReview]) -> FinalReview | None:
    """Of `of_enrolment`; None when the last one was withdrawn, and only former ones are left."""
    return next((one for one in versions if one.state != State.REPLACED), None)


def told(actor: Actor, person: UUID) -> list[FinalReview]:
    """What was shared of this person's trainings, the latest first; what was replaced since too."""
    rows = visible_to(actor).filter(person=person, state__in=(State.SHARED, State.REPLACED))
    return list(rows.order_by("-enrolment__state_since", "enrolment", "-version"))


def without(actor: Actor, before: datetime | None = None) -> QuerySet[Enrolment]:
    """Who is out and whose bilan is not shared; `before`: out since then at least."""
    told = FinalReview.objects.filter(enrolment=OuterRef("pk"), state=State.SHARED)
    rows = enrolments.visible_to(actor).filter(enrolments.OUT).exclude(Exists(told))
    return rows if before is None else rows.filter(state_since__lt=before)


def certificates(actor: Actor) -> QuerySet[IssuedCertificate]:
    """Those that hold, of whom the actor reads the training."""
    rows = IssuedCertificate.objects.filter(state=IssuedCertificate.State.ISSUED)
    return rows.filter(enrolment__in=enrolments.visible_to(actor)).select_related("enrolment__person")


def certificate_of(actor: Actor, enrolment: UUID) -> IssuedCertificate | None:
    return certificates(actor).filter(enrolment=enrolment).first()


def own_certificate(actor: Actor, key: UUID) -> IssuedCertificate:
    """For the person. Raises IssuedCertificate.DoesNotExist."""
    return _certificate(actor, key, Audience.JOBSEEKER)


def certificate_followed(actor: Actor, key: UUID) -> IssuedCertificate:
    """For whoever follows the person. Raises IssuedCertificate.DoesNotExist."""
    return _certificate(actor, key, Audience.AGENCY)


def _certificate(actor: Actor, key: UUID, audience: Audience) -> IssuedCertificate:
    if actor.audience != audience:
        raise IssuedCertificate.DoesNotExist
    return certificates(actor).get(pk=key)
