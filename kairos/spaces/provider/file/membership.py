"""« Mon adhésion »: its term, what it asks, the exchange with the operator; reachable when the portal is closed too."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import journal
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.engine import Act
from kairos.foundation.ids import new_id
from kairos.identity.memberships.life import queries
from kairos.identity.memberships.life.lifecycle import MembershipLife
from kairos.identity.memberships.models import Membership
from kairos.identity.memberships.procedures.lifecycle import AccessProcedure
from kairos.spaces.forms import Form
from kairos.spaces.provider.file import chrome, membership_page
from kairos.spaces.provider.file.application_forms import MessageForm
from kairos.spaces.provider.file.membership_forms import AnswerForm, LeaveForm, LossForm, TermsForm
from kairos.spaces.routes import OrganisationRequired

KIND = "memberships.membership"


def own(actor: Actor) -> Membership:
    """The last membership of the organisation acted for. Raises Membership.DoesNotExist before the first one."""
    if actor.audience == Audience.PROVIDER and actor.organisation is None:
        raise OrganisationRequired
    if membership := queries.latest(actor):
        return membership
    raise Membership.DoesNotExist


def membership(request: HttpRequest, subject: Membership) -> HttpResponse:
    return _page(request, subject)


def renew(request: HttpRequest, subject: Membership) -> HttpResponse:
    return _sent(request, subject, MembershipLife.ask_renewal, TermsForm, "terms")


def accept_terms(request: HttpRequest, subject: Membership) -> HttpResponse:
    return _sent(request, subject, MembershipLife.accept_terms, TermsForm, "terms")


def write(request: HttpRequest, subject: Membership) -> HttpResponse:
    return _sent(request, subject, MembershipLife.write, MessageForm, "message")


def stay(request: HttpRequest, subject: Membership) -> HttpResponse:
    return _sent(request, subject, MembershipLife.stay, Form, "stay")


def answer(request: HttpRequest, subject: Membership) -> HttpResponse:
    if request.method == "GET":
        return _back()
    form = AnswerForm(request.POST)
    running = queries.running(subject)
    if running is None:
        form.add_error(None, "La procédure est close entre-temps : relisez la page.")
    elif form.is_valid() and form.does(AccessProcedure.answer, running, request.actor, **form.cleaned_data):
        return _back()
    return _page(request, own(request.actor), answer=form)


def leave(request: HttpRequest, subject: Membership) -> HttpResponse:
    return _asked(request, subject, MembershipLife.ask_to_leave, LeaveForm.of(request), "file/membership_leave.html")


def lose(request: HttpRequest, subject: Membership) -> HttpResponse:
    return _asked(request, subject, MembershipLife.note_loss, LossForm.of(request), "file/membership_loss.html")


def _sent(request: HttpRequest, subject: Membership, act: Act, form_class: type[Form], name: str) -> HttpResponse:
    """A form of the page itself."""
    if request.method == "GET":
        return _back()
    form = form_class(request.POST)
    if form.is_valid() and form.does(act, subject, request.actor, **form.cleaned_data):
        return _back()
    return _page(request, own(request.actor), **{name: form})


def _asked(request: HttpRequest, subject: Membership, act: Act, form: Form, template: str) -> HttpResponse:
    """A page that asks first."""
    if form.is_bound and form.is_valid() and form.does(act, subject, request.actor, **form.cleaned_data):
        return _back()
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, template, chrome.of(request), status=status, membership=subject, form=form)


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("file:membership"))


def _page(
    request: HttpRequest,
    subject: Membership,
    *,
    terms: Form | None = None,
    message: Form | None = None,
    answer: Form | None = None,
    stay: Form | None = None,
) -> HttpResponse:
    journal.reading(request.actor, "membership.read", [subject.pk], KIND, subject.organisation_id)
    page = membership_page.read(subject, request.actor)
    initial = {"terms": page.terms.version if page.terms else "", "token": new_id()}
    return render(
        request,
        "file/membership.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if terms or message or answer or stay else HTTPStatus.OK,
        page=page,
        terms=terms or TermsForm.unsent(request, initial=initial),
        message=message or MessageForm.unsent(request, initial={"token": new_id()}),
        answer=answer or AnswerForm.unsent(request),
        stay=stay or Form(),
        first=request.GET.get("d-abord") == "conditions",
    )
