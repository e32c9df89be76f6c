"""The file of a session for an inspector: asked with a reason, made by the worker, then downloaded."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.identity.accounts import people
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.bundles import keeping, manifest, queries, settings
from kairos.path.bundles.lifecycle import SessionFile
from kairos.path.bundles.models import SessionBundle
from kairos.path.enrolments.queries import trainees
from kairos.people.access import reading
from kairos.spaces import headers
from kairos.spaces.forms import Form
from kairos.spaces.persons.forms import reason_field
from kairos.spaces.provider.kairos import chrome
from kairos.spaces.session.fresh import require_fresh

State = SessionBundle.State
SIGNS = {State.WAITING: "info", State.READY: "ok", State.FAILED: "bad", State.ERASED: "idle"}


class BundleForm(Form):
    reason = reason_field(
        "Pour quel contrôle", "Qui contrôle, et à quel titre. C’est écrit dans le dossier et au journal."
    )


def page(request: HttpRequest, subject: TrainingSession) -> HttpResponse:
    """What was made of this session, and the form; asked for after a fresh proof, as every export."""
    if request.method == "POST":
        require_fresh(request)
    form = BundleForm.of(request)
    if form.is_bound and form.is_valid():
        try:
            engine.run(SessionFile.ask, _new(subject), request.actor, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.take(refused)
        else:
            return HttpResponseRedirect(reverse("candidates:bundle", args=[subject.pk]))
    rows = queries.of_session(request.actor, subject.pk)
    return render(
        request,
        "candidates/bundle.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        row=subject,
        rows=rows,
        live=any(row.state == State.WAITING for row in rows),
        signs=SIGNS,
        names=people.names_of(row.asked_by for row in rows),
        people=trainees(request.actor, subject.pk).count(),
        days=settings.KEPT_DAYS.value(),
        key=manifest.key(),
        form=form,
    )


def download(request: HttpRequest, subject: SessionBundle) -> HttpResponseBase:
    """Counted as an export of everybody it names, each time. Raises SessionBundle.DoesNotExist once it is gone, or
    when it names somebody whom the organisation reads no more."""
    require_fresh(request)
    found = keeping.path(subject)
    if found is None or not queries.all_still_read(subject):
        raise SessionBundle.DoesNotExist
    reading.shown(request.actor, "bundles.downloaded", subject.people, reason=subject.reason)
    told = headers.file("dossier-de-controle.zip", saved=True) | {"Content-Length": str(subject.size)}
    return StreamingHttpResponse(keeping.pieces(found), content_type="application/zip", headers=told)


def _new(session: TrainingSession) -> SessionBundle:
    return SessionBundle(
        organisation_id=session.organisation_id,
        establishment_id=session.establishment_id,
        session=session,
        title=session.delivery.course.title or session.number,
    )
