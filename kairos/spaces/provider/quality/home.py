"""How an organisation's quality stands: what is covered until when, its certificates, its requests."""

from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.identity.organisations.models import Organisation
from kairos.identity.quality import queries, registered, requests, rules, settings
from kairos.identity.quality.models import Category, QualityCertificate, QualityRequest
from kairos.identity.quality.registered import Listed
from kairos.identity.quality.rules import Standing
from kairos.spaces import registers
from kairos.spaces.provider.file import chrome

Kind = QualityRequest.Kind
MOST = 50
OVER = (QualityRequest.State.ACCEPTED, QualityRequest.State.REFUSED, QualityRequest.State.WITHDRAWN)


@dataclass(frozen=True)
class Overview:
    """certificates, requests: the latest first. mayask: whether one may file a request here."""

    standing: Standing
    certificates: list[QualityCertificate]
    requests: list[QualityRequest]
    catalogued_since: datetime | None
    listed: Listed
    may_ask: bool

    @property
    def live(self) -> dict[str, QualityRequest]:
        """Kind → the request of that kind that is not decided."""
        return {one.kind: one for one in self.requests if one.state not in OVER}

    def audit(self, certificate: QualityCertificate) -> tuple[date, date]:
        months = settings.AUDIT_FROM_MONTH.value(), settings.AUDIT_TO_MONTH.value()
        return rules.audit_window(certificate.valid_from, *months)


def home(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    return _home(request, organisation)


def begin(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """A new draft; the same press twice opens the same one."""
    if request.method == "GET":
        return HttpResponseRedirect(reverse("quality:home"))
    try:
        draft = requests.open_(_key(request.POST.get("token", "")), _kind(request), request.actor)
    except Refused as refused:
        return _home(request, organisation, refused)
    return HttpResponseRedirect(reverse("quality:request", args=[draft.pk]))


def overview(actor: Actor, organisation: Organisation) -> Overview:
    certificates = list(queries.certificates_of(organisation.pk))
    standing = queries.standing_of(certificates, clock.today())
    covered = [category for category in Category.values if standing.covers(category)]
    answer = registered.ask(organisation, registers.for_this_request())
    return Overview(
        standing,
        certificates,
        list(queries.requests_of(actor)[:MOST]),
        queries.catalogued_since(organisation.pk, standing),
        registered.beside(covered, answer),
        permissions.holds(actor, "quality.request", organisation),
    )


def _home(request: HttpRequest, organisation: Organisation, refused: Refused | None = None) -> HttpResponse:
    return render(
        request,
        "quality/home.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        overview=overview(request.actor, organisation),
        organisation=organisation,
        labels=dict(Category.choices),
        reasons=[(reason.message, None) for reason in refused.reasons] if refused else [],
        decision_days=settings.DECISION_DAYS.value(),
        tokens={kind: new_id() for kind in Kind.values},
    )


def _kind(request: HttpRequest) -> str:
    return Kind.CATALOGUE if request.POST.get("type") == Kind.CATALOGUE else Kind.ATTESTATION


def _key(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        return new_id()
