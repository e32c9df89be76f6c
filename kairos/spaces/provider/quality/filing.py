"""One request at its provider's: written with its documents, sent, followed, withdrawn."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, journal
from kairos.foundation.guards import Refused
from kairos.foundation.uploads.receiving import takes_files
from kairos.identity.quality import queries, requests
from kairos.identity.quality.lifecycle import Request
from kairos.identity.quality.models import QualityDocument, QualityRequest
from kairos.spaces import uploads
from kairos.spaces.provider.file import chrome
from kairos.spaces.provider.quality import forms, reading
from kairos.spaces.provider.quality.forms import RequestForm

State, Kind = QualityRequest.State, QualityDocument.Kind
WRITTEN = (State.DRAFT, State.COMPLEMENT)
SEND, SAVED = "envoyer", "enregistre"


@takes_files
def page(request: HttpRequest, subject: QualityRequest) -> HttpResponse:
    if request.method == "POST":
        return _post(request, subject)
    return _page(request, subject, forms.of(subject) if subject.state in WRITTEN else None)


def withdraw(request: HttpRequest, subject: QualityRequest) -> HttpResponse:
    """Asked once more before it is done."""
    reasons = []
    if request.method == "POST":
        try:
            engine.run(Request.withdraw, subject, request.actor)
            return HttpResponseRedirect(reverse("quality:request", args=[subject.pk]))
        except Refused as refused:
            reasons = [(reason.message, None) for reason in refused.reasons]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if reasons else HTTPStatus.OK
    return render(
        request, "quality/withdraw.html", chrome.of(request), status=status, request_=subject, reasons=reasons
    )


def document(request: HttpRequest, subject: QualityDocument) -> HttpResponse:
    journal.reading(request.actor, "quality.document", [subject.pk], "quality.qualitydocument", subject.organisation_id)
    return uploads.attachment(subject.upload)


def _post(request: HttpRequest, subject: QualityRequest) -> HttpResponse:
    """Every good file is kept, whatever else is refused; then the words; then what the button asks."""
    form = RequestForm(request.POST, request.FILES)
    form.is_valid()
    sending = request.POST.get("faire") == SEND
    kept = _joined(request, subject, form) and _saved(request, subject, form)
    kept = kept and _taken_back(request, subject, form) and not form.errors
    if kept and not sending:
        return HttpResponseRedirect(f"{reverse('quality:request', args=[subject.pk])}?{SAVED}=1")
    if kept and _sent(request, subject, form):
        return HttpResponseRedirect(reverse("quality:request", args=[subject.pk]))
    now = queries.request(request.actor, subject.pk)
    if sending and not kept:
        _say_what_lacks(request, now, form)
    return _page(request, now, form)


def _joined(request: HttpRequest, subject: QualityRequest, form: RequestForm) -> bool:
    for kind in Kind.values:
        for one in form.fields[kind].documents:
            try:
                requests.attach(subject, request.actor, one, kind)
            except Refused as refused:
                return _placed(form, refused)
    return True


def _saved(request: HttpRequest, subject: QualityRequest, form: RequestForm) -> bool:
    """Not while a field cannot be read: what was typed is shown again."""
    if any(name in form.errors for name in forms.FACTS):
        return False
    try:
        now = requests.edit(subject, request.actor, form.facts, form.seen_at)
    except Refused as refused:
        now = queries.request(request.actor, subject.pk)
        form.now_seen(now)
        return _placed(form, refused)
    form.now_seen(now)
    return True


def _taken_back(request: HttpRequest, subject: QualityRequest, form: RequestForm) -> bool:
    for typed in request.POST.getlist("retirer"):
        try:
            engine.run(Request.detach, subject, request.actor, document=UUID(typed))
        except ValueError:
            continue
        except Refused as refused:
            return _placed(form, refused)
    return True


def _sent(request: HttpRequest, subject: QualityRequest, form: RequestForm) -> bool:
    try:
        requests.send(subject, request.actor, form.cleaned_data["token"])
    except Refused as refused:
        return _placed(form, refused)
    return True


def _say_what_lacks(request: HttpRequest, now: QualityRequest, form: RequestForm) -> None:
    """What stands in the way of the sending besides what cannot be read: every reason at once."""
    form.write_readable_on(now)
    obstacles = engine.obstacles(requests.sending(now), now, request.actor)
    form.take(Refused(*(reason for reason in obstacles if reason.field not in form.errors)))


def _placed(form: RequestForm, refused: Refused) -> bool:
    form.take(refused)
    return False


def _page(request: HttpRequest, subject: QualityRequest, form: RequestForm | None) -> HttpResponse:
    """`form`: None when there is nothing to write."""
    shown = reading.read(subject, request.actor)
    if form and not shown.certificate_joined:
        form.ask_certificate()
    if shown.documents:
        ids = [subject.pk]
        journal.reading(request.actor, "quality_request.read", ids, "quality.qualityrequest", subject.organisation_id)
    return render(
        request,
        "quality/draft.html" if form and subject.state in WRITTEN else "quality/request.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form and form.is_bound else HTTPStatus.OK,
        page=shown,
        form=form,
        saved=SAVED in request.GET,
    )
