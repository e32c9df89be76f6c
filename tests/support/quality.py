"""A quality request in each state, each built from the one before, through acts alone."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from kairos.foundation import clock, engine
from kairos.foundation.engine import Act
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.uploads.examining import examine
from kairos.identity.quality import requests
from kairos.identity.quality.facts import Facts
from kairos.identity.quality.lifecycle import Certificate, Request
from kairos.identity.quality.models import Category, QualityCertificate, QualityDocument, QualityRequest
from tests.support import papers
from tests.support.people import Someone

Kind = QualityRequest.Kind


def facts(**changes) -> Facts:
    """A certificate of three years that began a year ago."""
    since = clock.today() - timedelta(days=365)
    known = Facts("RNQ-2025-0042", "Certif’Exemple", (Category.TRAINING,), since, since + timedelta(days=1094))
    return replace(known, **changes)


def drafted(provider: Someone, kind: str = Kind.ATTESTATION) -> QualityRequest:
    with scope(provider.actor):
        return requests.open_(new_id(), kind, provider.actor)


def filled(provider: Someone, kind: str = Kind.ATTESTATION, **changes) -> QualityRequest:
    """DRAFT, complete, the certificate joined."""
    request = drafted(provider, kind)
    edit(request, provider, facts(**changes))
    join(request, provider)
    return fresh(request, provider)


def edit(request: QualityRequest, provider: Someone, claimed: Facts) -> QualityRequest:
    with scope(provider.actor):
        seen = QualityRequest.objects.get(pk=request.pk).modified_at
        return requests.edit(request, provider.actor, claimed, seen)


def join(
    request: QualityRequest,
    provider: Someone,
    content: bytes = papers.pdf(),
    name: str = "certificat.pdf",
    kind: str = QualityDocument.Kind.CERTIFICATE,
) -> QualityDocument:
    with scope(provider.actor):
        requests.attach(request, provider.actor, examine(papers.sent(content, name)), kind)
        return request.documents.order_by("-id").first()


def send(request: QualityRequest, provider: Someone, token: UUID | None = None) -> QualityRequest:
    with scope(provider.actor):
        requests.send(request, provider.actor, token or new_id())
    return fresh(request, provider)


def sent(provider: Someone, kind: str = Kind.ATTESTATION, **changes) -> QualityRequest:
    """SUBMITTED."""
    return send(filled(provider, kind, **changes), provider)


def in_review(provider: Someone, officer: Someone, kind: str = Kind.ATTESTATION, **changes) -> QualityRequest:
    return do(Request.take, sent(provider, kind, **changes), officer)


def awaiting(provider: Someone, officer: Someone) -> QualityRequest:
    """COMPLEMENT."""
    return do(Request.ask_complement, in_review(provider, officer), officer, reason="La page 2 manque.")


def accepted(provider: Someone, officer: Someone, kind: str = Kind.ATTESTATION, **changes) -> QualityRequest:
    return do(Request.accept, in_review(provider, officer, kind, **changes), officer)


def recorded(provider: Someone, officer: Someone, **changes) -> QualityCertificate:
    """ACTIVE."""
    request = accepted(provider, officer, **changes)
    with scope(provider.actor):
        return QualityCertificate.objects.get(request=request)


def ending(provider: Someone, officer: Someone, until: date, **changes) -> QualityCertificate:
    """A certificate recorded a while before its last day, however long ago that is."""
    before = clock.now().replace(hour=10) - (clock.today() - until) - timedelta(days=200)
    with clock.fixed(before):
        return recorded(provider, officer, valid_until=until, **changes)


def refused(provider: Someone, officer: Someone) -> QualityRequest:
    return do(Request.refuse, in_review(provider, officer), officer, motive="Certificat expiré", reason="")


def revoked(provider: Someone, officer: Someone) -> QualityCertificate:
    return do(Certificate.revoke, recorded(provider, officer), officer, reason="Retiré par le certificateur.")


def do(act: Act, row, someone: Someone, **details):
    with scope(someone.actor):
        engine.run(act, row.pk, someone.actor, **details)
    return fresh(row, someone)


def fresh(row, someone: Someone):
    with scope(someone.actor):
        return type(row).objects.get(pk=row.pk)
