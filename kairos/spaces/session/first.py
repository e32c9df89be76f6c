"""The first sign-in, one address for its steps: a password, a second factor, ten codes, the portal."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.design.page import render
from kairos.foundation.guards import Refused
from kairos.identity.accounts import beginning, device, own, signing_in
from kairos.identity.accounts.beginning import Beginning, Step
from kairos.identity.accounts.factors import recovery, totp
from kairos.spaces import chrome
from kairos.spaces.qr import picture
from kairos.spaces.session import cookies, ways
from kairos.spaces.session.forms import EnrolForm, NewPasswordForm
from kairos.spaces.session.fresh import require_fresh

FORMS = {Step.PASSWORD: NewPasswordForm, Step.ENROL: EnrolForm}


def begin(request: HttpRequest) -> HttpResponse:
    """Shows the step this session stands at, and takes what is sent for that step alone."""
    if request.present.user is None:
        return ways.to("sign_in")
    begun = beginning.where(request.present)
    if begun.step == Step.LETTER and (suite := request.present.data.get("suite", "")).startswith("/rejoindre/"):
        return HttpResponseRedirect(suite)
    if begun.step in ELSEWHERE:
        return ways.to(ELSEWHERE[begun.step])
    sent = request.method == "POST" and request.POST.get("etape") == begun.step
    return TAKEN[begun.step](request, begun) if sent and begun.step in TAKEN else _page(request, begun)


def qr(request: HttpRequest) -> HttpResponse:
    """The code to scan for the generator that waits, never kept by a browser; of someone signed in, freshly proved."""
    if request.present.complete:
        require_fresh(request)
    elif not _enrols(request):
        raise Http404
    waiting = totp.pending(request.present.user)
    if waiting is None:
        raise Http404
    return picture(totp.address(waiting, signing_in.person_of(request.present.user)), "Code QR")


def _enrols(request: HttpRequest) -> bool:
    """Half signed in, at that step of a first sign-in or of an invitation whose link was followed (see `joining`)."""
    if request.present.user is None:
        return False
    step = beginning.where(request.present).step
    return step == Step.ENROL or (step == Step.LETTER and bool(request.present.data.get("joining")))


def codes_page(request: HttpRequest, codes: list[str], *, first: bool) -> HttpResponse:
    """Ten codes, shown now or never. `first`: they end a first sign-in; else they come from « Ma sécurité »."""
    place = chrome.of(request, "Première connexion" if first else "Sécurité")
    return render(request, "session/codes.html", place, codes=codes, first=first, then="")


def _choose_password(request: HttpRequest, begun: Beginning) -> HttpResponse:
    form = NewPasswordForm(request.POST)
    if form.is_valid():
        try:
            oneself = beginning.oneself(request.present, request.actor)
            token = beginning.choose_password(begun, form.cleaned_data["password"], oneself)
            return cookies.give(ways.to("beginning"), token)
        except Refused as refused:
            form.take(refused)
    return _page(request, begun, form)


def _enrol(request: HttpRequest, begun: Beginning) -> HttpResponse:
    form = EnrolForm(request.POST)
    if form.is_valid():
        try:
            oneself = beginning.oneself(request.present, request.actor)
            token, codes = beginning.enrol(begun, form.cleaned_data["code"], device.of(request), oneself)
            return cookies.give(codes_page(request, codes, first=True), token)
        except Refused as refused:
            form.take(refused)
    return _page(request, begun, form)


def _enter(request: HttpRequest, begun: Beginning) -> HttpResponse:
    """The codes are noted, or ten others are wanted."""
    if "refaire" in request.POST:
        return codes_page(request, own.renew_codes(request.actor), first=True)
    try:
        beginning.enter(begun, request.actor)
    except Refused as refused:
        return _page(request, begun, refused=refused)
    return HttpResponseRedirect("/portail/")


def _page(
    request: HttpRequest,
    begun: Beginning,
    form: NewPasswordForm | EnrolForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    waiting = own.begin_totp(begun.user.pk) if begun.step == Step.ENROL else None
    return render(
        request,
        f"session/first_{begun.step}.html",
        chrome.of(request, "Première connexion"),
        status=422 if form or refused else 200,
        form=form or FORMS.get(begun.step, NewPasswordForm)(),
        secret=grouped(totp.secret_of(waiting)) if waiting else "",
        staff=begun.user.staff_role != "",
        left=recovery.remaining(begun.user.pk) if begun.step == Step.CODES else 0,
        reasons=[(reason.message, None) for reason in refused.reasons] if refused else [],
    )


def grouped(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


ELSEWHERE = {Step.DONE: "landing", Step.PROVE: "code"}
TAKEN = {Step.PASSWORD: _choose_password, Step.ENROL: _enrol, Step.CODES: _enter}
