"""The operator's page of a quality request: examined with its documents, decided; a certificate revoked."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, journal
from kairos.foundation.engine import Act
from kairos.foundation.guards import Refused
from kairos.identity.quality import queries, requests
from kairos.identity.quality.lifecycle import Certificate, Request
from kairos.identity.quality.models import QualityCertificate, QualityDocument, QualityRequest
from kairos.spaces import uploads
from kairos.spaces.forms import Form
from kairos.spaces.operator import chrome, quality_page
from kairos.spaces.operator.quality import KIND
from kairos.spaces.operator.quality_forms import ComplementForm, RefusalForm, RevocationForm


def dossier(request: HttpRequest, subject: QualityRequest) -> HttpResponse:
    return _page(request, subject)


def take(request: HttpRequest, subject: QualityRequest) -> HttpResponse:
    return _done(request, subject, Request.take)


def release(request: HttpRequest, subject: QualityRequest) -> HttpResponse:
    return _done(request, subject, Request.release)


def recheck(request: HttpRequest, subject: QualityRequest) -> HttpResponse:
    return _done(request, subject, Request.recheck)


def accept(request: HttpRequest, subject: QualityRequest) -> HttpResponse:
    """A certificate recorded by mistake is revoked: nothing asks twice."""
    if request.method == "GET":
        return _back(subject)
    try:
        requests.decide(Request.accept, subject, request.actor)
    except Refused as refused:
        return _page(request, subject, refused=refused)
    return _back(subject)


def ask_complement(request: HttpRequest, subject: QualityRequest) -> HttpResponse:
    if request.method == "GET":
        return _back(subject)
    form = ComplementForm(request.POST)
    if form.is_valid() and _decided(request, subject, Request.ask_complement, form):
        return _back(subject)
    return _page(request, subject, form=form)


def refuse(request: HttpRequest, subject: QualityRequest) -> HttpResponse:
    """The page of the motives is where one makes sure."""
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _decided(request, subject, Request.refuse, form):
        return _back(subject)
    journal.reading(request.actor, "quality_request.read", [subject.pk], KIND, subject.organisation_id)
    return _render(request, "refuse", form, request_=queries.dossier(request.actor, subject.pk))


def revoke(request: HttpRequest, subject: QualityCertificate) -> HttpResponse:
    form = RevocationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            engine.run(Certificate.revoke, subject, request.actor, **form.cleaned_data)
        except Refused as refused:
            form.take(refused)
        else:
            return HttpResponseRedirect(reverse("operator:quality_request", args=[subject.request_id]))
    request_ = queries.dossier(request.actor, subject.request_id)
    journal.reading(request.actor, "quality_request.read", [request_.pk], KIND, subject.organisation_id)
    return _render(request, "revoke", form, certificate=subject, request_=request_)


def document(request: HttpRequest, subject: QualityDocument) -> HttpResponse:
    journal.reading(request.actor, "quality.document", [subject.pk], "quality.qualitydocument", subject.organisation_id)
    return uploads.attachment(subject.upload)


def _done(request: HttpRequest, subject: QualityRequest, act: Act) -> HttpResponse:
    """An act that takes one press and nothing else."""
    if request.method == "GET":
        return _back(subject)
    try:
        engine.run(act, subject, request.actor)
    except Refused as refused:
        return _page(request, subject, refused=refused)
    return _back(subject)


def _decided(request: HttpRequest, subject: QualityRequest, act: Act, form: Form) -> bool:
    try:
        requests.decide(act, subject, request.actor, **form.cleaned_data)
    except Refused as refused:
        form.take(refused)
        return False
    return True


def _back(subject: QualityRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("operator:quality_request", args=[subject.pk]))


def _page(
    request: HttpRequest,
    subject: QualityRequest,
    *,
    form: ComplementForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    """After a refusal the request is read again: what happened meanwhile is on the page."""
    again = bool(form or refused)
    now = queries.dossier(request.actor, subject.pk) if again else subject
    journal.reading(request.actor, "quality_request.read", [now.pk], KIND, now.organisation_id)
    return _render(
        request,
        "dossier",
        form or ComplementForm(),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if again else HTTPStatus.OK,
        dossier=quality_page.read(now, request.actor),
        reasons=[(reason.message, None) for reason in refused.reasons] if refused else [],
    )


def _render(request: HttpRequest, name: str, form: Form, *, status: int | None = None, **context: Any) -> HttpResponse:
    usual = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    template = f"operator/quality_{name}.html"
    return render(request, template, chrome.of(request), status=status or usual, form=form, **context)
