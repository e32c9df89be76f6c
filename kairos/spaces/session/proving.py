"""The second factor: to finish signing in, and again before something grave."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from kairos.design.page import render
from kairos.foundation import clock
from kairos.foundation.actor import Strength
from kairos.foundation.guards import Refused
from kairos.identity.accounts import beginning, device, devices, oidc, sessions, signing_in
from kairos.identity.accounts.beginning import Beginning, Step
from kairos.identity.accounts.factors import keys, mailed
from kairos.identity.accounts.rules import Moved
from kairos.identity.accounts.signing_in import Opened, Proof, Stopped, Why
from kairos.spaces import chrome
from kairos.spaces.session import cookies, resuming, signing, ways, wording
from kairos.spaces.session.forms import CodeForm, ProofForm

WRONG = "Ce code n’est pas le bon, ou il a déjà servi : écrivez le suivant."
WRONG_KEY = "Cette clé n’a pas été reconnue. Recommencez, ou écrivez un code."
MOVED = {
    Moved.BROWSER: "Votre session était ouverte dans un autre navigateur.",
    Moved.NETWORK: "Vous n’êtes plus sur le même réseau que tout à l’heure.",
}
CHALLENGE_FOR = timedelta(minutes=5)


def code(request: HttpRequest) -> HttpResponse:
    """The page of the second factor, for someone half signed in."""
    present = request.present
    if present.user is None or present.complete:
        return ways.to("landing")
    begun = beginning.where(present)
    if begun.step != Step.PROVE:
        return ways.to("beginning")
    if request.method == "POST" and "renvoyer" in request.POST and begun.user.proves_by_mail:
        sent = mailed.send(begun.user)
        return ways.to("code", ways.asked(request), envoye="1" if sent else "0")
    form = _code_form(request, begun)
    if request.method == "POST" and form.is_valid():
        result = _proved(request, begun, form)
        if isinstance(result, Opened):
            return _entered(request, begun, result)
        if result.why == Why.LOCKED:
            return signing.locked(request, result)
        _refuse(form, result)
    return _code_page(request, form, begun)


def _code_form(request: HttpRequest, begun: Beginning) -> CodeForm:
    how = {"recovery": "secours" in request.GET, "mailed": begun.user.proves_by_mail}
    if request.method == "POST":
        return CodeForm(request.POST, **how)
    return CodeForm(initial={"suite": ways.asked(request)}, **how)


def _proved(request: HttpRequest, begun: Beginning, form: CodeForm) -> Opened | Stopped:
    """Of a sign-in begun, or of an open session that is now elsewhere: what was typed goes on with it."""
    shown = _proof(request, form)
    if not request.present.moved:
        return signing_in.prove(request.present.id, begun.user, shown, *_who(request))
    typed = resuming.read(form.cleaned_data["reprise"], begun.user.pk)
    return signing_in.prove_elsewhere(request.present, shown, *_who(request), **resuming.kept(typed))


def ask_elsewhere(request: HttpRequest) -> HttpResponse:
    """In answer to a page asked by an open session that is now elsewhere, and has a second factor to prove."""
    if request.method != "POST":
        return ways.to("code", ways.own(request.get_full_path()))
    typed = resuming.of(request, request.expired_user, request.expired_organisation)
    begun = beginning.where(request.present)
    return _code_page(request, CodeForm(initial={"suite": typed.path, "reprise": typed.sealed()}), begun)


def proof(request: HttpRequest) -> HttpResponse:
    """The same of someone signed in, before something grave; then back to it."""
    person = signing_in.person_of(request.actor.user)
    has_factor = person.has_totp or person.has_key
    if oidc.alone_proves(person):
        return ways.to("agent", ways.asked(request), preuve="1")
    if request.method == "POST":
        form = CodeForm(request.POST, recovery="secours" in request.GET) if has_factor else ProofForm(request.POST)
        if form.is_valid():
            return _reproved(request, form, has_factor)
    else:
        form = (CodeForm if has_factor else ProofForm)(initial={"suite": ways.asked(request)})
    return _proof_page(request, form, person.has_key)


def ask_for_proof(request: HttpRequest) -> HttpResponse:
    """In answer to a page that needs a fresh proof (see `fresh`)."""
    if request.method != "POST":
        return ways.to("proof", ways.own(request.get_full_path()))
    typed = resuming.of(request, request.actor.user, request.actor.organisation)
    person = signing_in.person_of(request.actor.user)
    if oidc.alone_proves(person):
        sessions.remember(request.actor.session, **resuming.kept(typed))
        return ways.to("agent", typed.path, preuve="1")
    initial = {"suite": typed.path, "reprise": typed.sealed()}
    form = (CodeForm if person.has_totp or person.has_key else ProofForm)(initial=initial)
    return _proof_page(request, form, person.has_key)


def challenge(request: HttpRequest) -> HttpResponse:
    """What a browser asks a security key of someone signed in, or half; good once, five minutes."""
    present = request.present
    if present.user is None:
        return JsonResponse({}, status=403)
    options, value = keys.options_to_prove(present.user)
    remember_challenge(request, value)
    return HttpResponse(options, content_type="application/json")


def remember_challenge(request: HttpRequest, value: str) -> None:
    sessions.remember(request.present.id, challenge={"value": value, "at": clock.now().isoformat()})


def take_challenge(request: HttpRequest) -> str:
    """The challenge this session waits an answer to; nothing when there is none, or too old."""
    kept = sessions.take(request.present.id, "challenge")
    if kept is None or kept["at"] < (clock.now() - CHALLENGE_FOR).isoformat():
        return ""
    return kept["value"]


def _proof(request: HttpRequest, form: CodeForm) -> Proof:
    answer = form.cleaned_data["cle"]
    return Proof(form.cleaned_data["code"], answer, take_challenge(request) if answer else "")


def _who(request: HttpRequest) -> tuple:
    return device.of(request), beginning.oneself(request.present, request.actor)


def _entered(request: HttpRequest, begun: Beginning, opened: Opened) -> HttpResponse:
    """With a posted secret and a factor one already had, the portal of that organisation opens at once."""
    suite = ways.asked(request) or request.present.data.get("suite", "")
    if request.present.strength == Strength.PROVISIONAL:
        try:
            beginning.enter(begun, beginning.oneself(request.present, request.actor))
        except Refused as refused:
            return render(
                request, "session/letter.html", chrome.of(request, "Connexion"), status=422, refused_because=refused
            )
    response = cookies.give(ways.to("landing", suite), opened.token)
    if begun.user.proves_by_mail:
        return cookies.know_device(response, *devices.remember(begun.user.pk, device.of(request).browser))
    return response


def _reproved(request: HttpRequest, form: CodeForm | ProofForm, has_factor: bool) -> HttpResponse:
    shown = _proof(request, form) if has_factor else Proof()
    password = form.cleaned_data.get("mot_de_passe", "")
    result = signing_in.reprove(request.actor, device.of(request), shown, password)
    if isinstance(result, Opened):
        typed = resuming.read(form.cleaned_data["reprise"], request.actor.user)
        if typed:
            sessions.remember(request.actor.session, **resuming.kept(typed))
        return cookies.give(HttpResponseRedirect(ways.asked(request) or chrome.home(request)), result.token)
    _refuse(form, result)
    return _proof_page(request, form, bool(form.data.get("cle")))


def _refuse(form: CodeForm | ProofForm, stopped: Stopped) -> None:
    if "code" not in form.fields:
        form.add_error("mot_de_passe", wording.sentence(stopped, "Mot de passe incorrect."))
    else:
        form.add_error("code", wording.sentence(stopped, WRONG_KEY if form.data.get("cle") else WRONG))


def _code_page(request: HttpRequest, form: CodeForm, begun: Beginning) -> HttpResponse:
    return render(
        request,
        "session/code.html",
        chrome.of(request, "Connexion"),
        status=422 if form.is_bound else 200,
        form=form,
        recovery="secours" in request.GET,
        moved=MOVED.get(request.present.moved, ""),
        has_totp=begun.user.has_totp,
        has_key=begun.user.has_key,
        mailed=begun.user.email if begun.user.proves_by_mail else "",
        sent=request.GET.get("envoye", ""),
    )


def _proof_page(request: HttpRequest, form: CodeForm | ProofForm, has_key: bool) -> HttpResponse:
    return render(
        request,
        "session/proof.html",
        chrome.of(request, "Sécurité"),
        status=422 if form.is_bound else 200,
        form=form,
        recovery="secours" in request.GET,
        has_key=has_key,
        with_code="code" in form.fields,
    )
