"""« Revues des accès »: those of the organisation, and the one under way: decided line by line or at once, signed."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, journal
from kairos.foundation.actor import Actor
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.ids import new_id
from kairos.identity.habilitations.models import AccessReview
from kairos.identity.habilitations.reviews import printing, queries, settings
from kairos.identity.habilitations.reviews.lifecycle import Review
from kairos.identity.organisations.models import Organisation
from kairos.spaces import headers, site
from kairos.spaces.forms import Form, TextField
from kairos.spaces.provider.gid import chrome, reviews_lines

KIND = "habilitations.accessreview"
KEEP_REST, SIGN = "garder-le-reste", "signer"


class SignForm(Form):
    statement = TextField(
        label="Ce que vous signez",
        max_length=300,
        multiline=True,
        empty="Écrivez la phrase que vous signez.",
        help_text="Par exemple : « J’ai revu chaque accès avec les responsables de site. »",
    )


def review(actor: Actor, key: UUID) -> AccessReview:
    return queries.review(actor, key)


def home(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """POST begins one."""
    reasons: list[tuple[str, None]] = []
    if request.method == "POST":
        try:
            row = engine.run(Review.open, AccessReview(id=new_id(), organisation_id=subject.pk), request.actor)
            return _to(row.pk)
        except Refused as refused:
            reasons = [(reason.message, None) for reason in refused.reasons]
    listed = list(queries.visible_to(request.actor)[: reviews_lines.SIZE])
    return render(
        request,
        "gid/reviews.html",
        chrome.of(request),
        status=_status(reasons),
        reasons=reasons,
        reviews=listed,
        running=reviews_lines.under_way(request.actor),
        next_on=reviews_lines.next_on(listed),
        names=reviews_lines.signers(listed),
        period=settings.PERIOD_MONTHS.value(),
    )


def page(request: HttpRequest, subject: AccessReview) -> HttpResponse:
    if request.method == "POST":
        return _post(request, subject)
    return _page(request, subject)


def pdf(request: HttpRequest, subject: AccessReview) -> HttpResponse:
    if subject.state == AccessReview.State.OPEN:
        raise Http404
    journal.reading(request.actor, "access_review.pdf", [subject.pk], KIND)
    content = printing.pdf(subject, site.letterhead())
    told = headers.file(f"revue-des-acces-{subject.ended_at:%Y-%m-%d}.pdf")
    return HttpResponse(content, content_type="application/pdf", headers=told)


def _post(request: HttpRequest, subject: AccessReview) -> HttpResponse:
    """Whatever button is pressed, what was typed in the lines is saved first."""
    asked, form = request.POST.get("faire", ""), None
    try:
        if choices := reviews_lines.typed(request.POST):
            engine.run(Review.decide, subject.pk, request.actor, choices=choices)
        if asked == KEEP_REST:
            engine.run(Review.keep_rest, subject.pk, request.actor)
        if asked == SIGN:
            form = SignForm(request.POST)
            if not form.is_valid():
                return _page(request, subject, form=form)
            engine.run(Review.sign, subject.pk, request.actor, **form.cleaned_data)
    except AlreadyDone:
        pass
    except Refused as refused:
        return _page(request, subject, form=form, refused=refused)
    return HttpResponseRedirect(request.get_full_path() if asked != SIGN else _address(subject.pk))


def _page(
    request: HttpRequest, subject: AccessReview, *, form: SignForm | None = None, refused: Refused | None = None
) -> HttpResponse:
    if request.method == "POST":
        subject = review(request.actor, subject.pk)
    shown: Any = reviews_lines.read(subject, request.GET, request.POST)
    journal.reading(request.actor, "access_review.read", [subject.pk], KIND)
    reasons = [(reason.message, shown.field(reason.field)) for reason in refused.reasons] if refused else []
    wrong = bool(reasons or (form and form.errors))
    return render(
        request,
        "gid/review.html",
        chrome.of(request),
        status=_status(wrong),
        review=subject,
        page=shown,
        filters=reviews_lines.FILTERS,
        reasons=reasons,
        form=form or SignForm.unsent(request),
    )


def _status(wrong: Any) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK


def _address(key: UUID) -> str:
    return reverse("gid:review", args=[key])


def _to(key: UUID) -> HttpResponse:
    return HttpResponseRedirect(_address(key))
