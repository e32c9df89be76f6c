"""The link of an invitation: who invites and for what; a password, a second factor, ten codes; the answer.

One address for the steps; the link is spent by the answer alone, so that whoever stops comes back with it.
"""

from types import ModuleType

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.design.page import render
from kairos.foundation.actor import Strength
from kairos.foundation.guards import Refused
from kairos.identity.accounts import beginning, device, links, own, provisional, sessions
from kairos.identity.accounts.beginning import Step
from kairos.identity.accounts.factors import totp
from kairos.identity.accounts.models import OneUseToken
from kairos.identity.accounts.tokens import Problem
from kairos.identity.habilitations import catalogue, inviting
from kairos.identity.habilitations.inviting import Proposal
from kairos.people.agencies import inviting as agencies
from kairos.people.agencies import rights
from kairos.spaces import chrome
from kairos.spaces.forms import Form
from kairos.spaces.session import cookies, ways
from kairos.spaces.session.first import grouped
from kairos.spaces.session.forms import EnrolForm, NewPasswordForm
from kairos.spaces.session.links import dead

Kind = OneUseToken.Kind
PASSWORD, SIGN_IN, ENROL, ANSWER = "password", "sign_in", "enrol", "answer"


def join(request: HttpRequest, token: str) -> HttpResponse:
    """Reading it changes nothing: mail scanners follow links."""
    link, problem = links.found(token, Kind.INVITATION)
    if problem:
        return dead(request, Kind.INVITATION, link, problem)
    proposal = _proposal(link)
    if proposal is None:
        return dead(request, Kind.INVITATION, link, Problem.REPLACED)
    if request.method == "POST" and "decliner" in request.POST:
        return _decline(request, proposal, link)
    step = _step(request, proposal)
    sent = request.method == "POST" and request.POST.get("etape") == step
    return TAKEN[step](request, proposal, link) if sent and step in TAKEN else _page(request, proposal, step)


def _proposal(link: OneUseToken) -> Proposal | None:
    """Of an organisation, or of an agency."""
    return inviting.proposal_of(link) or agencies.proposal_of(link)


def _step(request: HttpRequest, proposal: Proposal) -> str:
    present = request.present
    if _lost_factor(request, proposal):
        return ENROL
    if present.user != proposal.user.pk or not present.complete:
        return SIGN_IN if proposal.known else PASSWORD
    return ANSWER if present.strength == Strength.SECOND_FACTOR else ENROL


def _lost_factor(request: HttpRequest, proposal: Proposal) -> bool:
    """Signed in half way by the password, with no factor any more: the invitation stands for the letter."""
    present = request.present
    if present.user != proposal.user.pk or present.complete or beginning.where(present).step != Step.LETTER:
        return False
    return not provisional.is_due(proposal.user.pk)


def _choose_password(request: HttpRequest, proposal: Proposal, link: OneUseToken) -> HttpResponse:
    form = NewPasswordForm(request.POST)
    if form.is_valid():
        try:
            user = links.open_invited(link, form.cleaned_data["password"], request.actor)
        except Refused as refused:
            form.take(refused)
        else:
            if request.present.id:
                sessions.end_one(request.present.id, request.present.user)
            token = sessions.open_session(user, Strength.PASSWORD, device.of(request))
            return cookies.give(HttpResponseRedirect(request.path), token)
    return _page(request, proposal, PASSWORD, form)


def _enrol(request: HttpRequest, proposal: Proposal, link: OneUseToken) -> HttpResponse:
    form = EnrolForm(request.POST)
    if form.is_valid():
        try:
            token, codes = _enrolled(request, proposal, link, form.cleaned_data["code"])
        except Refused as refused:
            form.take(refused)
        else:
            place = chrome.of(request, "Invitation")
            shown = render(request, "session/codes.html", place, codes=codes, first=True, then=request.path)
            return cookies.give(shown, token)
    return _page(request, proposal, ENROL, form)


def _enrolled(request: HttpRequest, proposal: Proposal, link: OneUseToken, code: str) -> tuple[str, list[str]]:
    """The session's new token and the ten codes. Raises Refused."""
    if _lost_factor(request, proposal):
        oneself = beginning.oneself(request.present, request.actor)
        return beginning.enrol(beginning.where(request.present), code, device.of(request), oneself, link)
    codes = own.enrol_totp(request.actor, code)
    return own.raised(request.actor), codes


def _accept(request: HttpRequest, proposal: Proposal, link: OneUseToken) -> HttpResponse:
    try:
        _inviter(proposal).accept(proposal, link, request.actor)
    except Refused as refused:
        return _page(request, proposal, ANSWER, refused=refused)
    return HttpResponseRedirect("/conseiller/" if _of_agency(proposal) else "/portail/")


def _decline(request: HttpRequest, proposal: Proposal, link: OneUseToken) -> HttpResponse:
    try:
        _inviter(proposal).decline(proposal, link, request.actor)
    except Refused as refused:
        return _page(request, proposal, _step(request, proposal), refused=refused)
    return ways.to("done", fait="invitation")


def _of_agency(proposal: Proposal) -> bool:
    return any(right in rights.LABELS for right in proposal.rights)


def _inviter(proposal: Proposal) -> ModuleType:
    return agencies if _of_agency(proposal) else inviting


def _in_words(proposal: Proposal) -> list[tuple[str, str]]:
    if _of_agency(proposal):
        return [(rights.LABELS[right], rights.ALLOWS[right]) for right in proposal.rights]
    return [(catalogue.label_of(right), catalogue.allows(right)) for right in proposal.rights]


TAKEN = {PASSWORD: _choose_password, ENROL: _enrol, ANSWER: _accept}
FORMS = {PASSWORD: NewPasswordForm, ENROL: EnrolForm}


def _page(
    request: HttpRequest, proposal: Proposal, step: str, form: Form | None = None, refused: Refused | None = None
) -> HttpResponse:
    waiting = own.begin_totp(proposal.user.pk) if step == ENROL else None
    if waiting and not request.present.complete:
        sessions.remember(request.present.id, joining=True)
    return render(
        request,
        "session/join.html",
        chrome.of(request, "Invitation"),
        status=422 if form or refused else 200,
        proposal=proposal,
        step=step,
        form=form or FORMS.get(step, NewPasswordForm)(),
        secret=grouped(totp.secret_of(waiting)) if waiting else "",
        rights=_in_words(proposal),
        another=request.present.user is not None and request.present.user != proposal.user.pk,
        reasons=[(reason.message, None) for reason in refused.reasons] if refused else [],
    )
