"""The operator's page of an application: examined, discussed, decided."""

from http import HTTPStatus
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, journal, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.prepared import prepared
from kairos.identity.memberships import applications, jobs, queries, stamping
from kairos.identity.memberships.lifecycle import Application
from kairos.identity.memberships.models import MembershipApplication, StampedTerms
from kairos.spaces import headers
from kairos.spaces.operator import chrome, dossier_page
from kairos.spaces.operator.dossier_forms import ColleagueForm, MessageForm, ReasonForm, RefusalForm
from kairos.spaces.operator.queue import KIND


def application(actor: Actor, key: UUID) -> MembershipApplication:
    """Raises MembershipApplication.DoesNotExist."""
    return _application.get(actor, key)


@prepared
def _application(actor: Actor, key: UUID) -> QuerySet[MembershipApplication]:
    return queries.visible_to(actor).select_related("membership").filter(pk=key)


def dossier(request: HttpRequest, subject: MembershipApplication) -> HttpResponse:
    """Asked with `vu`, the checks its page shows, the answer is empty while they have not changed."""
    if request.GET.get("vu") == dossier_page.mark(subject):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return _page(request, subject)


def take(request: HttpRequest, subject: MembershipApplication) -> HttpResponse:
    return _done(request, subject, Application.take)


def release(request: HttpRequest, subject: MembershipApplication) -> HttpResponse:
    return _done(request, subject, Application.release)


def recheck(request: HttpRequest, subject: MembershipApplication) -> HttpResponse:
    return _done(request, subject, Application.recheck)


def hand_over(request: HttpRequest, subject: MembershipApplication) -> HttpResponse:
    form = ColleagueForm.of(request)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.does(Application.hand_over, subject, request.actor, **form.cleaned_data)
    ):
        return _back(subject)
    return _question(request, subject, "dossier_hand_over", form)


def write(request: HttpRequest, subject: MembershipApplication) -> HttpResponse:
    if request.method == "GET":
        return _back(subject)
    form = MessageForm(request.POST)
    if form.is_valid() and form.does(Application.write, subject, request.actor, **form.cleaned_data):
        return _back(subject, "#messages")
    return _page(request, subject, message=form)


def ask_complement(request: HttpRequest, subject: MembershipApplication) -> HttpResponse:
    if request.method == "GET":
        return _back(subject)
    form = ReasonForm(subject, request.POST)
    if form.is_valid() and _decided(request, subject, Application.ask_complement, form):
        return _back(subject)
    return _page(request, subject, reason=form)


def accept(request: HttpRequest, subject: MembershipApplication) -> HttpResponse:
    """Asked once more before it is done: an acceptance is not undone."""
    if request.method == "GET":
        return _back(subject)
    form = ReasonForm(subject, request.POST)
    if not form.is_valid() or not _could(request, subject, form):
        return _page(request, subject, reason=form)
    if not request.POST.get("confirme"):
        return _question(request, subject, "dossier_accept", form, status=HTTPStatus.OK)
    if _decided(request, subject, Application.accept, form):
        return _back(subject)
    return _page(request, subject, reason=form)


def refuse(request: HttpRequest, subject: MembershipApplication) -> HttpResponse:
    """The page of the motives is where one makes sure."""
    form = RefusalForm.of(request)
    if request.method == "POST" and form.is_valid() and _decided(request, subject, Application.refuse, form):
        return _back(subject)
    return _question(request, subject, "dossier_refuse", form)


def terms(request: HttpRequest, stamp: StampedTerms) -> HttpResponse:
    """The terms as the provider accepted them."""
    if pdf := stamping.paper(stamp.sha256):
        journal.reading(request.actor, "stamped_terms.read", [stamp.application_id], KIND)
        return HttpResponse(pdf, content_type="application/pdf", headers=headers.file("conditions-acceptees.pdf"))
    jobs.ask_once(jobs.stamp, str(stamp.pk), key=str(stamp.pk))
    response = render(request, "file/application_paper.html", chrome.of(request))
    response["Refresh"] = "3"
    return response


def stamped(actor: Actor, key: UUID) -> StampedTerms:
    return queries.stamps_visible_to(actor).get(pk=key)


def _done(request: HttpRequest, subject: MembershipApplication, act: Act) -> HttpResponse:
    """An act that takes one press and nothing else."""
    if request.method == "GET":
        return _back(subject)
    try:
        engine.run(act, subject, request.actor)
    except Refused as refused:
        return _page(request, subject, refused=refused)
    return _back(subject)


def _decided(request: HttpRequest, subject: MembershipApplication, act: Act, form: ReasonForm | RefusalForm) -> bool:
    try:
        applications.decide(act, subject, request.actor, **form.cleaned_data)
    except Refused as refused:
        form.take(refused)
        return False
    return True


def _could(request: HttpRequest, subject: MembershipApplication, form: ReasonForm) -> bool:
    reasons = engine.obstacles(Application.accept, subject, request.actor, **form.cleaned_data)
    if reasons and not request.POST.get("confirme"):
        form.take(Refused(*reasons))
        return False
    return True


def _back(subject: MembershipApplication, anchor: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("operator:application", args=[subject.pk]) + anchor)


def _question(
    request: HttpRequest,
    subject: MembershipApplication,
    name: str,
    form: ReasonForm | RefusalForm | ColleagueForm,
    status: int | None = None,
) -> HttpResponse:
    """The whole dossier is read again for what an acceptance rests on; the other questions name the request alone."""
    usual = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    now = application(request.actor, subject.pk) if form.is_bound else subject
    journal.reading(request.actor, "membership_application.read", [subject.pk], KIND, subject.organisation_id)
    return render(
        request,
        f"operator/{name}.html",
        chrome.of(request),
        status=status or usual,
        dossier=dossier_page.read(now, request.actor) if name == "dossier_accept" else dossier_page.Asked(now),
        form=form,
    )


def _page(
    request: HttpRequest,
    subject: MembershipApplication,
    *,
    reason: ReasonForm | None = None,
    message: MessageForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    """After a refusal the request is read again: what happened meanwhile is on the page."""
    again = reason or message or refused
    now = application(request.actor, subject.pk) if again else subject
    journal.reading(request.actor, "membership_application.read", [now.pk], KIND, now.organisation_id)
    return render(
        request,
        "operator/dossier.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if again else HTTPStatus.OK,
        dossier=dossier_page.read(now, request.actor),
        mark=dossier_page.mark(now),
        may_stop=permissions.holds(request.actor, "stops.decide"),
        reason=reason or ReasonForm.unsent(request, now),
        message=message or MessageForm.unsent(request, initial={"token": new_id()}),
        reasons=[(one.message, None) for one in refused.reasons] if refused else [],
    )
