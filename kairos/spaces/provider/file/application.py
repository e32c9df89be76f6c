"""« Demande d’adhésion »: recorded, validated, followed until the decision."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, journal
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.ids import new_id
from kairos.identity.memberships import applications, jobs, queries, stamping
from kairos.identity.memberships.lifecycle import Application
from kairos.identity.memberships.models import MembershipApplication, StampedTerms, TermsVersion
from kairos.identity.organisations.models import Organisation
from kairos.spaces import headers
from kairos.spaces.forms import TokenField
from kairos.spaces.provider.file import application_page, chrome
from kairos.spaces.provider.file.application_forms import MessageForm, SubmissionForm
from kairos.spaces.routes import OrganisationRequired


def own_application(actor: Actor, key: UUID) -> MembershipApplication:
    """Raises MembershipApplication.DoesNotExist for another organisation's."""
    _require_organisation(actor)
    return queries.visible_to(actor).select_related("organisation", "membership").get(pk=key)


def own_stamp(actor: Actor, key: UUID) -> StampedTerms:
    _require_organisation(actor)
    return queries.stamps_visible_to(actor).get(pk=key)


def _require_organisation(actor: Actor) -> None:
    if actor.audience == Audience.PROVIDER and actor.organisation is None:
        raise OrganisationRequired


def latest(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The last request; a POST records a new one."""
    if request.method == "POST":
        return _saved(request, organisation)
    return _page(request, organisation, queries.latest(request.actor))


def _saved(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    try:
        applications.save(TokenField().clean(request.POST.get("token")), request.actor)
    except AlreadyDone:
        pass
    except Refused as refused:
        return _page(request, organisation, queries.latest(request.actor), refused=refused)
    return HttpResponseRedirect(reverse("file:application"))


def one(request: HttpRequest, application: MembershipApplication) -> HttpResponse:
    """One request; asked with `vu`, what its page stands for, the answer is empty while nothing changed."""
    if request.method == "POST":
        return _submitted(request, application)
    seen = request.GET.get("vu")
    if seen and seen == application_page.mark(application.pk, request.actor):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return _page(request, application.organisation, application)


def _submitted(request: HttpRequest, application: MembershipApplication) -> HttpResponse:
    form = SubmissionForm(request.POST)
    form.full_clean()
    try:
        applications.submit(application, request.actor, **form.cleaned_data)
    except Refused as refused:
        form.take(refused)
        return _page(request, application.organisation, _again(request, application), form=form)
    return HttpResponseRedirect(reverse("file:application"))


def abandon(request: HttpRequest, application: MembershipApplication) -> HttpResponse:
    """Asked first, on a page of its own."""
    reasons = []
    if request.method == "POST":
        try:
            engine.run(Application.abandon, application, request.actor)
            return HttpResponseRedirect(reverse("file:application"))
        except Refused as refused:
            reasons = _listed(refused)
    return render(
        request,
        "file/application_abandon.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if reasons else HTTPStatus.OK,
        application=application,
        reasons=reasons,
    )


def write(request: HttpRequest, application: MembershipApplication) -> HttpResponse:
    if request.method == "GET":
        return HttpResponseRedirect(reverse("file:application_one", args=[application.pk]))
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            engine.run(Application.write, application, request.actor, **form.cleaned_data)
        except AlreadyDone:
            pass
        except Refused as refused:
            form.take(refused)
    if form.is_valid():
        return HttpResponseRedirect(reverse("file:application_one", args=[application.pk]) + "#messages")
    return _page(request, application.organisation, _again(request, application), message=form)


def terms_pdf(request: HttpRequest, version: str) -> HttpResponse:
    """The terms without a stamp, to be read before accepting them. Raises TermsVersion.DoesNotExist."""
    row = TermsVersion.objects.get(pk=version)
    if pdf := stamping.paper(row.pdf_sha256):
        return _paper(pdf, f"conditions-{version}.pdf")
    jobs.ask_once(jobs.print_terms, version, version=version)
    return _in_the_making(request)


def stamped(request: HttpRequest, stamp: StampedTerms) -> HttpResponse:
    if pdf := stamping.paper(stamp.sha256):
        return _paper(pdf, f"conditions-acceptees-{stamp.stamp['acceptance']['application']}.pdf")
    jobs.ask_once(jobs.stamp, str(stamp.pk), key=str(stamp.pk))
    return _in_the_making(request)


def _paper(pdf: bytes, name: str) -> HttpResponse:
    return HttpResponse(pdf, content_type="application/pdf", headers=headers.file(name))


def _in_the_making(request: HttpRequest) -> HttpResponse:
    """The browser asks again by itself, without script."""
    response = render(request, "file/application_paper.html", chrome.of(request))
    response["Refresh"] = "3"
    return response


def _listed(refused: Refused) -> list[tuple[str, str | None]]:
    return [(reason.message, reason.link or None) for reason in refused.reasons]


def _again(request: HttpRequest, application: MembershipApplication) -> MembershipApplication:
    """As it is now: a refusal may come from what somebody else did."""
    return queries.visible_to(request.actor).get(pk=application.pk)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    application: MembershipApplication | None,
    *,
    form: SubmissionForm | None = None,
    message: MessageForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    page = application_page.read(organisation, application, request.actor)
    if application:
        journal.reading(request.actor, "membership_application.read", [application.pk],
                        "memberships.membershipapplication", organisation.pk)  # fmt: skip
    initial = {"terms": page.terms.version if page.terms else "", "token": new_id()}
    return render(
        request,
        "file/application.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form or message or refused else HTTPStatus.OK,
        page=page,
        titled=application_page.titled,
        form=form or SubmissionForm.unsent(request, initial=initial),
        message=message or MessageForm.unsent(request, initial={"token": new_id()}),
        reasons=_listed(refused) if refused else (),
        token=new_id(),
    )
